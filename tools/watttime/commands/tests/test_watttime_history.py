"""`wae watttime historical` of any length: in pieces, joined, with progress."""

import json
import time

import pytest
from componentize_py_types import Err
from wit_world.imports import emissions, presence
from wit_world.imports.emissions import Answer, Error_Forbidden, Error_Unexpected, Failure

import watttime_answers
from watttime_answers import NOW

YEARS = ("watttime", "historical", "PJM_DC", "--start", "2024-01-01T00:00Z", "--end",
         "2026-01-01T00:00Z")  # fmt: skip


@pytest.fixture(autouse=True)
def account(fake, monkeypatch):
    """User name and password are set, and it is `NOW`."""
    fake(presence, "find", watttime_answers.account_in(presence.Source.DOTENV))
    monkeypatch.setattr(time, "time", lambda: NOW)


@pytest.fixture
def asked(fake):
    """Region, start and end of each question; an answer has two points."""
    calls = []

    def historical(region, signal, start, end):
        calls.append((region, start, end))
        points = [emissions.Point(start, 1.0), emissions.Point(end.replace(":00Z", ":01Z"), 2.0)]
        return watttime_answers.series(region, signal, points=points, missing=1)

    fake(emissions, "historical", historical)
    return calls


def test_pieces(wae, asked):
    """Stretches of 256 days follow each other; their points are one series."""
    document = json.loads(wae(*YEARS, "--json").out)
    assert [
        ("PJM_DC", "2024-01-01T00:00:00Z", "2024-09-13T00:00:00Z"),
        ("PJM_DC", "2024-09-13T00:00:00Z", "2025-05-27T00:00:00Z"),
        ("PJM_DC", "2025-05-27T00:00:00Z", "2026-01-01T00:00:00Z"),
    ] == asked
    assert (6, 3) == (len(document["points"]), document["missing"])


def test_progress(wae, asked):
    """On a terminal the days that are there are shown while others are waited for, then nothing."""
    done = wae(*YEARS, terminal=True)
    for so_far in ("…", "… 256 of 731 days", "… 512 of 731 days"):
        assert f"Asking WattTime{so_far}\r\x1b[2K" in done.err
    assert "of 731" not in wae(*YEARS).err


def test_a_piece_that_fails(wae, fake):
    """Nothing is shown of the others; the error names the piece."""

    def historical(region, signal, start, end):
        if start.startswith("2025"):
            words = "2025-06-28T00:00:00Z to 2025-07-30T00:00:00Z: No disk"
            raise Err(Failure(None, Error_Unexpected(Answer(500, words))))
        return watttime_answers.series(region, signal)

    fake(emissions, "historical", historical)
    for form in ((), ("--json",), ("--csv",)):
        done = wae(*YEARS, *form)
        assert (1, "") == (done.code, done.out)
        assert done.err == (
            "wae: WattTime has a fault of its own: HTTP status 500, 2025-06-28T00:00:00Z to "
            "2025-07-30T00:00:00Z: No disk. Try again later.\n"
        )


def test_units_of_pieces_differ(wae, fake):
    """Pieces in two units are no series."""
    units = iter(["lbs_co2_per_mwh", "dollars_per_mwh", "lbs_co2_per_mwh"])
    fake(
        emissions,
        "historical",
        lambda *given: watttime_answers.series(*given[:2], units=next(units)),
    )
    done = wae(*YEARS)
    assert (1, "") == (done.code, done.out)
    assert done.err == (
        "wae: The answers of WattTime do not fit together: the values are not in one unit: "
        "dollars_per_mwh, lbs_co2_per_mwh.\n"
    )


def test_another_region_for_all_pieces(wae, fake, asked):
    """Who chooses the region that every plan covers is asked once, and gets all of it."""
    good = emissions.historical

    def historical(region, *rest):
        if region == "PJM_DC":
            raise Err(Failure(None, Error_Forbidden("not in your plan")))
        return good(region, *rest)

    fake(emissions, "historical", historical)
    done = wae(*YEARS, terminal=True, typed="y\n")
    assert (0, 1) == (done.code, done.err.count("Look at CAISO_NORTH instead?"))
    assert [("CAISO_NORTH", 3)] == [(asked[0][0], len(asked))]
