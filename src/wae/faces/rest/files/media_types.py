"""Media types by file name, the same on every machine, and which of them a browser acts upon."""

from __future__ import annotations

UNKNOWN = "application/octet-stream"

_TYPES = {
    "text/plain": "txt log ini cfg toml yaml yml rst sh py rs go c h java ts wit wat",
    "text/html": "html htm",
    "text/css": "css",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "text/markdown": "md markdown",
    "text/javascript": "js mjs",
    "text/calendar": "ics",
    "text/vtt": "vtt",
    "application/json": "json map",
    "application/ld+json": "jsonld",
    "application/manifest+json": "webmanifest",
    "application/geo+json": "geojson",
    "application/xml": "xml",
    "application/xhtml+xml": "xhtml",
    "application/atom+xml": "atom",
    "application/rss+xml": "rss",
    "application/pdf": "pdf",
    "application/wasm": "wasm",
    "application/zip": "zip",
    "application/gzip": "gz tgz",
    "application/x-tar": "tar",
    "application/x-xz": "xz",
    "application/zstd": "zst",
    "application/epub+zip": "epub",
    "application/rtf": "rtf",
    "image/svg+xml": "svg",
    "image/png": "png",
    "image/jpeg": "jpg jpeg",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/avif": "avif",
    "image/bmp": "bmp",
    "image/tiff": "tif tiff",
    "image/vnd.microsoft.icon": "ico",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/ogg": "ogg oga opus",
    "audio/wav": "wav",
    "audio/flac": "flac",
    "audio/aac": "aac",
    "video/mp4": "mp4 m4v",
    "video/webm": "webm",
    "video/ogg": "ogv",
    "video/quicktime": "mov",
    "video/x-matroska": "mkv",
    "font/woff": "woff",
    "font/woff2": "woff2",
    "font/ttf": "ttf",
    "font/otf": "otf",
}
_BY_ENDING = {ending: kind for kind, endings in _TYPES.items() for ending in endings.split()}
_PASSIVE = ("image/", "audio/", "video/", "font/", "text/plain", "application/pdf")


def media_type(name: str) -> str:
    """The media type of a file of that name; text is taken for UTF-8."""
    _, dot, ending = name.rpartition(".")
    kind = _BY_ENDING.get(ending.lower(), UNKNOWN) if dot else UNKNOWN
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def is_passive(kind: str) -> bool:
    """Whether a browser only shows it: no script, no style, no links in it."""
    return kind.startswith(_PASSIVE) and not kind.startswith("image/svg")
