"""Bodies: decompressed within a limit, then decoded into text."""

import codecs
import re

import content_coding

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
_ALIASES = {
    "utf8": "utf-8",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "latin1": "iso-8859-1",
    "ascii": "us-ascii",
    "sjis": "shift_jis",
}
_UTF_8 = CHARSETS["utf-8"]
_MARKS = (
    (codecs.BOM_UTF8, _UTF_8),
    (codecs.BOM_UTF32_LE, CHARSETS["utf-32"]),
    (codecs.BOM_UTF16_LE, CHARSETS["utf-16-le"]),
    (codecs.BOM_UTF16_BE, CHARSETS["utf-16-be"]),
)
# `application/json`, `application/problem+json`, `application/x-ndjson`.
_JSON = re.compile(r"[^;]*[/+.-](nd)?json\b", re.IGNORECASE)
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_CHARSET = re.compile(r""";\s*charset\s*=\s*(?:"([^"]*)"|([^\s;"]+))""", re.IGNORECASE)


def encoded_limit(limit: int) -> int:
    """How many bytes may arrive where `limit` may be left: data that cannot be compressed
    grow a little (RFC 1951 §3.2.4)."""
    return limit + limit // 64 + 1024


def decompress(data: bytes, encoding: str, limit: int) -> bytes:
    """Undoes a `Content-Encoding` (`content_coding`).

    Never makes more than `limit` bytes and a piece. Raises `TooLarge` and `BadEncoding`.
    """
    return b"".join(content_coding.undo(encoding, [data], limit))


def charset(content_type: str | None) -> codecs.CodecInfo:
    """The charset of a `Content-Type`; UTF-8 without one or with an unknown one."""
    match = _CHARSET.search(content_type or "")
    name = (match[1] or match[2] or "").strip().lower() if match else ""
    return CHARSETS.get(_ALIASES.get(name, name), CHARSETS["utf-8"])


def text(data: bytes, content_type: str | None) -> str:
    """Decodes by a byte order mark, else by the charset of a `Content-Type`, as browsers do.

    JSON is UTF-8, whatever the header says (RFC 8259 §8.1, §11); only what is none is read by the
    charset. Bytes that are not text become U+FFFD; a byte order mark is dropped.
    """
    codec = _marked(data) or (_UTF_8 if _is_utf_8_json(data, content_type) else None)
    return (codec or charset(content_type)).decode(data, "replace")[0].removeprefix("\ufeff")


def _marked(data: bytes) -> codecs.CodecInfo | None:
    """The charset of a byte order mark (Encoding Standard, "BOM sniff")."""
    return next((codec for mark, codec in _MARKS if data.startswith(mark)), None)


def _is_utf_8_json(data: bytes, content_type: str | None) -> bool:
    """Whether it is JSON by its type or its first character, and can be UTF-8: control characters,
    which other charsets need (UTF-16, ISO-2022), cannot stand in it."""
    if not (_JSON.match(content_type or "") or data.lstrip()[:1] in (b"{", b"[")):
        return False
    if _CONTROL.search(data):
        return False
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
