"""What is meant for people on stderr, framed (`notice`) where the host gave a token."""

import io
import sys
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

import notice

if TYPE_CHECKING:
    from collections.abc import Buffer


class _Framer(io.RawIOBase):
    """A raw stream that makes one frame of every write."""

    def __init__(self, stream: TextIO, token: str) -> None:
        self._stream = stream
        self._token = token

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self._stream.isatty()

    def write(self, payload: "Buffer", /) -> int:
        content = bytes(payload)
        self._stream.buffer.write(notice.frame(self._token, notice.NOTICE, content))
        self._stream.buffer.flush()
        return len(content)


class Notices:
    """While entered, `sys.stderr` frames what is written to it, unless the token is empty.

    What follows an uncaught exception must not look like a notice, so the stream is put back
    before the traceback is printed.
    """

    def __init__(self, token: str) -> None:
        self._token = token
        self._unframed = sys.stderr

    def __enter__(self) -> None:
        self._unframed = sys.stderr
        if self._token:
            buffered = io.BufferedWriter(_Framer(self._unframed, self._token))
            sys.stderr = io.TextIOWrapper(buffered, "utf-8", "backslashreplace")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        sys.stderr = self._unframed
