"""What wae itself writes to the user's terminal: whole writes, harmless text."""

import os

STDERR = 2

_SHOWN = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))}
del _SHOWN[ord("\t")], _SHOWN[ord("\n")]


def write(content: bytes, descriptor: int = STDERR) -> None:
    """Writes all of `content`; if nobody can read it any more, it is dropped."""
    try:
        while content:
            content = content[os.write(descriptor, content) :]
    except OSError:
        return


def line(text: str) -> None:
    """Writes `text` as one line on stderr."""
    write(f"{harmless(text)}\n".encode("utf-8", "replace"))


def harmless(text: str) -> str:
    """`text` with every control character but tab and line feed made visible (ESC is \\x1b)."""
    return text.translate(_SHOWN)


def restore() -> None:
    """Undoes what an app that ended early may have left: coloured text, half a line."""
    if os.isatty(STDERR) and os.environ.get("TERM") != "dumb":
        write(b"\x1b[0m\r\x1b[2K\x1b[?25h")
