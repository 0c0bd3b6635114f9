"""What people take for one character, and how many columns it has.

An approximation of extended grapheme clusters (UAX #29) and of East Asian Width (UAX #11) by what
`unicodedata` knows. Terminals disagree about emoji of several code points; the width here is the
largest that any of them uses, so that a row never overflows.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from wae.harmless import harmless

TAB = "    "
_JOINER = "\u200d"
_EMOJI_STYLE = "\ufe0f"


@lru_cache(4096)
def clusters(line: str) -> tuple[str, ...]:
    """The characters of a line, as people count them; together they are the line."""
    if line.isascii():
        return tuple(line)
    parts: list[str] = []
    for character in line:
        if parts and _belongs(parts[-1], character):
            parts[-1] += character
        else:
            parts.append(character)
    return tuple(parts)


def rendered(cluster: str) -> str:
    """What is drawn for one: nothing that steers the terminal or cannot be seen."""
    return TAB if cluster == "\t" else harmless(cluster)


@lru_cache(4096)
def width(text: str) -> int:
    """The columns that what is drawn has at most."""
    if text.isascii():
        return len(text)
    wide = 2 if _EMOJI_STYLE in text else 0
    return max(wide, sum(map(_columns, text)))


def _columns(character: str) -> int:
    if _extends(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _belongs(before: str, character: str) -> bool:
    if _extends(character) or before.endswith(_JOINER) or _is_skin(character):
        return True
    return _is_flag(character) and len(before) == 1 and _is_flag(before)


def _extends(character: str) -> bool:
    if character.isascii():
        return False
    code = ord(character)
    return (
        unicodedata.category(character) in ("Mn", "Me")
        or character == _JOINER
        or 0x1160 <= code <= 0x11FF  # vowels and finals of Hangul, where they come apart
        or 0xD7B0 <= code <= 0xD7FF
    )


def _is_skin(character: str) -> bool:
    return "\U0001f3fb" <= character <= "\U0001f3ff"


def _is_flag(character: str) -> bool:
    """Whether it is a regional indicator, of which two make a flag."""
    return "\U0001f1e6" <= character <= "\U0001f1ff"
