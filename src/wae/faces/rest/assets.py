"""The files of the page, read once, with the headers that keep it to itself."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable

from wae.faces.rest.router import Answer

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
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}


def page() -> dict[str, Answer]:
    """The page's files by path; `/` is index.html, the others are below `/page`."""
    found = {}
    for path, file in _files(resources.files("wae.faces.rest") / "page", "/page"):
        kind = _TYPES.get(file.name.rpartition(".")[2])
        if kind is not None:
            found[path] = Answer(200, kind, file.read_bytes(), _HEADERS)
    found["/"] = found.pop("/page/index.html")
    return found


def _files(folder: Traversable, path: str) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for file in folder.iterdir():
        inner = f"{path}/{file.name}"
        found += _files(file, inner) if file.is_dir() else [(inner, file)]
    return found
