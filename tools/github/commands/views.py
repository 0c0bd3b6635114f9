"""Answers of `wae:github` for people (lines) and for programs (fields of rows)."""

from collections.abc import Iterable, Sequence

from wit_world.imports.repositories import Contributor, Release, Repository, Stars

from shared import cleaning, table, wording
from shared.markdown import document
from shared.table import Column
from shared.terminal import Terminal


def repository(one: Repository, terminal: Terminal) -> list[str]:
    """The key facts about a repository."""
    kinds = {"private": one.private, "fork": one.fork, "archived": one.archived}
    marks = ", ".join(kind for kind, true in kinds.items() if true)
    title = cleaning.line(one.full_name) + (f" ({marks})" if marks else "")
    description = cleaning.line(one.description or "")
    facts = table.pairs(
        [
            ("Stars", _number(one.stars)),
            ("Forks", _number(one.forks)),
            ("Watchers", _number(one.watchers)),
            ("Open issues", _number(one.open_issues, " (with pull requests)")),
            ("Language", cleaning.line(one.language or "")),
            ("License", cleaning.line(one.license or "")),
            ("Topics", ", ".join(map(cleaning.line, one.topics))),
            ("Branch", cleaning.line(one.default_branch or "")),
            ("Size", "" if one.size is None else wording.size(one.size * 1024)),
            ("Created", wording.day(one.created_at, terminal.zone)),
            ("Last push", wording.day_and_time(one.pushed_at, terminal.zone)),
            ("Homepage", cleaning.line(one.homepage or "")),
            ("Page", cleaning.line(one.url or "")),
        ],
        terminal.columns,
    )
    return [_bold(title, terminal), *([description] if description else []), "", *facts]


def repository_fields(one: Repository) -> list[tuple[str, object]]:
    """The record's fields, a row for each."""
    return [*{**vars(one), "topics": ",".join(one.topics)}.items()]


def repositories(listed: Iterable[Repository], terminal: Terminal) -> list[str]:
    """A table of repositories."""
    rows = [
        (
            cleaning.line(one.full_name),
            _number(one.stars),
            _number(one.forks),
            _number(one.open_issues),
            cleaning.line(one.language or ""),
            wording.day(one.pushed_at, terminal.zone),
        )
        for one in listed
    ]
    columns = [
        Column("REPOSITORY", prose=True),
        Column("STARS", right=True),
        Column("FORKS", right=True),
        Column("ISSUES", right=True),
        Column("LANGUAGE"),
        Column("LAST PUSH"),
    ]
    return _table(columns, rows, terminal)


def repositories_fields(listed: Iterable[Repository]) -> list[tuple[object, ...]]:
    """Name, stars, forks, open issues, language, time of the last push, and URL."""
    return [
        (o.full_name, o.stars, o.forks, o.open_issues, o.language, o.pushed_at, o.url)
        for o in listed
    ]


def release(one: Release, terminal: Terminal) -> list[str]:
    """A release: title, facts, notes, files."""
    facts = table.pairs(
        [
            ("Tag", cleaning.line(one.tag)),
            ("Kind", _kind(one) or "release"),
            ("Author", cleaning.line(one.author or "")),
            ("Published", wording.day_and_time(one.published_at, terminal.zone)),
            ("Page", cleaning.line(one.url or "")),
        ],
        terminal.columns,
    )
    text = markdown(one.notes, terminal)
    files = _files(one, terminal) if one.assets else []
    title = cleaning.line(one.name or "") or cleaning.line(one.tag)
    return [_bold(title, terminal), "", *facts, *(["", text] if text else []), *files]


def release_fields(release: Release) -> list[tuple[object, ...]]:
    """The record's fields but the notes, a row for each, and a row for each file."""
    simple = {key: value for key, value in vars(release).items() if key not in ("notes", "assets")}
    files = (
        ("asset", one.name, one.content_type, one.size, one.downloads, one.url, one.digest)
        for one in release.assets
    )
    return [*simple.items(), *files]


