"""What a directory holds: a page for people, JSON for programs that ask for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape

from wae.contract.router import json_bytes
from wae.faces.rest.files.paths import PREFIX, link
from wae.faces.rest.files.walk import Entry
from wae.harmless import one_line

POLICY = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
MOST = 10_000
"""Entries; more are not told."""

_PAGE = """<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>{title}</title>
    <link rel="stylesheet" href="/page/tokens.css">
    <link rel="stylesheet" href="/page/elements.css">
    <link rel="stylesheet" href="/page/layout.css">
  </head>
  <body>
    <main>
      <h1>{title}</h1>
      <table>
        <thead><tr><th>Name</th><th>Bytes</th><th>Modified (UTC)</th></tr></thead>
        <tbody>
{rows}        </tbody>
      </table>{more}
    </main>
  </body>
</html>
"""
_SECOND = 1_000_000_000


def as_html(names: Sequence[str], entries: Sequence[Entry]) -> bytes:
    """A page with a link to each entry."""
    rows = [_row("../", "", "", link(names[:-1], is_directory=True))] if names else []
    for entry in _sorted(entries):
        shown = f"{entry.name}/" if entry.is_directory else entry.name
        size = "" if entry.is_directory else f"{entry.size:,}"
        target = link([*names, entry.name], is_directory=entry.is_directory)
        rows.append(_row(shown, size, _date(entry).replace("T", " ").rstrip("Z"), target))
    title = _text("/".join([PREFIX, *names, ""]))
    more = f"\n      <p>Only {MOST:,} of them are shown.</p>" if len(entries) == MOST else ""
    page = _PAGE.format(title=title, rows="".join(rows), more=more)
    return page.encode("utf-8")


def as_json(names: Sequence[str], entries: Sequence[Entry]) -> bytes:
    """The same as a document; `complete` is false where there may be more."""
    listed = [
        {
            "name": entry.name,
            "type": "directory" if entry.is_directory else "file",
            **({} if entry.is_directory else {"size": entry.size}),
            "modified": _date(entry),
            "path": link([*names, entry.name], is_directory=entry.is_directory),
        }
        for entry in _sorted(entries)
    ]
    path = link(names, is_directory=True)
    return json_bytes({"path": path, "complete": len(entries) < MOST, "entries": listed})


def prefers_json(accept: str) -> bool:
    """Whether a client would rather have JSON than HTML (RFC 9110, section 12.5.1)."""
    return _quality(accept, "application", "json") > _quality(accept, "text", "html")


def _quality(accept: str, kind: str, subtype: str) -> float:
    """That of the most specific range that covers the type; 0 where none does."""
    quality, rank = 0.0, -1
    for part in accept.lower().split(","):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        ranks = {"*/*": 0, f"{kind}/*": 1, f"{kind}/{subtype}": 2}
        if ranks.get(media, -1) > rank:
            rank = ranks[media]
            quality = _weight(parameters)
    return quality


def _weight(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                weight = float(parameter[2:])
            except ValueError:
                return 0.0
            return weight if 0 <= weight <= 1 else 0.0
    return 1.0


def _sorted(entries: Sequence[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (not entry.is_directory, entry.name))


def _row(shown: str, size: str, date: str, target: str) -> str:
    named = f'<a href="{escape(target)}">{_text(shown)}</a>'
    return f"          <tr><td>{named}</td><td>{size}</td><td>{date}</td></tr>\n"


def _text(text: str) -> str:
    """A name from the folder as text of a page: no markup, nothing that reorders or hides."""
    return escape(one_line(text))


def _date(entry: Entry) -> str:
    try:
        moment = datetime.fromtimestamp(entry.modified // _SECOND, UTC)
    except (ValueError, OverflowError, OSError):
        return ""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
