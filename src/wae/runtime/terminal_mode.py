"""The terminal on stdin while somebody types at a question of the host's own, and put back after.

It is put back however the typing ends: by an answer, the end of the input, Ctrl-C, a signal that
ends this process, or one that stops it for a while.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import termios
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

STDIN = 0


class TerminalMode:
    """Entered: the terminal has the attributes that `change` makes of its own, then `begin` asks.

    On leaving, `end` goes before its own attributes come back. `flush`: what was typed before is
    dropped each time. Only the main thread may enter it, since only there signals can be handled; a
    signal that is ignored or handled by somebody else stays so. Raises OSError if stdin is no
    terminal.
    """

    def __init__(
        self,
        change: Callable[[list[Any]], None],
        begin: Callable[[], None],
        end: Callable[[], None] = lambda: None,
        *,
        flush: bool,
    ) -> None:
        self._begin = begin
        self._end = end
        self._when = termios.TCSAFLUSH if flush else termios.TCSADRAIN
        self._begun = False
        try:
            self._before = termios.tcgetattr(STDIN)
            self._changed = termios.tcgetattr(STDIN)
        except termios.error as error:
            raise OSError(*error.args) from None
        change(self._changed)
        self._handlers: dict[int, Callable[[int, object], None]] = {
            signal.SIGHUP: self._ended,
            signal.SIGQUIT: self._ended,
            signal.SIGTERM: self._ended,
            signal.SIGTSTP: self._stopped,
            signal.SIGCONT: self._resumed,
        }
        self._mine = [
            number for number in self._handlers if signal.getsignal(number) == signal.SIG_DFL
        ]

    def __enter__(self) -> TerminalMode:
        self._woken, self._waking = os.pipe()
        os.set_blocking(self._waking, False)
        self._woken_before = signal.set_wakeup_fd(self._waking, warn_on_full_buffer=False)
        self._handle()
        try:
            self._on()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._leave()
        finally:
            signal.set_wakeup_fd(self._woken_before)
            os.close(self._woken)
            os.close(self._waking)

    def wait(self, seconds: float | None = None) -> bool:
        """Whether there is something to read on stdin: waits for that, for a signal, or so long.

        A signal just before a blocking read would be handled only after it.
        """
        ready, _, _ = select.select([STDIN, self._woken], [], [], seconds)
        if self._woken in ready:
            os.read(self._woken, 4096)
        return STDIN in ready

    def _on(self) -> None:
        """Changes the attributes, and only then asks. Raises OSError."""
        self._begun = False
        self._set(self._changed)
        self._begin()
        self._begun = True

    def _off(self) -> None:
        if self._begun:
            self._end()
        # What was typed just now may still be on its way (Linux passes it on in the background). To
        # poll is to have it arrive, while it is not echoed.
        select.select([STDIN], [], [], 0)
        self._set(self._before)

    def _set(self, attributes: list[Any]) -> None:
        # In the background this stops the process until it is in the foreground (SIGTTOU).
        while True:
            try:
                return termios.tcsetattr(STDIN, self._when, attributes)
            except termios.error as error:
                failed = OSError(*error.args)
                if not isinstance(failed, InterruptedError):
                    raise failed from None

    def _handle(self) -> None:
        for number in self._mine:
            signal.signal(number, self._handlers[number])

    def _leave(self) -> None:
        try:
            self._off()
        finally:
            for number in self._mine:
                signal.signal(number, signal.SIG_DFL)

    def _ended(self, number: int, _frame: object) -> None:
        with contextlib.suppress(OSError):  # the terminal may be gone, which is what SIGHUP says
            self._leave()
        os.kill(os.getpid(), number)

    def _stopped(self, number: int, _frame: object) -> None:
        self._leave()
        os.kill(os.getpid(), number)
        # Here the process goes on, in the foreground again.
        self._handle()
        self._on()

    def _resumed(self, _number: int, _frame: object) -> None:
        """After a stop that cannot be handled (SIGSTOP), the shell may have put back its own."""
        if self._begun:
            self._on()
