"""The files of the page, read once, with the headers that keep it to itself.

A component has no files later, so whoever serves the page reads it at import.
"""

from __future__ import annotations

from collections.abc import Mapping
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


_NO_PANELS = {"index.js": b"export const PANELS = [];\n"}


def page(panels: Mapping[str, bytes]) -> dict[str, Answer]:
    """The page's files by path; `/` is index.html, the others are below `/page`.

    ``panels`` are an app's own, as modules of JavaScript by their names, if it has any.
    """
    folder = Path(__file__).with_name("page")
    files = {file.relative_to(folder).as_posix(): file for file in sorted(folder.rglob("*"))}
    contents = {name: file.read_bytes() for name, file in files.items() if file.suffix in _TYPES}
    contents |= {f"panels/{name}": content for name, content in (panels or _NO_PANELS).items()}
    answers = {f"/page/{name}": _answer(name, content) for name, content in contents.items()}
    answers["/"] = answers.pop("/page/index.html")
    return answers


def _answer(name: str, content: bytes) -> Answer:
    return Answer(200, _TYPES[Path(name).suffix], content, _HEADERS)
