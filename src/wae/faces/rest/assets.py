"""The files of the page, read once, with the headers that keep it to itself.

A component has no files later, so whoever serves the page reads it at import.
"""

from __future__ import annotations

from pathlib import Path

from wae.contract.router import Answer

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    )
)
"""The page's content security policy (W3C CSP 3): its own files, nothing else."""

_HEADERS = (
    ("cache-control", "no-cache"),
    ("content-security-policy", POLICY),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
)

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


def page() -> dict[str, Answer]:
    """The page's files by path; `/` is index.html, the others are below `/page`."""
    folder = Path(__file__).with_name("page")
    found = {}
    for file in sorted(folder.rglob("*")):
        kind = _TYPES.get(file.suffix)
        if kind is not None:
            path = f"/page/{file.relative_to(folder).as_posix()}"
            found[path] = Answer(200, kind, file.read_bytes(), _HEADERS)
    found["/"] = found.pop("/page/index.html")
    return found