def markdown(text: str, terminal: Terminal) -> str:
    """A README or notes, shown as what they mean where the terminal has styles."""
    shown = document.of_file(text, terminal.columns) if terminal.colour else plain(text)
    return shown.rstrip("\n")


def plain(text: str) -> str:
    """A README or notes as they are written, in Markdown, without blank lines around them."""
    return cleaning.text(text).strip()


def releases(listed: Iterable[Release], terminal: Terminal) -> list[str]:
    """A table of releases."""
    rows = [
        (
            cleaning.line(one.tag),
            cleaning.line(one.name or ""),
            _kind(one),
            wording.day(one.published_at, terminal.zone),
            wording.number(len(one.assets)),
        )
        for one in listed
    ]
    columns = [
        Column("TAG"),
        Column("TITLE", prose=True),
        Column("KIND"),
        Column("PUBLISHED"),
        Column("FILES", right=True),
    ]
    return _table(columns, rows, terminal)


def releases_fields(listed: Iterable[Release]) -> list[tuple[object, ...]]:
    """Tag, title, kind (`release`, `prerelease`, `draft`), time and URL."""
    return [
        (one.tag, one.name, _kind(one) or "release", one.published_at, one.url) for one in listed
    ]


def contributors(listed: Iterable[Contributor], terminal: Terminal) -> list[str]:
    """A table of contributors."""
    rows = [
        (
            cleaning.line(one.name) + (" (no account)" if one.anonymous else ""),
            _number(one.contributions),
            cleaning.line(one.url or ""),
        )
        for one in listed
    ]
    columns = [Column("NAME", prose=True), Column("CONTRIBUTIONS", right=True), Column("PAGE")]
    return _table(columns, rows, terminal)


def contributors_fields(listed: Iterable[Contributor]) -> list[tuple[object, ...]]:
    """Name, contributions, whether without an account, and URL."""
    return [(one.name, one.contributions, one.anonymous, one.url) for one in listed]


def stars(answer: Stars, terminal: Terminal) -> list[str]:
    """The number of stars, and a table of who gave the latest."""
    rows = [
        (
            cleaning.line(one.login),
            wording.day(one.starred_at, terminal.zone),
            cleaning.line(one.url or ""),
        )
        for one in answer.latest
    ]
    columns = [Column("LOGIN"), Column("STARRED"), Column("PAGE")]
    title = f"{cleaning.line(answer.full_name)} has {wording.count(answer.total, 'star')}"
    latest = ["", *_table(columns, rows, terminal)] if rows else []
    return [_bold(title, terminal), *latest]


def stars_fields(answer: Stars) -> list[tuple[object, ...]]:
    """Name and total, then a row for each: login, time and URL."""
    listed = (("stargazer", one.login, one.starred_at, one.url) for one in answer.latest)
    return [("full_name", answer.full_name), ("total", answer.total), *listed]


def _files(release: Release, terminal: Terminal) -> list[str]:
    rows = [
        (
            cleaning.line(one.name),
            "" if one.size is None else wording.size(one.size),
            _number(one.downloads),
        )
        for one in release.assets
    ]
    columns = [Column("FILE"), Column("SIZE", right=True), Column("DOWNLOADS", right=True)]
    return ["", *_table(columns, rows, terminal)]


def _number(amount: int | None, more: str = "") -> str:
    """The number, and `more` behind it; nothing where it is not known."""
    return "" if amount is None else f"{wording.number(amount)}{more}"


def _kind(one: Release) -> str:
    if one.draft:
        return "draft"
    return "prerelease" if one.prerelease else ""


def _table(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], terminal: Terminal
) -> list[str]:
    if not rows:
        return []
    heading, *lines = table.lines(columns, rows, terminal.columns)
    return [_bold(heading, terminal), *lines]


def _bold(text: str, terminal: Terminal) -> str:
    return f"\x1b[1m{text}\x1b[0m" if terminal.colour else text
