"""`Content-Encoding` is undone by one rule, for whole bodies and for those in pieces."""

import contextlib
import gzip
import tracemalloc
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

import content_coding
from content_coding import BadEncoding, TooLarge

TEXT = b"wae " * 500
PACKED = gzip.compress(TEXT)
RAW = zlib.compressobj(wbits=-15)
RAW_DEFLATE = RAW.compress(TEXT) + RAW.flush()
SIZES = st.integers(1, 5000)


def undone(data: bytes, encoding: str, most: int = 100_000, size: int = 65536) -> bytes:
    """What is left of a body that arrives in pieces of that size."""
    pieces = (data[at : at + size] for at in range(0, len(data), size))
    return b"".join(content_coding.undo(encoding, pieces, most))


@pytest.mark.parametrize("size", [1, 7, 65536])
@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (PACKED, "gzip"),
        (PACKED, "GZip "),
        (PACKED, "x-gzip"),
        (PACKED, "gzip,"),
        (PACKED, "identity, gzip"),
        (PACKED, "gzip, identity"),
        (PACKED, "\tutf-8 ,GZIP"),
        (zlib.compress(TEXT), "deflate"),
        (RAW_DEFLATE, "deflate"),
        (gzip.compress(PACKED), "gzip, gzip"),
        (gzip.compress(zlib.compress(TEXT)), "deflate, gzip"),
        (zlib.compress(PACKED), "gzip,deflate"),
        (TEXT, ""),
        (TEXT, " , "),
        (TEXT, "identity"),
        (TEXT, "Identity"),
        (TEXT, "IDENTITY, identity"),
        (TEXT, "utf-8"),
        (TEXT, "none"),
        (TEXT, "binary"),
    ],
)
def test_codings(data: bytes, encoding: str, size: int) -> None:
    """Codings are undone from the last to the first, whatever their case; `identity`, nothing, and
    words that are no coding do nothing."""
    assert TEXT == undone(data, encoding, size=size)


@pytest.mark.parametrize("size", [1, 4096, 65536])
@pytest.mark.parametrize("behind", [b"\0" * 9, b"\r\n", b"\n\n", b"trailing", b"\x1f\x8c", b"\x1e"])
def test_bytes_behind_gzip(behind: bytes, size: int) -> None:
    """What stands behind a gzip file, and is none, is left out."""
    assert TEXT == undone(PACKED + behind, "gzip", size=size)
    assert TEXT + TEXT == undone(PACKED + PACKED + behind, "gzip", size=size)


@pytest.mark.parametrize("behind", [b"\0", b"trailing"])
def test_bytes_behind_deflate(behind: bytes) -> None:
    """So it is behind deflate."""
    assert TEXT == undone(zlib.compress(TEXT) + behind, "deflate")


@pytest.mark.parametrize("size", [1, 65536])
@pytest.mark.parametrize(
    ("data", "encoding", "problem"),
    [
        (PACKED[:-1], "gzip", "it ends early"),
        (PACKED + PACKED[:-1], "gzip", "it ends early"),
        (PACKED + b"\x1f\x8b", "gzip", "it ends early"),
        (zlib.compress(TEXT)[:-1], "deflate", "it ends early"),
        (TEXT, "gzip", "it is damaged"),
        (PACKED, "gzip, gzip", "it is damaged"),
        (TEXT, "br", "it was not asked for"),
        (PACKED, "zstd, gzip", "it was not asked for"),
        (PACKED, "gzip, ZSTD", "it was not asked for"),
        (TEXT, "compress", "it was not asked for"),
        (TEXT, ",".join(["gzip"] * 6), "more than 5 codings stand there"),
    ],
)
def test_refused(data: bytes, encoding: str, problem: str, size: int) -> None:
    """Damaged, cut, or a coding that nobody here can undo: never half a body."""
    with pytest.raises(BadEncoding) as caught:
        undone(data, encoding, size=size)
    assert problem == str(caught.value)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "gzip, br", ""])
def test_no_body(encoding: str) -> None:
    """A body that is not there needs no decoding: HEAD, 204 and 304 keep the header."""
    assert b"" == undone(b"", encoding)
    assert b"" == b"".join(content_coding.undo(encoding, [b"", b""], 10))


@pytest.mark.parametrize("encoding", ["", "gzip", "deflate", "gzip, gzip"])
def test_limit(encoding: str) -> None:
    """As many bytes as the limit pass, one more does not."""
    data = TEXT
    for coding in filter(None, encoding.split(", ")):
        data = gzip.compress(data) if coding == "gzip" else zlib.compress(data)
    assert TEXT == undone(data, encoding, len(TEXT))
    with pytest.raises(TooLarge):
        undone(data, encoding, len(TEXT) - 1)


@given(st.binary(max_size=20_000), st.lists(st.sampled_from(["gzip", "deflate"]), max_size=5))
def test_any_chain(data: bytes, codings: list[str]) -> None:
    """Whatever was packed, however often, comes back within its own size."""
    packed = data
    for coding in codings:
        packed = gzip.compress(packed) if coding == "gzip" else zlib.compress(packed)
    assert data == undone(packed, ", ".join(codings), len(data))


@given(st.lists(st.binary(max_size=20_000), min_size=1, max_size=5), st.integers(0, 9), SIZES)
def test_any_gzip(parts: list[bytes], padding: int, size: int) -> None:
    """Every gzip file, of one member or more, padded or not, gives its content back."""
    packed = b"".join(map(gzip.compress, parts)) + bytes(padding)
    whole = b"".join(parts)
    assert whole == undone(packed, "gzip", len(whole), size)


@given(st.binary(max_size=3000), st.sampled_from(["gzip", "deflate", "gzip, deflate"]), SIZES)
def test_any_bytes(data: bytes, encoding: str, size: int) -> None:
    """Whatever a server sends is decoded, too large, or refused as damaged."""
    with contextlib.suppress(TooLarge, BadEncoding):
        assert len(undone(data, encoding, 1000, size)) <= 1000


def test_pieces_come_at_once() -> None:
    """What a stream says is there before its end: a piece needs no byte behind it."""
    packer = zlib.compressobj(wbits=31)
    first = packer.compress(b"data: 1\n\n") + packer.flush(zlib.Z_SYNC_FLUSH)

    def arriving() -> Iterator[bytes]:
        yield first
        raise AssertionError("more was asked for")

    assert b"data: 1\n\n" == next(content_coding.undo("gzip", arriving(), 100))


def test_bomb() -> None:
    """A gigabyte of zeros takes no more memory than the limit, a few times over."""
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(1024)) + packer.flush()
    tracemalloc.start()
    for encoding, data in (("gzip", bomb), ("gzip, gzip", gzip.compress(bomb))):
        with pytest.raises(TooLarge):
            undone(data, encoding, 1 << 20)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12 << 20


def test_empty_members() -> None:
    """A body that is packed twice, and says nothing in a million members, ends at its limit."""
    bomb = gzip.compress(gzip.compress(b"") * 500_000)
    with pytest.raises(TooLarge):
        undone(bomb, "gzip, gzip", 1 << 20)
