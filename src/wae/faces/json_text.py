"""JSON that may be shown: a document in which nothing steers a terminal or hides."""

from __future__ import annotations

import json
from typing import Any

from wae.harmless import is_harmful


def write(value: Any, indent: int | None = None) -> str:
    """``value`` as JSON (RFC 8259), harmful characters in its strings as ``\\uXXXX``."""
    return json.dumps(value, indent=indent, ensure_ascii=False).translate(_ESCAPES)


class _Escapes(dict[int, str]):
    """What stands for each code point in a string, but for those that JSON itself escapes."""

    def __missing__(self, code: int) -> str:
        text = chr(code)
        harmful = code > 0x7E and is_harmful(code)
        self[code] = json.dumps(text)[1:-1] if harmful else text
        return self[code]


_ESCAPES = _Escapes()
