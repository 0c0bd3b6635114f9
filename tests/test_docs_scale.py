"""What a million calls cost in docs/scale.md follows from the rates in docs/benchmarks.md."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent / "docs"
PRICE = 0.04  # of a core for an hour, as the page assumes
SAME = {
    "FastAPI in a container": "FastAPI, no sandbox",
    "`wae serve --reuse`": "`wae serve --reuse password/generator`",
    "`wae serve`, a fresh sandbox": "`wae serve`, a fresh sandbox for each",
}
"""Rows of the one page, and those of the other that have the same rate."""


def rows(page: str) -> list[list[str]]:
    text = (DOCS / page).read_text(encoding="utf-8")
    lines = re.findall(r"^\|(.+)\|$", text, re.MULTILINE)
    return [[cell.strip() for cell in line.split("|")] for line in lines]


COSTS = [row for row in rows("scale.md") if row[2:] and row[2] in ("one core", "two cores")]


def test_the_rates_are_the_benchmarks() -> None:
    """A rate that is measured anew is put into the plan, too."""
    table = [row for row in rows("benchmarks.md") if len(row) == 6 and row[3].isdecimal()]
    measured = {row[0]: row[3] for row in table}
    for title, same in SAME.items():
        [rate] = [row[1].replace(",", "") for row in COSTS if row[0].startswith(title)]
        assert measured[same] == rate, title


@pytest.mark.parametrize("row", COSTS, ids=lambda row: row[0])
def test_the_costs_follow(row: list[str]) -> None:
    """Core-hours and cost are those of the rate, as exactly as they are written."""
    cores = {"one core": 1, "two cores": 2}[row[2]]
    rates, hours, costs = (
        [float(number.replace(",", "")) for number in cell.split(" to ")]
        for cell in (row[1], row[3], row[4])
    )
    for rate, hour, cost in zip(reversed(rates), hours, costs, strict=True):
        exact = 1e6 / rate * cores / 3600
        assert exact == pytest.approx(hour, rel=0.1)
        assert exact * PRICE == pytest.approx(cost, rel=0.1)


def test_there_are_some() -> None:
    """(The tables were found.)"""
    assert len(SAME) < len(COSTS)
