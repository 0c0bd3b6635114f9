"""One `.env` file: its settings, and the lines that are none, as python-dotenv reads them."""

import codecs
import io
import re
from dataclasses import dataclass

from dotenv.parser import Binding, parse_stream

import notices
import references
from file_text import bad_file, read_text
from references import Unresolved, Value

# dotenv asks for this codec by name, and at run time a component has no files to import it from.
codecs.lookup("unicode-escape")

EXPECTED = "expected NAME=value in UTF-8, with every quote closed"
_MOST_LISTED = 3
# What a line that cannot be read would set.
_BEGINNING = re.compile(r"\s*(?:export\s+)?['\"]?([^\s=:#'\"]+)")
_NOT_UTF_8 = re.compile("[\ud800-\udfff]")


def read_setting(path: str, name: str) -> str | None:
    """A setting of a file, the last one where it is repeated; None where it is not there, or not
    the file. `${NAME}` is replaced (`references`); the user is told of lines that are no settings.

    Raises `Err` with `bad-file` where the file, or the line that the setting stands in, cannot be
    read; it never has a value in it.
    """
    text = read_text(path)
    if text is None:
        return None
    lines = _lines(text)
    last = next((line for line in reversed(lines) if line.name == name), None)
    value = None if last is None else last.value
    if isinstance(value, Unresolved):
        assert last is not None
        raise bad_file(path, last.number, value.problem)
    if left_out := [line.number for line in lines if line.left_out]:
        notices.tell(f"{path}, {_numbers(left_out)} left out: {EXPECTED}.")
    return value


@dataclass(frozen=True)
class _Line:
    """What a statement sets. It is `left_out` where it is none."""

    number: int
    name: str
    value: Value
    left_out: bool = False


def _lines(text: str) -> list[_Line]:
    """The statements, without comments and blank lines."""
    lines: list[_Line] = []
    known: dict[str, Value] = {}
    for binding in parse_stream(io.StringIO(text)):
        number, written = first_line(binding), binding.original.string
        if binding.error or (binding.key and _NOT_UTF_8.search(written)):
            begins = _BEGINNING.match(written)
            name = begins[1] if begins else ""
            lines.append(_Line(number, name, Unresolved(EXPECTED), left_out=True))
        elif binding.key and binding.value is not None:
            known[binding.key] = references.resolve(binding.value, known)
            lines.append(_Line(number, binding.key, known[binding.key]))
        elif binding.key and not written.lstrip().startswith("export"):
            # A name alone is nothing to python-dotenv: what was set before stays.
            lines.append(_Line(number, "", "", left_out=True))
    return lines


def _numbers(lines: list[int]) -> str:
    """`line 3 is`, `lines 3 and 5 are`, `lines 1, 2, 3 and 7 more are`."""
    words = [str(number) for number in lines[:_MOST_LISTED]]
    if len(lines) > _MOST_LISTED:
        words.append(f"{len(lines) - _MOST_LISTED} more")
    if len(words) == 1:
        return f"line {words[0]} is"
    return f"lines {', '.join(words[:-1])} and {words[-1]} are"


def first_line(binding: Binding) -> int:
    """The line that a statement starts on, 1 for the first; dotenv counts from the blank lines
    before it."""
    text = binding.original.string
    blank = text[: len(text) - len(text.lstrip())]
    return binding.original.line + blank.count("\n")
