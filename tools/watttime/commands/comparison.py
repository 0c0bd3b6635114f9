"""Several regions side by side: where and when a signal is lowest."""

from collections.abc import Sequence
from dataclasses import dataclass

from drawing.curve import Span
from shared import cleaning, durations, table
from shared.errors import Failure
from shared.table import Column
from shared.terminal import Terminal
from tools.watttime.commands import units, views
from tools.watttime.commands.power import Job


@dataclass(frozen=True)
class Candidate:
    """A region with its lowest stretch, as far as there is one, and what is on average `now`."""

    region: str
    units: str
    best: Span | None
    now: float | None
    job: Job | None = None

    @property
    def rank(self) -> tuple[float, float]:
        """Less is better."""
        return (self.best.average, self.best.start) if self.best else (float("inf"), 0.0)


def comparable(candidates: Sequence[Candidate]) -> None:
    """Raises `Failure` where values are not in one unit."""
    known = sorted({one.units for one in candidates})
    if len(known) > 1:
        names = ", ".join(units.name(one) or "none" for one in known)
        raise Failure(
            f"The regions cannot be compared: their values are in different units ({names})",
            "Ask for one at a time",
        )


def lines(candidates: Sequence[Candidate], now: float, terminal: Terminal) -> list[str]:
    """A table, the best first, and the best in words; nothing for no candidate.

    Raises `Failure`, as `comparable`.
    """
    comparable(candidates)
    ranked = sorted(candidates, key=lambda one: one.rank)
    if not ranked:
        return []
    shown = [*views.table_lines(*_table(ranked, terminal), terminal)]
    first = ranked[0]
    if first.best:
        left = first.best.start - now
        when = f"in {durations.show(left)}" if left >= 1 else "now"
        lowest = units.amount(first.best.average, first.units)
        shown += [
            "",
            *table.pairs([("Best", f"{_name(first)}, {when}: {lowest}")], terminal.columns),
        ]
    return shown


def _table(ranked: Sequence[Candidate], terminal: Terminal) -> tuple[list[Column], list[list[str]]]:
    """The columns that have something to say, and their cells."""
    unit = units.name(ranked[0].units)
    job = next((one.job for one in ranked if one.job), None)
    cells = {
        Column("REGION"): [_name(one) for one in ranked],
        Column("LOWEST"): [views.lowest(one.best, terminal) if one.best else "" for one in ranked],
        Column(unit or "VALUE", right=True): [_value(one) for one in ranked],
        Column("g/kWh", right=True): [_grams(one) for one in ranked],
        Column("SAVES", right=True): [_saved(one) for one in ranked],
        Column(job.unit if job else "", right=True): [
            units.significant(one.job.best) if one.job else "" for one in ranked
        ],
    }
    told = {column: column_cells for column, column_cells in cells.items() if any(column_cells)}
    return [*told], [list(row) for row in zip(*told.values(), strict=True)]


def _name(one: Candidate) -> str:
    return cleaning.line(one.region)


def _value(one: Candidate) -> str:
    return units.rounded(one.best.average) if one.best else ""


def _grams(one: Candidate) -> str:
    grams = units.converted(one.best.average, one.units) if one.best else None
    return "" if grams is None else units.rounded(grams)


def _saved(one: Candidate) -> str:
    """In percent, against the same now."""
    if not one.best or not one.now or one.now <= 0:
        return ""
    return f"{100 * (one.now - one.best.average) / one.now:.0f} %"
