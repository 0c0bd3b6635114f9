"""Answers of `wae:watttime` for people."""

from collections.abc import Sequence

from wit_world.imports.emissions import Access, Advice, Index, Series, Window

from drawing import chart
from drawing.curve import Curve, Span
from shared import cleaning, durations, moments, table, wording
from shared.table import Column
from shared.terminal import Terminal
from tools.watttime.commands import curves, documents, parameters, units
from tools.watttime.commands.power import Job


def indexes(listed: list[Index], terminal: Terminal) -> list[str]:
    """A table: the percentile as a number and as a bar, and the value, as far as they are known."""
    percentile, bar = Column("PERCENTILE", right=True), Column("0: CLEANEST")
    grams = Column("g/kWh", right=True)
    cells = {
        Column("REGION"): [cleaning.line(one.region) for one in listed],
        percentile: [
            "" if one.percentile is None else wording.number(round(one.percentile, 0))
            for one in listed
        ],
        bar: ["█" * round(max(0.0, min(100.0, one.percentile or 0)) / 5) for one in listed],
        grams: ["" if one.value is None else units.rounded(one.value) for one in listed],
        Column("TIME"): [wording.day_and_time(one.time, terminal.zone) for one in listed],
    }
    if all(one.value is None for one in listed):
        del cells[grams]
    if all(one.percentile is None for one in listed):
        del cells[percentile], cells[bar]
    return table_lines([*cells], [*zip(*cells.values(), strict=True)], terminal)


def title(series: Series) -> str:
    """Region, signal and unit."""
    name = parameters.NAMES[series.signal]
    unit = units.name(series.units)
    return f"{cleaning.line(series.region)}: {name}" + (f", {unit}" if unit else "")


def series_chart(
    series: Series, curve: Curve, best: Span | None, now: float | None, terminal: Terminal
) -> list[str]:
    """A chart of the series, and what it shows in words."""
    drawn = chart.draw(
        curve,
        now=now,
        best=best,
        zone=terminal.zone,
        columns=terminal.columns,
        colour=terminal.colour,
    )
    current = None if now is None else curve.average(now, now + 1)
    least = f"{lowest(best, terminal)}: {units.amount(best.average, series.units)}" if best else ""
    facts = [
        ("Now", "" if current is None else units.amount(current, series.units)),
        ("Lowest", least),
        ("Generated", wording.day_and_time(series.generated_at, terminal.zone)),
        ("Model", cleaning.line(series.model_date or "")),
        ("Times", "" if terminal.zone else "UTC"),
    ]
    return [_bold(title(series), terminal), "", *drawn, "", *table.pairs(facts, terminal.columns)]


def lowest(best: Span, terminal: Terminal) -> str:
    """When the lowest stretch is: day and times."""
    start, end = (moments.clock(moment, terminal.zone) for moment in (best.start, best.end))
    return f"{moments.day(best.start, terminal.zone)} {start} to {end}"


def series_table(series: Series, terminal: Terminal) -> list[str]:
    """A row for each point."""
    grams = units.converted(1.0, series.units) is not None
    rows = []
    for point in series.points:
        row = [wording.day_and_time(point.time, terminal.zone), units.rounded(point.value)]
        in_grams = units.converted(point.value, series.units)
        rows.append(row if in_grams is None else [*row, units.rounded(in_grams)])
    columns = [Column("TIME"), Column(units.name(series.units), right=True)]
    return table_lines(
        [*columns, *([Column("g/kWh", right=True)] if grams else [])], rows, terminal
    )


def several_tables(all_series: Sequence[Series], terminal: Terminal) -> list[str]:
    """A row for each time, with a column for each region."""
    values = [{point.time: point.value for point in one.points} for one in all_series]
    times = sorted({time for each in values for time in each})
    rows = [
        [
            wording.day_and_time(time, terminal.zone),
            *("" if time not in each else units.rounded(each[time]) for each in values),
        ]
        for time in times
    ]
    columns = [Column(cleaning.line(one.region), right=True) for one in all_series]
    unit = units.name(all_series[0].units) if all_series else ""
    return table_lines([Column(f"{unit} AT" if unit else "TIME"), *columns], rows, terminal)


def advice(one: Advice, wait: int, job: Job | None, terminal: Terminal) -> list[str]:
    """When to run it, and what that saves."""
    when = f"in {durations.show(wait)}" if wait else "now"
    facts = [
        ("Best", f"{when}: {_times(one.best, terminal)}"),
        ("", units.amount(one.best.average, one.units)),
        ("Now", units.amount(one.now.average, one.units)),
        ("Worst", f"{_times(one.worst, terminal)}"),
        ("", units.amount(one.worst.average, one.units)),
        ("Saves", _saving("now", one.now, one)),
        ("", _saving("the worst", one.worst, one)),
        *_causes(job),
        ("Generated", wording.day_and_time(one.generated_at, terminal.zone)),
        ("Model", cleaning.line(one.model_date or "")),
        ("Times", "" if terminal.zone else "UTC"),
    ]
    name = parameters.NAMES[one.signal]
    return [
        _bold(f"{cleaning.line(one.region)}: {name}", terminal),
        "",
        *table.pairs(facts, terminal.columns),
    ]


def access(listed: list[Access], terminal: Terminal) -> list[str]:
    """A table of what the account may see."""
    rows = [
        tuple(map(cleaning.line, (one.region, one.name, one.signal, " ".join(one.endpoints))))
        for one in listed
    ]
    columns = [
        Column("REGION"),
        Column("NAME", prose=True),
        Column("SIGNAL"),
        Column("MAY SEE", prose=True),
    ]
    return table_lines(columns, rows, terminal)


def table_lines(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], terminal: Terminal
) -> list[str]:
    """A table with its heading in bold; nothing without rows."""
    if not rows:
        return []
    heading, *lines = table.lines(columns, rows, terminal.columns)
    return [_bold(heading, terminal), *lines]


def _causes(job: Job | None) -> list[tuple[str, str]]:
    """What a job causes when, and what waiting for the best time spares."""
    if job is None:
        return []
    best, now, worst, spared = map(
        units.significant, (job.best, job.now, job.worst, job.now - job.best)
    )
    return [
        (
            "Job",
            f"{units.significant(job.kilowatt_hours)} kWh: {best} {job.unit}, "
            f"{now} now, {worst} at worst",
        ),
        ("", f"Waiting spares {spared} {job.unit}"),
    ]


def _times(window: Window, terminal: Terminal) -> str:
    start, end = curves.moment(window.start), curves.moment(window.end)
    return lowest(Span(start, end, window.average), terminal)


def _saving(than: str, other: Window, one: Advice) -> str:
    saving = documents.saved(other, one)
    percent, saved = saving["percent"], saving["amount"]
    if percent is None or saved is None:
        return ""
    amount = units.amount(saved, one.units)
    return f"{percent:.0f} % against {than}: {amount}"


def _bold(text: str, terminal: Terminal) -> str:
    return f"\x1b[1m{text}\x1b[0m" if terminal.colour else text
