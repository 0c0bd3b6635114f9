"""Reading from a stream that is not always ready."""

from typing import Self

import arriving


class Slow:
    """A stream, and its pollable: there is nothing before somebody has waited twice."""

    def __init__(self) -> None:
        self.waited = 0
        self.open = 0

    def read(self, most: int) -> bytes:
        return b"late"[:most] if self.waited == 2 else b""

    def subscribe(self) -> Self:
        return self

    def __enter__(self) -> Self:
        self.open += 1
        return self

    def __exit__(self, *_: object) -> None:
        self.open -= 1

    def block(self) -> None:
        self.waited += 1


def test_waits_until_something_is_there() -> None:
    """It waits by the stream's pollable, as often as need be, and gives each back."""
    stream = Slow()
    assert b"lat" == arriving.read(stream, 3)
    assert (2, 0) == (stream.waited, stream.open)
