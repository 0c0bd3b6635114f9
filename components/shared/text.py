"""Texts from outside as texts of a contract.

JSON can hold half a surrogate pair (RFC 8259, 8.2), and a server may cut its texts between the
halves; a `string` of a contract cannot hold one.
"""

import re

_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_HALF = re.compile("[\ud800-\udfff]")
_HIGH = ("\ud800", "\udbff")


def whole(text: str) -> str:
    """`text` with pairs put together and halves as U+FFFD."""
    return text if text.isascii() else _HALF.sub("\ufffd", _PAIR.sub(_joined, text))


def _joined(pair: re.Match[str]) -> str:
    """The character of two surrogates (The Unicode Standard, D91)."""
    high, low = map(ord, pair[0])
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))


class Joiner:
    """Makes whole texts of pieces, between which a surrogate pair may be split."""

    def __init__(self) -> None:
        self._held = ""

    def add(self, piece: str) -> str:
        """What is certain so far, after what was given before."""
        text = self._held + piece
        self._held = text[-1:] if _HIGH[0] <= text[-1:] <= _HIGH[1] else ""
        return whole(text[: len(text) - len(self._held)])

    def finish(self) -> str:
        """What was held back."""
        text, self._held = whole(self._held), ""
        return text
