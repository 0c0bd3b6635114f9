"""Reads a line from the terminal with its echo switched off: a password, a key.

What was typed before the prompt was shown on the screen, so it is dropped; so is what a signal
leaves of a line.
"""

from __future__ import annotations

import os
import termios
from typing import TYPE_CHECKING

from wae.harmless import harmless
from wae.runtime import terminal
from wae.runtime.terminal_mode import STDIN, TerminalMode

if TYPE_CHECKING:
    from typing import Any

_PIECE = 4096


def read(prompt: str) -> bytes | None:
    """The line that is typed at the terminal on stdin, without its end; None at the input's end.

    Only the main thread may call it. Raises OSError if stdin is no terminal or cannot be read.
    """

    def ask() -> None:
        terminal.write(harmless(prompt).encode("utf-8", "replace"))

    with TerminalMode(_hide, ask, flush=True) as mode:
        line = b""
        while not line.endswith(b"\n"):
            if mode.wait():
                piece = os.read(STDIN, _PIECE)
                if not piece:
                    break
                line += piece
    terminal.write(b"\n")
    return line.removesuffix(b"\n").removesuffix(b"\r") if line else None


def _hide(attributes: list[Any]) -> None:
    attributes[0] |= termios.ICRNL
    attributes[3] |= termios.ICANON | termios.ISIG
    attributes[3] &= ~(termios.ECHO | termios.ECHONL)
