"""Comments in WIT that are no documentation: they are for those who have the source, nobody else.

wasm-tools and componentize-py take `//` for documentation as well. Here only `///` and `/** */` are
(``WIT.md``, Comments); four slashes or three stars, as people draw lines with them, are not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_START = re.compile(rb'//|/\*|"[^"\r\n]*"')
_EDGE = re.compile(rb"/\*|\*/")
_KEPT = re.compile(rb"///(?!/)|/\*\*(?![*/])")


def without_comments(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The WIT files among ``files`` without such comments, all else as it was."""
    return {file: blanked(text) if file.endswith(".wit") else text for file, text in files.items()}


def blanked(text: bytes, *, documentation: bool = False) -> bytes:
    """Spaces instead of comments, and of ``documentation``, so that every line and column stays
    what it is. Names may be strings, in which slashes are no comments."""
    result, position = b"", 0
    while start := _START.search(text, position):
        end = start.end() if start[0].startswith(b'"') else _end(text, start.start())
        token = text[start.start() : end]
        result += text[position : start.start()]
        is_kept = token.startswith(b'"') or (_KEPT.match(token) and not documentation)
        result += token if is_kept else re.sub(rb"[^\r\n]", b" ", token)
        position = end
    return result + text[position:]


def _end(text: bytes, start: int) -> int:
    """Where a comment ends. Blocks nest; one that is not closed goes on to the end."""
    if text.startswith(b"//", start):
        line = text.find(b"\n", start)
        return len(text) if line < 0 else line
    depth, position = 0, start
    while edge := _EDGE.search(text, position):
        depth += 1 if edge[0] == b"/*" else -1
        position = edge.end()
        if depth == 0:
            return position
    return len(text)
