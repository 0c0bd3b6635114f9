"""A value on one line."""

from __future__ import annotations

import json
from typing import Any

from wae.contract.shapes import Enum, Flags, Option, Scalar, Sequence, Shape, Variant
from wae.harmless import one_line


def cell(shape: Shape, value: Any) -> str:
    """A value, given as JSON, on one line: text as it is, nothing for nothing, labels with commas
    between them, anything deeper as JSON."""
    if value is None:
        return ""
    match shape:
        case Option(some, wrapped=False):
            return cell(some, value)
        case Scalar("bool"):
            return "true" if value else "false"
        case Scalar() | Enum():
            return one_line(str(value)).replace("\t", " ")
        case Variant() if isinstance(value, str):
            return value
        case Flags():
            return ", ".join(value)
        case Sequence() if not value:
            return ""
        case Sequence(Scalar() | Enum() as item):
            return ", ".join(cell(item, one) for one in value)
        case _:
            return one_line(json.dumps(value, ensure_ascii=False))
