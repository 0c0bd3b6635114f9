"""Models and sessions for people (lines) and for programs (fields of rows)."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from wit_world.imports.models import Model

from shared import cleaning, table, wording
from shared.table import Column
from shared.terminal import Terminal
from tools.openai.commands.sessions.store import Session

_LONGEST_TITLE = 60


def models(listed: Sequence[Model], terminal: Terminal) -> list[str]:
    """A table; the day of the end only where some model has one."""
    if not listed:
        return []
    columns = [
        Column("Model"),
        Column("Owner", prose=True),
        Column("Created"),
        Column("Shut down on"),
    ]
    rows = [
        [
            cleaning.line(one.id),
            cleaning.line(one.owner),
            wording.day(_stamp(one.created), terminal.zone),
            cleaning.line(one.shutdown_date or ""),
        ]
        for one in listed
    ]
    shown = 4 if any(row[3] for row in rows) else 3
    return table.lines(columns[:shown], [row[:shown] for row in rows], terminal.columns)


def sessions(listed: Sequence[Session], terminal: Terminal) -> list[str]:
    """A table; an unreadable session has no turns."""
    if not listed:
        return []
    columns = [
        Column("Session"),
        Column("Last used"),
        Column("Turns", right=True),
        Column("Model"),
        Column("Begins with", prose=True),
    ]
    rows = [
        [
            str(row["id"]),
            wording.day_and_time(row["last_used"], terminal.zone),
            wording.number(row["turns"]),
            cleaning.line(row["model"] or ""),
            cleaning.line(row["title"]),
        ]
        for row in map(summary, listed)
    ]
    return table.lines(columns, rows, terminal.columns)


def summary(session: Session) -> dict[str, Any]:
    """What a list says of a session."""
    last = session.turns[-1] if session.turns else None
    return {
        "id": session.id,
        "last_used": last.time if last else None,
        "turns": len(session.turns),
        "model": last.model if last else None,
        "title": title(session),
    }


def title(session: Session) -> str:
    """The beginning of the first question, on one line."""
    words = cleaning.line(session.turns[0].question if session.turns else "")
    return words if len(words) <= _LONGEST_TITLE else words[: _LONGEST_TITLE - 1].rstrip() + "…"


def _stamp(created: int | None) -> str | None:
    try:
        return None if created is None else datetime.fromtimestamp(created, UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        return None
