"""The help of a command that is made of a contract."""

from __future__ import annotations

import shlex
import textwrap
from collections.abc import Iterator, Sequence

from wae.contract.shapes import Option, Record, Variant
from wae.tools import fields
from wae.tools.options import Opt
from wae.tools.words import metavar, sample, unwrap_option

_INDENT = "  "
_WIDEST_NAME = 30
JSON = ("--json", "Print JSON.")
FIELDS = (f"--{fields.OPTION} {fields.METAVAR}", fields.HELP)
HELP = ("-h, --help", "Show this message and exit.")


def help_text(
    program: str, doc: str, options: Sequence[Opt], examples: Sequence[str], width: int
) -> str:
    """The text of ``--help``: how to call it, what it does, its options, examples."""
    lines = [f"Usage: {program} [OPTIONS]", ""]
    for paragraph in doc.split("\n\n"):
        lines += [*_wrapped(paragraph, _INDENT, width), ""]
    rows = [_row(option) for option in without_records(options)]
    lines += ["Options:", *_columns([*rows, JSON, FIELDS, HELP], width), ""]
    lines += ["Examples:", *(f"{_INDENT}{one}" for one in examples)]
    return "\n".join(lines) + "\n"


def without_records(options: Sequence[Opt]) -> Iterator[Opt]:
    """The options to show: the fields of a record instead of the whole."""
    for option in options:
        if option.parts:
            yield from without_records(option.parts)
        else:
            yield option


def example(program: str, options: Sequence[Opt]) -> str:
    """A command line that has all that is needed."""
    words = [program]
    for option in without_records(options):
        if option.is_switch or isinstance(option.shape, Option):
            continue  # an empty list is seldom what somebody wants to see
        value = sample(option.shape)
        words += [f"--{option.name}", shlex.quote(value) if value else "'…'"]
    return " ".join(words)


def _row(option: Opt) -> tuple[str, str]:
    name = f"--{option.name}" if option.is_switch else f"--{option.name} {metavar(option.shape)}"
    notes = [
        " ".join(option.doc.split()),
        "May be repeated." if option.repeats else "",
        "Required." if option.is_needed else "",
        _form(option),
    ]
    return name, " ".join(note if note.endswith(".") else f"{note}." for note in notes if note)


def _form(option: Opt) -> str:
    """What JSON the option takes, where it takes some."""
    match unwrap_option(option.shape):
        case Record(fields=fields):
            return "JSON: {" + ", ".join(field.name for field in fields) + "}"
        case Variant(cases=cases) if any(case.shape is not None for case in cases):
            parts = (f'"{c.name}"' if c.shape is None else f'{{"{c.name}": …}}' for c in cases)
            return "JSON: " + " or ".join(parts)
        case _:
            return ""


def _columns(rows: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    size = min(max(len(name) for name, _ in rows), _WIDEST_NAME)
    indent = " " * (len(_INDENT) * 2 + size)
    for name, text in rows:
        first, *rest = _wrapped(text, indent, width) or [""]
        head = f"{_INDENT}{name:<{size}}"
        if len(name) > size:
            yield head
            yield from (line for line in (first, *rest) if line.strip())
        else:
            yield f"{head}{first[len(head) :]}".rstrip()
            yield from rest


def _wrapped(text: str, indent: str, width: int) -> list[str]:
    return textwrap.wrap(
        " ".join(text.split()),
        max(width, len(indent) + 20),
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
