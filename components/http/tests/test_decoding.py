"""Bodies become text within their limit."""

import contextlib
import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

import decoding

TEXT = b"wae " * 500
RAW = zlib.compressobj(wbits=-15)
RAW_DEFLATE = RAW.compress(TEXT) + RAW.flush()


@given(st.lists(st.binary(max_size=20_000), min_size=1, max_size=5), st.integers(0, 9))
def test_any_gzip(parts: list[bytes], padding: int) -> None:
    """Every gzip file, of one member or more, padded or not, gives its content back."""
    packed = b"".join(map(gzip.compress, parts)) + bytes(padding)
    plain = b"".join(parts)
    assert plain == decoding.decompress(packed, "gzip", len(plain))


@given(st.binary(max_size=20_000))
def test_encoded_limit(data: bytes) -> None:
    """A body that may be kept may arrive, however badly it compresses."""
    assert len(gzip.compress(data)) <= decoding.encoded_limit(len(data))


@given(st.binary(max_size=3000), st.sampled_from(["gzip", "deflate"]))
def test_any_bytes(data: bytes, encoding: str) -> None:
    """Whatever a server sends is decoded, too large, or refused as damaged."""
    with contextlib.suppress(decoding.TooLarge, decoding.BadEncoding):
        assert len(decoding.decompress(data, encoding, 1000)) <= 1000


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT, None),
        (TEXT, "identity"),
        (gzip.compress(TEXT), "GZip "),
        (gzip.compress(TEXT), "x-gzip"),
        (zlib.compress(TEXT), "deflate"),
        (RAW_DEFLATE, "deflate"),
    ],
)
def test_encodings(data: bytes, encoding: str | None) -> None:
    """gzip, deflate with and without its zlib head, or none."""
    assert decoding.decompress(data, encoding, len(TEXT)) == TEXT


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
def test_no_body(encoding: str) -> None:
    """A body that is not there needs no decoding: HEAD, 204 and 304 keep the header."""
    assert decoding.decompress(b"", encoding, 10) == b""


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (gzip.compress(TEXT)[:-1], "gzip"),
        (gzip.compress(TEXT) + b"\x1f\x8b", "gzip"),
        (TEXT, "gzip"),
        (zlib.compress(TEXT)[:-1], "deflate"),
        (TEXT, "br"),
        (gzip.compress(gzip.compress(TEXT)), "gzip, gzip"),
    ],
)
def test_refused(data: bytes, encoding: str) -> None:
    """Damaged, cut or unknown: never half a body."""
    with pytest.raises(decoding.BadEncoding):
        decoding.decompress(data, encoding, 10_000)


@pytest.mark.parametrize("encoding", [None, "gzip", "deflate"])
def test_limit(encoding: str | None) -> None:
    """As many bytes as the limit pass, one more does not."""
    pack = {None: bytes, "gzip": gzip.compress, "deflate": zlib.compress}[encoding]
    assert decoding.decompress(pack(TEXT), encoding, len(TEXT)) == TEXT
    with pytest.raises(decoding.TooLarge):
        decoding.decompress(pack(TEXT), encoding, len(TEXT) - 1)


def test_bomb() -> None:
    """A gigabyte of zeros takes no more memory than the limit, a few times over."""
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(1024)) + packer.flush()
    tracemalloc.start()
    with pytest.raises(decoding.TooLarge):
        decoding.decompress(bomb, "gzip", 1 << 20)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12 << 20


@pytest.mark.parametrize(
    ("data", "content_type", "text"),
    [
        ("zażółć".encode(), None, "zażółć"),
        ("zażółć".encode(), "application/json", "zażółć"),
        ("zażółć".encode("iso-8859-2"), 'text/plain; Charset="ISO-8859-2"', "zażółć"),
        ("日本".encode("shift_jis"), "text/html;charset=Shift_JIS", "日本"),
        ("é".encode("utf-16"), "text/plain; charset=utf-16", "é"),
        (b"\xef\xbb\xbf{}", "application/json", "{}"),
        (b"ok \xff", "text/plain; charset=utf-8", "ok \ufffd"),
        (b"ok", "text/plain; charset=no-such", "ok"),
        (b"6f6b", "text/plain; charset=hex", "6f6b"),
    ],
)
def test_text(data: bytes, content_type: str | None, text: str) -> None:
    """The charset decides, UTF-8 without one; what is not text becomes U+FFFD."""
    assert text == decoding.text(data, content_type)


@given(st.binary(), st.sampled_from(sorted(decoding.CHARSETS)))
def test_any_text(data: bytes, charset: str) -> None:
    """Whatever the bytes, the result can be a string of the component model."""
    decoding.text(data, f"text/plain; charset={charset}").encode()
