"""Tells an app's messages for people from everything else on the stderr that all components share.

A notice is framed as `0x1E token ":" count ":" payload`, where count is the payload's length in
bytes, in decimal; a request to the host has `?` for the first colon (see `services`). Only
components that may read the environment know the token, so a sealed one cannot speak to the user.
"""

from wae.harmless import harmless
from wae.runtime import terminal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_MARK = b"\x1e"
_NOTICE, _REQUEST = b":", b"?"
_COUNT_DIGITS = 9
TAIL = 64 << 10
"""Bytes of unframed output that are kept for the report of a crash."""


class Tail:
    """The last TAIL bytes of a stream."""

    def __init__(self) -> None:
        self.content = b""

    def add(self, content: bytes) -> None:
        """Appends `content`, forgetting the oldest bytes."""
        self.content = (self.content + content)[-TAIL:]


class Echo:
    """A stream that is shown on stderr as it comes, made harmless."""

    def __init__(self) -> None:
        from codecs import getincrementaldecoder

        self._decoder = getincrementaldecoder("utf-8")("backslashreplace")

    def add(self, content: bytes) -> None:
        """Shows `content`; of a character that is cut, the first part waits for the rest."""
        text = self._decoder.decode(content)
        terminal.write(harmless(text).encode())


class Notices:
    """A parser fed with the shared stderr in pieces of any size.

    `notice` gets the bytes of payloads as they come, `request` those of each request whole, `other`
    all bytes outside of frames.
    """

    def __init__(
        self,
        token: bytes,
        notice: "Callable[[bytes], None]",
        request: "Callable[[bytes], None]",
        other: "Callable[[bytes], None]",
    ) -> None:
        self._start = _MARK + token
        self._notice = notice
        self._request = request
        self._other = other
        self._buffer = b""
        self._payload_left = 0

    def feed(self, content: bytes) -> None:
        """Takes the next bytes of the stream."""
        self._buffer += content
        while self._buffer and self._step():
            pass

    def finish(self) -> None:
        """Passes on what is left of a frame that never got complete."""
        left, self._buffer = self._buffer, b""
        if left:
            self._other(left)

    def _step(self) -> bool:
        """Consumes some of the buffer; False if that needs more bytes first."""
        if self._payload_left:
            self._payload_left -= len(self._take(self._payload_left, self._notice))
            return True
        start = self._buffer.find(self._start)
        if start < 0:
            start = self._begun()
        if start:
            self._take(start, self._other)
            return True
        return self._header()

    def _begun(self) -> int:
        """Where the buffer's end may be the beginning of a frame; its length if nowhere."""
        mark = self._buffer.rfind(_MARK)
        begun = mark >= 0 and self._start.startswith(self._buffer[mark:])
        return mark if begun else len(self._buffer)

    def _header(self) -> bool:
        """Reads the header of the frame with which the buffer begins."""
        begin = len(self._start) + 1
        if len(self._buffer) < begin:
            return False
        kind = self._buffer[begin - 1 : begin]
        count, colon, _ = self._buffer[begin : begin + _COUNT_DIGITS + 1].partition(b":")
        if kind in (_NOTICE, _REQUEST):
            if colon and count.isdigit():
                return self._payload(kind, begin + len(count) + 1, int(count))
            if not colon and len(count) <= _COUNT_DIGITS and (not count or count.isdigit()):
                return False
        self._take(begin - 1, self._other)
        return True

    def _payload(self, kind: bytes, begin: int, count: int) -> bool:
        """Begins with the payload of a notice, or takes that of a request once it is whole."""
        if kind == _NOTICE:
            self._payload_left = count
            self._buffer = self._buffer[begin:]
            return True
        if len(self._buffer) < begin + count:
            return False
        request = self._buffer[begin : begin + count]
        self._buffer = self._buffer[begin + count :]
        self._request(request)
        return True

    def _take(self, count: int, sink: "Callable[[bytes], None]") -> bytes:
        taken, self._buffer = self._buffer[:count], self._buffer[count:]
        sink(taken)
        return taken
