"""Replies that are sent part by part: files, and streams of server-sent events."""

from collections.abc import Generator
from contextlib import closing
from typing import Any

from componentize_py_types import Err

from replies import events
from served_files import Pieces

_CHUNK = 1 << 16

Parts = Generator[bytes, None, None]


class Broken(Exception):
    """A reply is shorter than its head says."""


def parts(reply: Pieces | Generator[Any, None, None]) -> Parts:
    """The bytes of a reply as they come; to be closed if they are not read to their end."""
    return _file(reply) if isinstance(reply, Pieces) else _events(reply)


def _events(values: Generator[Any, None, None]) -> Parts:
    with closing(values):
        yield from events(values)


def _file(file: Pieces) -> Parts:
    """Raises Broken for a file that ends too early."""
    with closing(file):
        for piece in file.pieces:
            if isinstance(piece, bytes):
                yield piece
                continue
            source, (first, end) = piece
            left = end - first
            while left > 0:
                try:
                    part = source.blocking_read(min(left, _CHUNK))
                except Err:
                    raise Broken from None
                left -= len(part)
                yield part
