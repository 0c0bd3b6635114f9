"""Texts from JSON as texts of the contract.

JSON can hold half a surrogate pair (RFC 8259, 8.2); a `string` of the contract cannot.
"""

_HIGH = ("\ud800", "\udbff")


def whole(text: str) -> str:
    """`text` with pairs put together and halves as U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


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
