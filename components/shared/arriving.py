"""What comes over a connection, by waiting for it in a way that lets others go on.

`blocking-read` holds the thread; a pollable only holds its own component where contracts are
asynchronous.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wit_world.imports.streams import InputStream


def read(stream: "InputStream", most: int) -> bytes:
    """The next bytes, at least one and at most so many.

    Raises `Err` as the stream does, at its end, too.
    """
    while not (piece := stream.read(most)):
        with stream.subscribe() as ready:
            ready.block()
    return piece
