"""The body of a request: how much of it is read, and how much of that is kept."""

from wae.contract.router import Problem

LARGEST = 1 << 20
DISCARDED = 8
"""So many times the limit is read and thrown away, for clients that read only after writing."""

CHUNK = 1 << 16


class Body:
    """Takes the parts as they come. Raises Problem for one of which too much is `announced`, by the
    header content-length."""

    def __init__(self, announced: str) -> None:
        if announced.isdigit() and int(announced) > LARGEST * DISCARDED:
            raise _too_large()
        self._parts: list[bytes] = []
        self._size = 0

    def add(self, part: bytes) -> bool:
        """Whether more of it is to be read."""
        self._size += len(part)
        if self._size <= LARGEST:
            self._parts.append(part)
        return self._size <= LARGEST * DISCARDED

    def whole(self) -> bytes:
        """All of it. Raises Problem for too much."""
        if self._size > LARGEST:
            raise _too_large()
        return b"".join(self._parts)


def broken() -> Problem:
    """The problem of a body that ended before it was whole."""
    return Problem(400, "Bad request", "The body broke off")


def _too_large() -> Problem:
    return Problem(413, "Too large", f"A body may have {LARGEST} bytes")
