"""`Content-Encoding` (RFC 9110 §8.4): what stands there, and bodies without it.

One rule for bodies that come whole and for those that are read as they arrive: codings are undone
from the last to the first; `identity`, nothing, and words that are no coding at all (`utf-8`,
`none`: servers confuse the header with others) do nothing, as in browsers.
"""

import zlib
from collections.abc import Iterable, Iterator

# More of them are an attack: curl draws the same line.
MOST_CODINGS = 5
# zlib copies what stands behind a stream; small steps keep a body of tiny members cheap.
_STEP = 4096
_PIECE = 65536
_GZIP = b"\x1f\x8b"
# Of the registry "HTTP Content Coding": what nobody here can undo.
_UNKNOWN_HERE = frozenset(
    ["aes128gcm", "br", "compress", "x-compress", "dcb", "dcz", "exi", "pack200-gzip", "zstd"]
)


class BadEncoding(ValueError):
    """The bytes are not what the `Content-Encoding` says, or nobody here can undo it."""


class TooLarge(Exception):
    """More than the limit."""


def undo(encoding: str, pieces: Iterable[bytes], most: int) -> Iterator[bytes]:
    """The body without the codings in the value of the header (several lines are joined by commas,
    RFC 9110 §5.3), piece by piece, no faster than it is asked for.

    A body without bytes needs no decoding: answers to HEAD, 204 and 304 keep the header. Raises
    `BadEncoding`, and `TooLarge` where a step makes more than `most` bytes.
    """
    words = [word.strip().lower() for word in encoding.split(",")]
    codings = [word for word in words if word in _UNDO or word in _UNKNOWN_HERE]
    if len(codings) > MOST_CODINGS:
        raise BadEncoding(f"more than {MOST_CODINGS} codings stand there")
    left = iter(pieces)
    for coding in reversed(codings):
        # What is compressed once more may be somewhat larger than what it stands for.
        left = _limited(_UNDO.get(coding, _refuse)(_Input(left)), 2 * most + _STEP)
    return _limited(left, most)


class _Input:
    """Bytes that come in pieces of any size, of which some can be put back."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._back: list[memoryview] = []

    def take(self, most: int = _STEP) -> memoryview:
        """The next bytes, at least one; none at the end."""
        while True:
            piece = self._back.pop() if self._back else next(self._pieces, None)
            if piece is None:
                return memoryview(b"")
            view = memoryview(piece)
            if len(view) > most:
                self._back.append(view[most:])
            if len(view):
                return view[:most]

    def put_back(self, data: bytes) -> None:
        self._back.append(memoryview(data))

    def begins(self, count: int) -> bytes:
        """The first bytes of what is left, which stay there."""
        head = b""
        while len(head) < count and (piece := self.take(count - len(head))):
            head += piece
        self.put_back(head)
        return head


def _gunzip(source: _Input) -> Iterator[bytes]:
    """A gzip file is one member after another (RFC 1952 §2.2). What stands behind and is none, such
    as zeros or a line end, is left out, as gzip, curl and browsers do."""
    while source.begins(1):
        yield from _inflate(source, 31)
        if source.begins(len(_GZIP)) != _GZIP:
            return


def _undeflate(source: _Input) -> Iterator[bytes]:
    """Some servers send `deflate` without the zlib head that RFC 9110 §8.4.1.2 asks for."""
    head = source.begins(2)
    if head:
        has_head = head[0] & 0x0F == 8 and int.from_bytes(head, "big") % 31 == 0
        yield from _inflate(source, 15 if has_head else -15)


def _refuse(source: _Input) -> Iterator[bytes]:
    if source.begins(1):
        raise BadEncoding("it was not asked for")
    yield from ()


def _inflate(source: _Input, window: int) -> Iterator[bytes]:
    """What one stream holds; the bytes behind it stay in the source."""
    unpacker = zlib.decompressobj(window)
    is_full = False
    while not unpacker.eof:
        data: bytes | memoryview = unpacker.unconsumed_tail
        if not data and not is_full:
            data = source.take()
            if not data:
                raise BadEncoding("it ends early")
        try:
            piece = unpacker.decompress(data, _PIECE)
        except zlib.error:
            raise BadEncoding("it is damaged") from None
        # Then more may be ready without another byte.
        is_full = len(piece) == _PIECE
        if piece:
            yield piece
    source.put_back(unpacker.unused_data)


def _limited(pieces: Iterable[bytes], most: int) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > most:
            raise TooLarge
        yield piece


_UNDO = {"gzip": _gunzip, "x-gzip": _gunzip, "deflate": _undeflate}
