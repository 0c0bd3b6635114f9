"""Bodies become text within their limit."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

import decoding
import fields


@given(st.binary(max_size=20_000))
def test_encoded_limit(data: bytes) -> None:
    """A body that may be kept may arrive, however badly it compresses."""
    assert len(gzip.compress(data)) <= decoding.encoded_limit(len(data))


@pytest.mark.parametrize(
    ("values", "expected"), [(["gzip"], b"wae"), (["identity", "gzip"], b"wae"), ([], None)]
)
def test_lines_of_one_field(values: list[str], expected: bytes | None) -> None:
    """A list may stand on several lines, which are one (RFC 9110 §5.3)."""
    packed = gzip.compress(b"wae")
    headers = [("content-type", "text/plain"), *(("content-encoding", each) for each in values)]
    encoding = fields.joined(headers, "content-encoding")
    assert (expected or packed) == decoding.decompress(packed, encoding, 1000)


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
        ("é".encode(), "text/plain; charset=iso-8859-1", "Ã©"),
        ('{"é": "日本"}'.encode(), "application/json; charset=ISO-8859-1", '{"é": "日本"}'),
        ('{"é": 1}'.encode(), "application/vnd.github+json;charset=latin1", '{"é": 1}'),
        ('"é"'.encode(), "APPLICATION/JSON; charset=us-ascii", '"é"'),
        ('"é"'.encode(), "application/x-ndjson; charset=windows-1252", '"é"'),
        (' {"é": 1}'.encode(), "text/html; charset=ISO-8859-1", ' {"é": 1}'),
        ('["é"]'.encode(), "text/plain; charset=iso-8859-1", '["é"]'),
        ('{"é": 1}'.encode("iso-8859-1"), "application/json; charset=iso-8859-1", '{"é": 1}'),
        ('{"é": 1}'.encode("iso-8859-1"), "application/json", '{"\ufffd": 1}'),
        ('{"é": 1}'.encode("utf-16-le"), "application/json; charset=UTF-16LE", '{"é": 1}'),
        ('{"é": 1}'.encode("utf-16-le"), "application/json; charset=utf-16-le", '{"é": 1}'),
        ('{"é": 1}'.encode("utf-16"), "application/json; charset=utf-8", '{"é": 1}'),
        ('{"é": 1}'.encode("utf-8-sig"), "application/json; charset=latin1", '{"é": 1}'),
        ('"日本"'.encode("iso-2022-jp"), "application/json; charset=iso-2022-jp", '"日本"'),
        ("é".encode("utf-32"), "text/plain; charset=utf-32", "é"),
        ("é".encode("utf-8-sig"), "text/plain; charset=iso-8859-1", "é"),
    ],
)
def test_text(data: bytes, content_type: str | None, text: str) -> None:
    """A byte order mark decides, then the charset, but for JSON, which is UTF-8 whatever is said;
    without any it is UTF-8. What is not text becomes U+FFFD."""
    assert text == decoding.text(data, content_type)


@given(st.binary(), st.sampled_from(sorted(decoding.CHARSETS)))
def test_any_text(data: bytes, charset: str) -> None:
    """Whatever the bytes, the result can be a string of the component model."""
    decoding.text(data, f"text/plain; charset={charset}").encode()
