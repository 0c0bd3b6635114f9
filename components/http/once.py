"""The body of a request that can be sent only once, since a part of it is a stream."""

from collections.abc import Sequence
from dataclasses import dataclass

from wit_world.imports.streams import InputStream


@dataclass(frozen=True)
class Source:
    """The first `size` bytes of a stream; all of them without a size."""

    stream: InputStream
    size: int | None


@dataclass(frozen=True)
class Once:
    """The pieces, one after another."""

    pieces: Sequence[bytes | Source]

    @property
    def size(self) -> int | None:
        """How many bytes that makes; None where a stream does not tell."""
        sizes = [len(each) if isinstance(each, bytes) else each.size for each in self.pieces]
        return None if None in sizes else sum(size for size in sizes if size is not None)
