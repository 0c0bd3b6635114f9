"""Bodies: decompressed within a limit, then decoded into text."""

import codecs
import re
import zlib

# The charsets of the web; all must be loaded before the component is sealed.
CHARSETS = {
    name: codecs.lookup(name)
    for name in (
        *("us-ascii", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32"),
        *(f"iso-8859-{part}" for part in range(1, 17) if part != 12),
        *(f"windows-{page}" for page in range(1250, 1259)),
        *("koi8-r", "koi8-u", "macintosh", "gbk", "gb2312", "gb18030", "big5"),
        *("euc-jp", "shift_jis", "iso-2022-jp", "euc-kr"),
    )
}
_ALIASES = {"utf8": "utf-8", "latin1": "iso-8859-1", "ascii": "us-ascii", "sjis": "shift_jis"}
# zlib copies what stands behind a stream; small steps keep a body of tiny members cheap.
_STEP = 4096
_CHARSET = re.compile(r""";\s*charset\s*=\s*(?:"([^"]*)"|([^\s;"]+))""", re.IGNORECASE)


class TooLarge(Exception):
    """More than the limit."""


class BadEncoding(ValueError):
    """The bytes are not what the `Content-Encoding` says."""


def encoded_limit(limit: int) -> int:
    """How many bytes may arrive where `limit` may be left: data that cannot be compressed
    grow a little (RFC 1951 §3.2.4)."""
    return limit + limit // 64 + 1024


def decompress(data: bytes, encoding: str | None, limit: int) -> bytes:
    """Undoes a `Content-Encoding` (RFC 9110 §8.4.1): gzip, deflate or none.

    Never makes more than `limit` bytes and one. Raises `TooLarge` and `BadEncoding`.
    """
    coding = (encoding or "identity").strip().lower()
    if coding in ("identity", "") or not data:
        result = data
    elif coding in ("gzip", "x-gzip"):
        result = _gunzip(data, limit)
    elif coding == "deflate":
        result = _inflate(data, 0, 15 if _has_zlib_head(data) else -15, limit)[0]
    else:
        raise BadEncoding("it was not asked for")
    if len(result) > limit:
        raise TooLarge
    return result


def charset(content_type: str | None) -> codecs.CodecInfo:
    """The charset of a `Content-Type`; UTF-8 without one or with an unknown one."""
    found = _CHARSET.search(content_type or "")
    name = (found[1] or found[2] or "").strip().lower() if found else ""
    return CHARSETS.get(_ALIASES.get(name, name), CHARSETS["utf-8"])


def text(data: bytes, content_type: str | None) -> str:
    """Decodes by the charset of a `Content-Type`.

    Bytes that are not text become U+FFFD; a byte order mark is dropped.
    """
    return charset(content_type).decode(data, "replace")[0].removeprefix("\ufeff")


def _gunzip(data: bytes, limit: int) -> bytes:
    """A gzip file is one member after another (RFC 1952 §2.2); some writers pad it with zeros."""
    parts, at = [], 0
    while at < len(data) and data[at] != 0:
        part, at = _inflate(data, at, 31, limit)
        parts.append(part)
        limit -= len(part)
    return b"".join(parts)


def _inflate(data: bytes, at: int, window: int, limit: int) -> tuple[bytes, int]:
    """What the stream that begins at `at` holds, and where it ends."""
    unpacker = zlib.decompressobj(window)
    parts, left = [], limit
    while not unpacker.eof:
        if at >= len(data):
            raise BadEncoding("it ends early")
        try:
            part = unpacker.decompress(data[at : at + _STEP], left + 1)
        except zlib.error:
            raise BadEncoding("it is damaged") from None
        at = min(at + _STEP, len(data))
        parts.append(part)
        left -= len(part)
        if left < 0:
            raise TooLarge
    return b"".join(parts), at - len(unpacker.unused_data)


def _has_zlib_head(data: bytes) -> bool:
    """Some servers send `deflate` without the zlib head that RFC 9110 §8.4.1.2 asks for."""
    return data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
