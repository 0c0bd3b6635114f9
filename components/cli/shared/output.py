"""Results on standard output: JSON, tab-separated text, or something for people."""

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from shared import cleaning
from shared.errors import Failure
from shared.json_option import chosen


def write_lines(lines: Iterable[str]) -> None:
    """Each of the lines, with an end of line."""
    write_text("".join(f"{line}\n" for line in lines))


def write_text(text: str) -> None:
    """The text as it is."""
    write_bytes(text.encode())


def write_bytes(content: bytes) -> None:
    """The bytes as they are."""
    sys.stdout.buffer.write(content)
    sys.stdout.flush()


def write_json(value: Any) -> None:
    """One JSON document (RFC 8259), indented by two, in the order of its fields, or of those that
    `--fields` names.

    Raises `Failure` for infinity and what is not a number.
    """
    try:
        document = json.dumps(chosen(value), indent=2, ensure_ascii=False, allow_nan=False)
    except ValueError:
        what = "The tool's answer has a number that JSON cannot hold"
        raise Failure(what, "Do not use the answer: the tool is broken") from None
    write_lines([cleaning.json_text(document)])


def write_fields(rows: Iterable[Sequence[object]]) -> None:
    """Tab-separated rows for programs: no headings, nothing for an absent value."""
    write_lines("\t".join(map(_field, row)) for row in rows)


def _field(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return cleaning.line(str(value))
