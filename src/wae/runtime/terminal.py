"""What wae itself writes to the user's terminal: whole writes, harmless text."""

import os

from wae.harmless import one_line

STDERR = 2


def write(content: bytes, descriptor: int = STDERR) -> None:
    """Writes all of `content`; if nobody can read it any more, it is dropped."""
    try:
        while content:
            content = content[os.write(descriptor, content) :]
    except OSError:
        return


def line(text: str) -> None:
    """Writes `text` as one line on stderr."""
    write(f"{one_line(text)}\n".encode())


def restore() -> None:
    """Undoes what an app that ended early may have left: coloured text, half a line."""
    if os.isatty(STDERR) and os.environ.get("TERM") != "dumb":
        write(b"\x1b[0m\r\x1b[2K\x1b[?25h")
