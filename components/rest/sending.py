"""Replies that are sent part by part: files, and streams of server-sent events."""

from collections.abc import Generator
from contextlib import closing
from typing import Any

from wit_world.exports import responder

from replies import events
from served_files import Pieces

Parts = Generator[responder.Part, None, None]


def parts(reply: Pieces | Generator[Any, None, None]) -> Parts:
    """The parts of a reply as they come; to be closed if they are not taken to their end."""
    return _file(reply) if isinstance(reply, Pieces) else _events(reply)


def _events(values: Generator[Any, None, None]) -> Parts:
    with closing(values):
        for event in events(values):
            yield responder.Part_Text(event.decode())


def _file(file: Pieces) -> Parts:
    with closing(file):
        while file.pieces:
            piece = file.pieces.pop(0)
            if isinstance(piece, bytes):
                yield responder.Part_Text(piece.decode())
                continue
            source, (first, end) = piece
            yield responder.Part_Bytes(responder.Span(source, end - first))
