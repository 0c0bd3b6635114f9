"""Messages between the server and its workers, over stream sockets: a length, then a content.

Both ends are of one version, and on one machine.
"""

from __future__ import annotations

import socket
import struct
from typing import NamedTuple

CALL, NEXT, CLOSE = b"C", b"N", b"X"
"""A call; of the stream that it opened, the next value; the end of that stream."""

OK, END = 200, 204
"""A result, or a value of a stream, as JSON; the end of a stream. Others are problems."""

COMPILING = 102
"""Not a worker's first word yet: the number of the part that it compiles, and of how many. It goes
on when it is told to."""

_LENGTH = struct.Struct("<I")
_QUESTION = struct.Struct("<cHH")
_REPLY = struct.Struct("<HH")
_LONGEST_NAME = 200


class Question(NamedTuple):
    """``media_type`` is that of the ``body``, which is a client's."""

    kind: bytes
    path: str = ""
    media_type: str = ""
    body: bytes = b""


class Reply(NamedTuple):
    """``body`` is JSON: of a result, or of a problem, as ``status`` says (that of HTTP).

    ``headers`` go with it, and have no line ends.
    """

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


def pack_question(question: Question) -> bytes:
    """The message for ``question``; of a media type, no more than the beginning."""
    path = question.path.encode()
    media_type = question.media_type[:_LONGEST_NAME].encode()
    head = _QUESTION.pack(question.kind, len(path), len(media_type))
    return _message(head, path, media_type, question.body)


def unpack_question(content: bytes) -> Question:
    """The question whose message has this content."""
    kind, path, media_type = _QUESTION.unpack_from(content)
    first = _QUESTION.size
    second, third = first + path, first + path + media_type
    names = content[first:second].decode(), content[second:third].decode()
    return Question(kind, *names, content[third:])


def pack_reply(reply: Reply) -> bytes:
    """The message for ``reply``."""
    lines = "\n".join(f"{name}:{value}" for name, value in reply.headers).encode()
    return _message(_REPLY.pack(reply.status, len(lines)), lines, reply.body)


def unpack_reply(content: bytes) -> Reply:
    """The reply whose message has this content."""
    status, size = _REPLY.unpack_from(content)
    end = _REPLY.size + size
    pairs = (line.partition(":") for line in content[_REPLY.size : end].decode().splitlines())
    headers = tuple((name, value) for name, _, value in pairs)
    return Reply(status, content[end:], headers)


def take_content(buffer: bytearray) -> bytes | None:
    """The content of the first message in ``buffer``, taken out; None if it is not whole yet."""
    if len(buffer) < _LENGTH.size:
        return None
    end = _LENGTH.size + _LENGTH.unpack_from(buffer)[0]
    if len(buffer) < end:
        return None
    content = bytes(buffer[_LENGTH.size : end])
    del buffer[:end]
    return content


def receive(connection: socket.socket) -> bytes | None:
    """The content of the next message; None once the other end is gone. Blocks."""
    buffer = bytearray()
    while (content := take_content(buffer)) is None:
        try:
            part = connection.recv(1 << 16)
        except ConnectionError:  # gone without having read all
            return None
        if not part:
            return None
        buffer += part
    return content


def _message(*parts: bytes) -> bytes:
    return b"".join((_LENGTH.pack(sum(map(len, parts))), *parts))
