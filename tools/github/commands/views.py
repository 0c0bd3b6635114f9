"""Answers of `wae:github` for people (lines) and for programs (fields of rows)."""

from collections.abc import Iterable

from wit_world.imports.repositories import Contributor, Release, Repository, Stars

from shared import cleaning, table, wording
from shared.table import Column
from shared.terminal import Terminal


def repository(found: Repository, terminal: Terminal) -> list[str]:
    """The key facts about a repository."""
    kinds = {"private": found.private, "fork": found.fork, "archived": found.archived}
    marks = ", ".join(kind for kind, true in kinds.items() if true)
    title = cleaning.line(found.full_name) + (f" ({marks})" if marks else "")
    description = cleaning.line(found.description or "")
    facts = table.facts(
        [
            ("Stars", _number(found.stars)),
            ("Forks", _number(found.forks)),
            ("Watchers", _number(found.watchers)),
            ("Open issues", _number(found.open_issues, " (with pull requests)")),
            ("Language", cleaning.line(found.language or "")),
            ("License", cleaning.line(found.license or "")),
            ("Topics", ", ".join(map(cleaning.line, found.topics))),
            ("Branch", cleaning.line(found.default_branch or "")),
            ("Size", "" if found.size is None else wording.size(found.size * 1024)),
            ("Created", wording.day(found.created_at, terminal.zone)),
            ("Last push", wording.day_and_time(found.pushed_at, terminal.zone)),
            ("Homepage", cleaning.line(found.homepage or "")),
            ("Page", cleaning.line(found.url or "")),
        ],
        terminal.columns,
    )
    return [_bold(title, terminal), *([description] if description else []), "", *facts]


def repository_fields(found: Repository) -> list[tuple[str, object]]:
    """The record's fields, a row for each."""
    return [*{**vars(found), "topics": ",".join(found.topics)}.items()]


def release(found: Release, terminal: Terminal) -> list[str]:
    """A release: title, facts, notes, files."""
    facts = table.facts(
        [
            ("Tag", cleaning.line(found.tag)),
            ("Kind", _kind(found) or "release"),
            ("Author", cleaning.line(found.author or "")),
            ("Published", wording.day_and_time(found.published_at, terminal.zone)),
            ("Page", cleaning.line(found.url or "")),
        ],
        terminal.columns,
    )
    text = notes(found)
    files = _files(found, terminal) if found.assets else []
    title = cleaning.line(found.name or "") or cleaning.line(found.tag)
    return [_bold(title, terminal), "", *facts, *(["", text] if text else []), *files]


def release_fields(found: Release) -> list[tuple[object, ...]]:
    """The record's fields but the notes, a row for each, and a row for each file."""
    simple = {key: value for key, value in vars(found).items() if key not in ("notes", "assets")}
    files = (
        ("asset", one.name, one.content_type, one.size, one.downloads, one.url, one.digest)
        for one in found.assets
    )
    return [*simple.items(), *files]


def notes(found: Release) -> str:
    """The notes as they are written, in Markdown, without blank lines around them."""
    return cleaning.text(found.notes).strip()


def releases(found: Iterable[Release], terminal: Terminal) -> list[str]:
    """A table of releases."""
    rows = [
        (
            cleaning.line(one.tag),
            cleaning.line(one.name or ""),
            _kind(one),
            wording.day(one.published_at, terminal.zone),
            wording.number(len(one.assets)),
        )
        for one in found
    ]
    columns = [
        Column("TAG"),
        Column("TITLE", prose=True),
        Column("KIND"),
        Column("PUBLISHED"),
        Column("FILES", right=True),
    ]
    return _table(columns, rows, terminal)


def releases_fields(found: Iterable[Release]) -> list[tuple[object, ...]]:
    """Tag, title, kind (`release`, `prerelease`, `draft`), time and URL."""
    return [
        (one.tag, one.name, _kind(one) or "release", one.published_at, one.url) for one in found
    ]


def contributors(found: Iterable[Contributor], terminal: Terminal) -> list[str]:
    """A table of contributors."""
    rows = [
        (
            cleaning.line(one.name) + (" (no account)" if one.anonymous else ""),
            _number(one.contributions),
            cleaning.line(one.url or ""),
        )
        for one in found
    ]
    columns = [Column("NAME", prose=True), Column("CONTRIBUTIONS", right=True), Column("PAGE")]
    return _table(columns, rows, terminal)


def contributors_fields(found: Iterable[Contributor]) -> list[tuple[object, ...]]:
    """Name, contributions, whether without an account, and URL."""
    return [(one.name, one.contributions, one.anonymous, one.url) for one in found]


def stars(found: Stars, terminal: Terminal) -> list[str]:
    """The number of stars, and a table of who gave the latest."""
    rows = [
        (
            cleaning.line(one.login),
            wording.day(one.starred_at, terminal.zone),
            cleaning.line(one.url or ""),
        )
        for one in found.latest
    ]
    columns = [Column("LOGIN"), Column("STARRED"), Column("PAGE")]
    title = f"{cleaning.line(found.full_name)} has {wording.count(found.total, 'star')}"
    latest = ["", *_table(columns, rows, terminal)] if rows else []
    return [_bold(title, terminal), *latest]


def stars_fields(found: Stars) -> list[tuple[object, ...]]:
    """Name and total, then a row for each: login, time and URL."""
    listed = (("stargazer", one.login, one.starred_at, one.url) for one in found.latest)
    return [("full_name", found.full_name), ("total", found.total), *listed]


def _files(found: Release, terminal: Terminal) -> list[str]:
    rows = [
        (
            cleaning.line(one.name),
            "" if one.size is None else wording.size(one.size),
            _number(one.downloads),
        )
        for one in found.assets
    ]
    columns = [Column("FILE"), Column("SIZE", right=True), Column("DOWNLOADS", right=True)]
    return ["", *_table(columns, rows, terminal)]


def _number(amount: int | None, more: str = "") -> str:
    """The number, and `more` behind it; nothing where it is not known."""
    return "" if amount is None else f"{wording.number(amount)}{more}"


def _kind(found: Release) -> str:
    if found.draft:
        return "draft"
    return "prerelease" if found.prerelease else ""


def _table(columns: list[Column], rows: list[tuple[str, ...]], terminal: Terminal) -> list[str]:
    if not rows:
        return []
    heading, *lines = table.lines(columns, rows, terminal.columns)
    return [_bold(heading, terminal), *lines]


def _bold(text: str, terminal: Terminal) -> str:
    return f"\x1b[1m{text}\x1b[0m" if terminal.colour else text
