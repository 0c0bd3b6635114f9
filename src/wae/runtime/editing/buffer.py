"""The text that is being edited, a cursor in it, and what was typed before: pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wae.runtime.editing.clusters import clusters

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LONGEST = 1 << 20
"""Characters of a text; more is not taken in."""


class Buffer:
    """`text`, of which `cursor` characters (code points) stand before the cursor."""

    def __init__(self, text: str = "", history: Sequence[str] = ()) -> None:
        self.text = text
        self.cursor = len(text)
        self._history = [*history]
        self._at = len(self._history)
        self._draft = text
        self._killed = ""
        self.keys: dict[str, Callable[[], object]] = {
            "left": self.left,
            "right": self.right,
            "word-left": lambda: self._move(self._word_left()),
            "word-right": lambda: self._move(self._word_right()),
            "home": lambda: self._move(self._line_start()),
            "end": lambda: self._move(self._line_end()),
            "up": self.up,
            "down": self.down,
            "new-line": lambda: self.insert("\n"),
            "backspace": self.backspace,
            "delete": self.delete,
            "kill-to-end": self.kill_to_end,
            "kill-to-start": lambda: self._kill(self._line_start(), self.cursor),
            "kill-word": lambda: self._kill(self.cursor, self._word_right()),
            "kill-word-back": lambda: self._kill(self._space_left(), self.cursor),
            "yank": lambda: self.insert(self._killed),
        }
        """What each key does, by its name."""

    def insert(self, text: str) -> bool:
        """Puts text before the cursor; False if it would become too long."""
        if len(self.text) + len(text) > LONGEST:
            return False
        self.text = self.text[: self.cursor] + text + self.text[self.cursor :]
        self.cursor += len(text)
        return True

    def clear(self) -> None:
        """Begins anew, below all that was typed before."""
        self.text, self.cursor = "", 0
        self._at, self._draft = len(self._history), ""

    def left(self) -> None:
        """Goes to the character before, be it a line feed."""
        start = self._line_start()
        if start == self.cursor:
            self._move(max(0, start - 1))
        else:
            self.cursor -= len(clusters(self.text[start : self.cursor])[-1])

    def right(self) -> None:
        """Goes to the next character, be it on the next line."""
        end = self._line_end()
        if end == self.cursor:
            self._move(min(len(self.text), end + 1))
        else:
            self.cursor += len(clusters(self.text[self.cursor : end])[0])

    def up(self) -> None:
        """Goes to the line above, above the first one to what was typed before."""
        start = self._line_start()
        if start:
            self._move_to_line(start - 1)
        elif self._at:
            self._recall(self._at - 1)

    def down(self) -> None:
        """Goes to the line below, below the last one to what was typed after it."""
        end = self._line_end()
        if end < len(self.text):
            self._move_to_line(end + 1)
        elif self._at < len(self._history):
            self._recall(self._at + 1)

    def backspace(self) -> None:
        """Removes the character before the cursor."""
        end = self.cursor
        self.left()
        self._remove(self.cursor, end)

    def delete(self) -> None:
        """Removes the character after the cursor."""
        start = self.cursor
        self.right()
        self._remove(start, self.cursor)

    def kill_to_end(self) -> None:
        """Cuts the rest of the line; at its end, the line feed."""
        end = self._line_end()
        self._kill(self.cursor, end if end > self.cursor else min(end + 1, len(self.text)))

    def continues(self) -> bool:
        """Whether the text goes on in another line: the backslash at its end says so, and goes."""
        if not self.text.endswith("\\") or self.cursor != len(self.text):
            return False
        self.text = self.text[:-1] + "\n"
        return True

    def _move(self, cursor: int) -> None:
        self.cursor = cursor

    def _move_to_line(self, inside: int) -> None:
        """Goes to the line around a place, as many characters into it as the cursor is now."""
        column = len(clusters(self.text[self._line_start() : self.cursor]))
        self.cursor = inside
        start = self._line_start()
        line = clusters(self.text[start : self._line_end()])
        self.cursor = start + len("".join(line[:column]))

    def _recall(self, at: int) -> None:
        if self._at == len(self._history):
            self._draft = self.text
        self._at = at
        self.text = self._history[at] if at < len(self._history) else self._draft
        self.cursor = len(self.text)

    def _line_start(self) -> int:
        return self.text.rfind("\n", 0, self.cursor) + 1

    def _line_end(self) -> int:
        end = self.text.find("\n", self.cursor)
        return len(self.text) if end < 0 else end

    def _word_left(self) -> int:
        at = self.cursor
        while at and not self.text[at - 1].isalnum():
            at -= 1
        while at and self.text[at - 1].isalnum():
            at -= 1
        return at

    def _word_right(self) -> int:
        at = self.cursor
        while at < len(self.text) and not self.text[at].isalnum():
            at += 1
        while at < len(self.text) and self.text[at].isalnum():
            at += 1
        return at

    def _space_left(self) -> int:
        """Where the word before the cursor begins, words having white space between them."""
        before = self.text[: self.cursor].rstrip()
        return len(before) - len(before.split()[-1]) if before else 0

    def _kill(self, start: int, end: int) -> None:
        if start < end:
            self._killed = self.text[start:end]
            self._remove(start, end)

    def _remove(self, start: int, end: int) -> None:
        self.text = self.text[:start] + self.text[end:]
        self.cursor = start
