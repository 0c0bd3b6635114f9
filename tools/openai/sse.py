"""Server-sent events (WHATWG HTML, 9.2 "Server-sent events"): bytes into the data of events."""

import re

_LINE_END = re.compile(rb"\r\n|\n|\r")
_MARK = b"\xef\xbb\xbf"
# Bytes. A word of a reply comes in a few hundred; a tool call may come as a whole.
MOST = 8 * 1024 * 1024


class TooLong(ValueError):
    """An event of more than `MOST` bytes."""


class Parser:
    """Reads bytes in pieces of any sizes; where they are cut makes no difference."""

    def __init__(self) -> None:
        self._line: list[bytes] = []  # pieces of a line that has not ended yet
        self._data: list[str] = []  # the data lines of the event that has not ended yet
        self._size = 0  # bytes of both
        self._after_return = False
        self._at_start = True

    def feed(self, piece: bytes) -> list[str]:
        """The data of the events that `piece` completes. Raises `TooLong`."""
        if self._after_return and piece:
            piece = piece.removeprefix(b"\n")
            self._after_return = False
        if not piece:
            return []
        self._after_return = piece.endswith(b"\r")
        first, *others = _LINE_END.split(piece)
        self._keep(first)
        events = []
        for other in others:
            if (event := self._end_line()) is not None:
                events.append(event)
            self._keep(other)
        return events

    def finish(self) -> list[str]:
        """The data of an event that the end of the stream completes, without an empty line.

        The standard drops it; servers exist that leave the last empty line out.
        """
        event = self._end_line()
        if event is None and self._data:
            event = self._end_event()
        return [] if event is None else [event]

    def _keep(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > MOST:
            raise TooLong
        if piece:
            self._line.append(piece)

    def _end_line(self) -> str | None:
        """The data of the event that the line ends, if it ends one with data."""
        line, self._line = b"".join(self._line), []
        if self._at_start:
            line, self._at_start = line.removeprefix(_MARK), False
        if not line:
            return self._end_event() if self._data else None
        name, _, value = line.partition(b":")
        if name == b"data":
            self._data.append(value.removeprefix(b" ").decode("utf-8", "replace"))
        else:
            self._size -= len(line)
        return None

    def _end_event(self) -> str:
        event, self._data, self._size = "\n".join(self._data), [], 0
        return event
