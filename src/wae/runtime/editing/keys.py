"""Keys from what a terminal sends (ECMA-48; ctlseqs of xterm): pure, and fed in any pieces.

Whatever arrives, the text that comes out has no control character: sequences are keys that are
known by name, or nothing. ESC and then a letter is Alt and the letter, as in readline; once some
time has gone by (`settle`), it is the letter. A sequence has all the time it needs, so that a slow
line never tears one and leaves its rest in the text.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TEXT, PASTE, KEY = "text", "paste", "key"


class Typed(NamedTuple):
    """A character (`TEXT`), what was pasted as a whole (`PASTE`), or the name of a key (`KEY`)."""

    kind: str
    value: str


_CONTROLS = {
    "\x01": "home",
    "\x02": "left",
    "\x03": "interrupt",
    "\x04": "end-of-input",
    "\x05": "end",
    "\x06": "right",
    "\x08": "backspace",
    "\n": "enter",
    "\x0b": "kill-to-end",
    "\x0c": "clear-screen",
    "\r": "enter",
    "\x0e": "down",
    "\x10": "up",
    "\x15": "kill-to-start",
    "\x17": "kill-word-back",
    "\x19": "yank",
    "\x7f": "backspace",
}
_ALT = {
    "\n": "new-line",
    "\r": "new-line",
    "\x08": "kill-word-back",
    "\x7f": "kill-word-back",
    "b": "word-left",
    "d": "kill-word",
    "f": "word-right",
}
_FINALS = {"A": "up", "B": "down", "C": "right", "D": "left", "F": "end", "H": "home"}
_NUMBERS = {"1": "home", "3": "delete", "4": "end", "7": "home", "8": "end"}
_WORDS = {"left": "word-left", "right": "word-right", "delete": "kill-word"}
_NEW_LINES = ("13;2u", "13;3u", "27;2;13~", "27;3;13~")
"""Enter with Shift or Alt (kitty's protocol; xterm's modifyOtherKeys)."""

_PASTE_BEGINS, _PASTE_ENDS = "200~", "201~"
_C1 = {"\x8f": "O", "\x90": "P", "\x98": "X", "\x9b": "[", "\x9d": "]", "\x9e": "^", "\x9f": "_"}
"""Controls of one character for ESC and another (ECMA-48, 5.3)."""

_STRINGS = "PX]^_"
_ESC, _BEL, _INTERRUPT, _ST = "\x1b", "\x07", "\x03", "\x9c"


class Decoder:
    """Takes bytes, gives what was typed; `pending` is whether a sequence or a paste is not over."""

    def __init__(self) -> None:
        self._decode = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode
        self._state: Callable[[str], Typed | None] = self._ground
        self._sequence = ""
        self._skipped = 0
        self._pasted: list[str] | None = None

    @property
    def pending(self) -> bool:
        """Whether what came so far is not complete."""
        return self._state != self._ground or self._pasted is not None

    def feed(self, content: bytes) -> Iterator[Typed]:
        """What is complete with these bytes."""
        for character in self._decode(content):
            typed = self._state(_sound(character))
            if typed is not None:
                yield typed

    def settle(self) -> None:
        """Nothing came for so long that an ESC was a key of its own."""
        if self._state == self._escape:
            self._state = self._late

    def _ground(self, character: str) -> Typed | None:
        self._state = self._ground
        if character == _ESC:
            self._state = self._escape
        elif character in _C1:
            return self._introduced(_C1[character])
        elif character == _INTERRUPT:
            self._pasted = None
            return Typed(KEY, "interrupt")
        elif self._pasted is not None:
            if character in "\t\n\r" or not _is_control(character):
                self._pasted.append(character)
        elif not _is_control(character):
            return Typed(TEXT, character)
        elif character in _CONTROLS:
            return Typed(KEY, _CONTROLS[character])
        return None

    def _escape(self, character: str) -> Typed | None:
        if character == _ESC:  # Alt and a key that is a sequence itself
            return None
        if character in f"[O{_STRINGS}":
            return self._introduced(character)
        self._state = self._ground
        if character == _INTERRUPT or character in _C1:
            return self._ground(character)
        if " " <= character <= "/":
            self._state = self._intermediate
        elif character in _ALT and self._pasted is None:
            return Typed(KEY, _ALT[character])
        return None

    def _late(self, character: str) -> Typed | None:
        """After an ESC that was a key of its own, or the beginning of a torn sequence."""
        return self._introduced("[") if character == "[" else self._ground(character)

    def _introduced(self, character: str) -> Typed | None:
        self._sequence = ""
        states = {"[": self._control_sequence, "O": self._single_shift}
        self._state = states.get(character, self._string)
        return None

    def _intermediate(self, character: str) -> Typed | None:
        """In ESC, intermediate bytes, a final byte: no key."""
        if " " <= character <= "/":
            return None
        self._state = self._ground
        return self._ground(character) if _is_control(character) else None

    def _single_shift(self, character: str) -> Typed | None:
        self._state = self._ground
        return self._ground(character) if _is_control(character) else self._named(character)

    def _control_sequence(self, character: str) -> Typed | None:
        if " " <= character <= "?":
            self._sequence = (self._sequence + character)[-16:]
            return None
        self._state = self._ground
        if not "@" <= character <= "~":
            return self._ground(character) if _is_control(character) else None
        if not self._sequence and character in "M[":
            # A mouse of X10 and three characters; a function key of Linux's console and one.
            self._skipped = 3 if character == "M" else 1
            self._state = self._skip
            return None
        return self._named(self._sequence + character)

    def _skip(self, character: str) -> Typed | None:
        self._skipped -= 1
        if character == _INTERRUPT or not self._skipped:
            self._state = self._ground
        return self._ground(character) if character == _INTERRUPT else None

    def _string(self, character: str) -> Typed | None:
        """In a control string, which ST, BEL or any other control ends: it has none itself."""
        if character == _ESC:
            self._state = self._escape  # of ST, or of what comes in its place
        elif _is_control(character):
            self._state = self._ground
            return self._ground(character) if character == _INTERRUPT else None
        return None

    def _named(self, sequence: str) -> Typed | None:
        if self._pasted is not None:
            if sequence == _PASTE_ENDS:
                text, self._pasted = "".join(self._pasted), None
                return Typed(PASTE, text.replace("\r\n", "\n").replace("\r", "\n"))
        elif sequence == _PASTE_BEGINS:
            self._pasted = []
        elif sequence in _NEW_LINES:
            return Typed(KEY, "new-line")
        else:
            final, (number, _, modifier) = sequence[-1:], sequence[:-1].partition(";")
            name = _NUMBERS.get(number) if final == "~" else _FINALS.get(final)
            if name:
                return Typed(KEY, _WORDS.get(name, name) if modifier else name)
        return None


def _is_control(character: str) -> bool:
    return character < " " or "\x7f" <= character <= "\x9f"


def _sound(character: str) -> str:
    """A byte that is no UTF-8 is a control of 8 bits, or U+FFFD."""
    if not "\udc80" <= character <= "\udcff":
        return character
    return chr(ord(character) - 0xDC00) if character <= "\udc9f" else "\ufffd"
