"""What a user asks: as an argument, on standard input, or typed line by line."""

import sys
from collections.abc import Sequence

import click

from shared.terminal import Terminal

# Far more than any model reads.
_LONGEST = 8 * 1024 * 1024
_QUOTES = '"""'
_FIRST, _MORE = "> ", ". "


def given(argument: str | None, terminal: Terminal, *, piped: bool = True) -> str:
    """The argument, then what comes on standard input if that is no terminal, and `piped` for
    this; empty for neither. Raises `click.UsageError` for what is no text.
    """
    parts = [argument or "", _standard_input() if piped and not terminal.answers else ""]
    return "\n\n".join(part for part in parts if part.strip())


def typed(terminal: Terminal, text: str = "", history: Sequence[str] = ()) -> str:
    """A question that is typed: a line, lines of which all but the last end in a backslash, or
    everything between a pair of three quotes. In a line editor it begins with `text`, and the
    `history` can be had again. Raises `click.Abort` at the end of the input.
    """
    line = terminal.edit(_FIRST, _MORE, text, history)
    if line.lstrip().startswith(_QUOTES):
        return _quoted(line.lstrip().removeprefix(_QUOTES), terminal)
    text = ""
    while line.endswith("\\"):
        text += line.removesuffix("\\") + "\n"
        line = terminal.edit(_MORE, _MORE, "", ())
    return (text + line).strip()


def _quoted(line: str, terminal: Terminal) -> str:
    text = ""
    while not line.rstrip().endswith(_QUOTES):
        text += line + "\n"
        line = terminal.edit(_MORE, _MORE, "", ())
    return (text + line.rstrip().removesuffix(_QUOTES)).strip()


def _standard_input() -> str:
    content = b""
    while len(content) <= _LONGEST and (piece := sys.stdin.buffer.read(_LONGEST + 1)):
        content += piece
    if len(content) > _LONGEST:
        raise click.UsageError("Standard input is longer than 8 MiB, which no model reads.")
    try:
        text = content.decode().removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise click.UsageError("Standard input is not UTF-8 text.") from None
    return text.replace("\r\n", "\n").rstrip("\n")
