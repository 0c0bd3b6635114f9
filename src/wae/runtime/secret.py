"""Reads a line from the terminal with its echo switched off: a password, a key.

The terminal is put back however the reading ends: by a line, the end of the input, Ctrl-C, a
signal that ends this process, or one that stops it for a while. What was typed before the prompt
was shown on the screen, so it is dropped; so is what a signal leaves of a line.
"""

from __future__ import annotations

import contextlib
import os
import signal
import termios
from typing import TYPE_CHECKING

from wae.harmless import harmless
from wae.runtime import terminal

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_STDIN = 0
_PIECE = 4096


def read(prompt: str) -> bytes | None:
    """The line that is typed at the terminal on stdin, without its end; None at the input's end.

    Only the main thread may call it, since only there signals can be handled. Raises OSError if
    stdin is no terminal or cannot be read.
    """
    echo = _Echo(prompt)
    with _Signals(echo):
        line = b""
        while not line.endswith(b"\n"):
            piece = os.read(_STDIN, _PIECE)
            if not piece:
                break
            line += piece
    terminal.write(b"\n")
    return line.removesuffix(b"\n").removesuffix(b"\r") if line else None


class _Echo:
    """The terminal's attributes as they were, and as they are while a secret is typed."""

    def __init__(self, prompt: str) -> None:
        self.asked = False
        self._prompt = prompt
        try:
            self._before = termios.tcgetattr(_STDIN)
        except termios.error as error:
            raise OSError(*error.args) from None
        self._hidden = [*self._before]
        self._hidden[0] |= termios.ICRNL
        self._hidden[3] |= termios.ICANON | termios.ISIG
        self._hidden[3] &= ~(termios.ECHO | termios.ECHONL)

    def off(self) -> None:
        """Switches it off, and only then asks. Raises OSError."""
        self.asked = False
        self._set(self._hidden)
        terminal.write(harmless(self._prompt).encode("utf-8", "replace"))
        self.asked = True

    def on(self) -> None:
        """Puts back what was. Raises OSError."""
        self._set(self._before)

    def _set(self, attributes: list[Any]) -> None:
        # In the background this stops the process until it is in the foreground (SIGTTOU).
        while True:
            try:
                return termios.tcsetattr(_STDIN, termios.TCSAFLUSH, attributes)
            except termios.error as error:
                failed = OSError(*error.args)
                if not isinstance(failed, InterruptedError):
                    raise failed from None


class _Signals:
    """While entered, the echo is off; signals that end or stop the process put it back first.

    One that is ignored or handled by somebody else stays so.
    """

    def __init__(self, echo: _Echo) -> None:
        self._echo = echo
        self._handlers: dict[int, Callable[[int, object], None]] = {
            signal.SIGHUP: self._end,
            signal.SIGQUIT: self._end,
            signal.SIGTERM: self._end,
            signal.SIGTSTP: self._stop,
            signal.SIGCONT: self._resume,
        }
        self._mine = [
            number for number in self._handlers if signal.getsignal(number) == signal.SIG_DFL
        ]

    def __enter__(self) -> None:
        self._handle()
        try:
            self._echo.off()
        except BaseException:
            self._leave()
            raise

    def __exit__(self, *_: object) -> None:
        self._leave()

    def _handle(self) -> None:
        for number in self._mine:
            signal.signal(number, self._handlers[number])

    def _leave(self) -> None:
        try:
            self._echo.on()
        finally:
            for number in self._mine:
                signal.signal(number, signal.SIG_DFL)

    def _end(self, number: int, _frame: object) -> None:
        with contextlib.suppress(OSError):  # the terminal may be gone, which is what SIGHUP says
            self._leave()
        os.kill(os.getpid(), number)

    def _stop(self, number: int, _frame: object) -> None:
        self._leave()
        os.kill(os.getpid(), number)
        # Here the process goes on, in the foreground again.
        self._handle()
        self._echo.off()

    def _resume(self, _number: int, _frame: object) -> None:
        """After a stop that cannot be handled (SIGSTOP), the shell may have switched it on."""
        if self._echo.asked:
            self._echo.off()
