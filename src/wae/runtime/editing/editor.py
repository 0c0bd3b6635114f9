"""The line editor: from keys at the terminal to a text, drawn while it is typed."""

from __future__ import annotations

import os
import select
import signal
import termios
from typing import TYPE_CHECKING, NamedTuple

from wae.runtime import terminal
from wae.runtime.editing.buffer import LONGEST, Buffer
from wae.runtime.editing.keys import KEY, Decoder, Typed
from wae.runtime.editing.layout import layout
from wae.runtime.editing.screen import Screen
from wae.runtime.terminal_mode import STDIN, TerminalMode

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

_PASTES, _NO_PASTES = "\x1b[?2004h", "\x1b[?2004l"
"""Bracketed paste (ctlseqs of xterm): what is pasted comes marked, and so as one thing."""

_SETTLED = 0.5
"""Seconds after which an ESC is a key of its own."""

_LEAVES = "Ctrl-C again, or Ctrl-D, leaves."
_TOO_LONG = f"A message has at most {LONGEST:,} characters."


class Prompts(NamedTuple):
    """What stands before the first line, and before the others."""

    first: str
    more: str


def read(
    prompts: Prompts, text: str, history: Sequence[str], *, leaves: bool = False
) -> str | None:
    """The text that is typed at the terminal on stdin, beginning with `text`; None to leave.

    `history`: what was typed before, the latest last. `leaves`: the first Ctrl-C leaves. Only the
    main thread may call it. What was typed ahead counts, and what is typed after Enter stays for
    whoever reads next. Raises OSError if stdin is no terminal or cannot be read.
    """
    editor = _Editor(prompts, Buffer(text, history), leaves)
    before = signal.signal(signal.SIGWINCH, editor.resize)
    try:
        with TerminalMode(_raw, editor.begin, editor.end, flush=False) as mode:
            while not editor.done:
                if mode.wait(_SETTLED if editor.pending else None):
                    editor.feed(_byte())
                else:
                    editor.rest()
    finally:
        signal.signal(signal.SIGWINCH, before)
    return editor.buffer.text if editor.kept else None


class _Editor:
    """Applies keys to the buffer and draws it; `done` at the end, with a text if `kept`."""

    def __init__(self, prompts: Prompts, buffer: Buffer, leaves: bool) -> None:
        self.buffer = buffer
        self.done = self.kept = False
        self._prompts = prompts
        self._leaves = leaves
        self._decoder = Decoder()
        self._screen = Screen(lambda drawn: terminal.write(drawn.encode("utf-8", "replace")))
        self._note = ""
        self._interrupted = self._resized = self._ahead = False

    @property
    def pending(self) -> bool:
        return self._decoder.pending

    def begin(self) -> None:
        self._ahead = _more()
        terminal.write(_PASTES.encode())
        self._screen.forget()
        self._draw()

    def end(self) -> None:
        if not self.done:
            self._screen.leave()
        terminal.write(_NO_PASTES.encode())

    def resize(self, *_: object) -> None:
        """Whenever that is: `rest` draws."""
        self._resized = True

    def rest(self) -> None:
        """Nothing more was typed for now."""
        self._decoder.settle()
        if self._resized:
            self._resized = False
            self._screen.resized(_size()[0])
            self._draw()

    def feed(self, content: bytes) -> None:
        """Takes what was typed. An end of input that was typed before each byte came as it is was
        kept as NUL (n_tty of Linux)."""
        if self._ahead:
            content = content.replace(b"\0", b"\x04")
            self._ahead = _more()
        for typed in self._decoder.feed(content):
            self._note = ""
            self._take(typed)
            self._interrupted = typed == Typed(KEY, "interrupt")
        if not self.done and not _more() and not self._decoder.pending:
            self._draw()

    def _take(self, typed: Typed) -> None:
        if typed.kind != KEY:
            if not self.buffer.insert(typed.value):
                self._note = _TOO_LONG
        elif typed.value == "enter":
            if not self.buffer.continues():
                self._finish(kept=True)
        elif typed.value == "interrupt":
            self._interrupt()
        elif typed.value == "end-of-input":
            if self.buffer.text:
                self.buffer.delete()
            else:
                self._finish(kept=False)
        elif typed.value == "clear-screen":
            self._screen.clear()
        else:
            self.buffer.keys[typed.value]()

    def _interrupt(self) -> None:
        if self._leaves or (self._interrupted and not self.buffer.text):
            self._finish(kept=False)
        else:
            self.buffer.clear()
            self._note = _LEAVES

    def _finish(self, *, kept: bool) -> None:
        self.done, self.kept = True, kept
        if kept:
            text = self.buffer.text
            self._screen.finish(layout(text, len(text), self._prompts, _size()[0]))
        else:
            self._draw()  # whoever asked goes to the next line

    def _draw(self) -> None:
        columns, lines = _size()
        rows = layout(self.buffer.text, self.buffer.cursor, self._prompts, columns)
        self._screen.draw(rows, self._note[: columns - 1], lines)


def _byte() -> bytes:
    """The next byte. More would be lost to whoever reads next. Raises OSError at the end."""
    content = os.read(STDIN, 1)
    if not content:
        raise OSError("the terminal is gone")
    return content


def _more() -> bool:
    return bool(select.select([STDIN], [], [], 0)[0])


def _size() -> tuple[int, int]:
    """Columns and rows of the terminal that is drawn on, as ever where it does not know."""
    columns, lines = os.get_terminal_size(terminal.STDERR)
    return columns or 80, lines or 24


def _raw(attributes: list[Any]) -> None:
    """Each byte as it comes, unseen; Ctrl-C is a key. Ctrl-Z and Ctrl-\\ stay signals."""
    attributes[0] &= ~(termios.ICRNL | termios.INLCR | termios.IGNCR)
    attributes[3] |= termios.ISIG
    attributes[3] &= ~(termios.ICANON | termios.ECHO | termios.ECHONL | termios.IEXTEN)
    attributes[6] = [*attributes[6]]
    attributes[6][termios.VINTR] = bytes([os.fpathconf(STDIN, "PC_VDISABLE")])
    attributes[6][termios.VMIN], attributes[6][termios.VTIME] = 1, 0
