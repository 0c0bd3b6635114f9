"""The commands. Results go to stdout, errors to stderr in one line: 1 failed, 2 usage."""

import secrets
import sys
from collections.abc import Sequence

from componentize_py_types import Err
from wit_world.imports import catalogue, desk, maker

from words import HELP, desk_error, dollars, maker_error, order_row, table

_CHUNK = 1 << 15  # a larger write to stdout would be cut


class Usage(Exception):
    """The command line makes no sense; the text says what does."""


def run(arguments: Sequence[str]) -> int:
    """Runs a command line; returns the exit code."""
    try:
        _command(arguments)
        return 0
    except Usage as usage:
        return _failed(str(usage), 2)
    except Err as error:
        text = maker_error if isinstance(error.value, maker.Error) else desk_error
        return _failed(text(error.value), 1)


def _command(arguments: Sequence[str]) -> None:
    match arguments:
        case [] | ["-h"] | ["--help"]:
            sys.stdout.write(HELP)
        case ["products"]:
            rows = [(p.id, dollars(p.price), p.name) for p in catalogue.products()]
            sys.stdout.write(table(rows))
        case ["order", *words] if words:
            _order(words)
        case ["orders"]:
            sys.stdout.write(table([order_row(order) for order in desk.history()]))
        case ["refund", id]:
            sys.stdout.write(table([order_row(desk.refund(id))]))
        case ["thumbnail", longest]:
            _write(maker.shrink(sys.stdin.buffer.read(), _number(longest)))
        case _:
            raise Usage(f"shop {' '.join(arguments)}: no such command. See shop --help")


def _order(words: Sequence[str]) -> None:
    key = secrets.token_hex(8)
    match words:
        case [*words, "--key", key] if words:
            pass
    lines = [_line(word) for word in words]
    card = sys.stdin.readline().rsplit(maxsplit=2)
    if len(card) != 3:
        raise Usage("the card is read from stdin: NUMBER MM/YY CODE")
    order = desk.place(key, lines, desk.Card(*card))
    sys.stdout.write(table([order_row(order)]))


def _line(word: str) -> desk.Line:
    if word.startswith("-"):
        raise Usage(f"{word}: no such option. See shop --help")
    product, _, count = word.partition("=")
    return desk.Line(product, _number(count) if count else 1)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Usage(f'"{text}" is no number')
    return int(text)


def _write(content: bytes) -> None:
    for start in range(0, len(content), _CHUNK):
        sys.stdout.buffer.write(content[start : start + _CHUNK])
        sys.stdout.buffer.flush()


def _failed(text: str, code: int) -> int:
    sys.stderr.write(f"shop: {text}\n")
    return code
