"""`wae watttime best` and `forecast` of several regions: where and when is best."""

import csv
import dataclasses
import io
import json
import time

import pytest
from componentize_py_types import Err, Ok
from wit_world.imports import emissions, presence
from wit_world.imports.emissions import Error_Unauthorized, Failure, Signal

import golden_file
import watttime_answers
import zones
from watttime_answers import NOW

THREE = ("CAISO_NORTH", "NOWHERE", "PJM_DC")
SHOWN = (
    ("best", *THREE),
    ("best", *THREE, "--watts", "1.5kW", "--window", "90m"),
    ("forecast", *THREE, "--hours", "12"),
    ("forecast", *THREE, "--hours", "1", "--table"),
)
UNKNOWN = "wae: NOWHERE: WattTime does not know this region or place: no region NOWHERE. "


@pytest.fixture(autouse=True)
def clock(fake, monkeypatch):
    """User name and password are set; a clock that stands at `NOW` until somebody sleeps."""
    now = [float(NOW)]
    fake(presence, "find", watttime_answers.account_in(presence.Source.DOTENV))
    monkeypatch.setattr(time, "time", lambda: now[0])
    monkeypatch.setattr(time, "sleep", lambda seconds: now.__setitem__(0, now[0] + seconds))
    return now


def test_for_people(wae):
    """A table, the cleanest region first, which is told in words; one that fails is told, too."""
    cases = []
    for arguments in SHOWN:
        variables = {"COLUMNS": "80", "NO_COLOR": "1"} | zones.ahead(1)
        done = wae("watttime", *arguments, terminal=True, variables=variables)
        assert max(map(len, done.out.splitlines())) <= 80
        assert done.err.endswith(f"{UNKNOWN}'wae watttime region' finds the region of a place.\n")
        cases.append(golden_file.case(arguments[0], ("watttime", *arguments), done.out, done.code))
    golden_file.check("watttime-regions", cases)


def test_for_programs(wae):
    """A row for each region with the best first, or for each value of a forecast; exit code 1."""
    cases = []
    for arguments in SHOWN[:3]:
        done = wae("watttime", *arguments)
        assert done.err.startswith(UNKNOWN)
        shown = "\n".join(done.out.splitlines()[:4])
        cases.append(golden_file.case(arguments[0], ("watttime", *arguments), shown, done.code))
    golden_file.check("watttime-regions-fields", cases)


def test_json_of_the_best(wae):
    """A list, the best first and failures last, all with the same keys."""
    done = wae("watttime", "best", *THREE, "--json")
    document = json.loads(done.out)
    assert (1, ["PJM_DC", "CAISO_NORTH", "NOWHERE"]) == (
        done.code,
        [one["region"] for one in document],
    )
    assert 1 == len({tuple(sorted(one)) for one in document})
    assert [100.0, 400.0] == [one["best"]["average"] for one in document[:2]]
    assert [None, None] == [one["error"] for one in document[:2]]
    assert "does not know this region" in document[2]["error"]


def test_json_of_forecasts(wae):
    """A list in the order that was asked for, with the error of each that failed."""
    document = json.loads(wae("watttime", "forecast", *THREE, "--json").out)
    assert [*THREE] == [one["region"] for one in document]
    assert [288, 0, 288] == [len(one["points"]) for one in document]
    assert [True, False, True] == [one["error"] is None for one in document]
    assert 1 == len({tuple(sorted(one)) for one in document})


def test_csv_of_forecasts(wae):
    """The rows of all regions, one after the other, under one heading."""
    text = wae("watttime", "forecast", *THREE, "--hours", "1", "--csv").out
    rows = [*csv.DictReader(io.StringIO(text, newline=""))]
    assert ["CAISO_NORTH"] * 12 + ["PJM_DC"] * 12 == [row["region"] for row in rows]


def test_charts(wae):
    """`--chart` draws each region."""
    out = wae("watttime", "forecast", *THREE, "--chart").out
    assert 2 == out.count(": marginal CO2, lbs CO2/MWh\n") == out.count("Lowest     ")


def test_asked_at_once(wae, fake):
    """Regions are one question, each once, however they are given; what is asked is for all."""
    calls = []

    def best_all(*given):
        calls.append(given)
        return watttime_answers.best_all(*given)

    fake(emissions, "best_all", best_all)
    options = ("--region", "C", "--signal", "co2_aoer", "--window", "90m", "--within", "48h")
    assert 0 == wae("watttime", "best", "A", "B", "A", *options).code
    assert [(["A", "B", "C"], Signal.CO2_AOER, 90, 48)] == calls


@pytest.mark.parametrize("command", ["best", "forecast"])
def test_an_account_that_is_not_accepted(wae, fake, command):
    """It is one failure, not one of each region: exit 4."""
    refused = Err(Failure(None, Error_Unauthorized("no")))
    fake(emissions, f"{command}_all", [refused, refused])
    done = wae("watttime", command, "A", "B")
    assert (4, "", 1) == (done.code, done.out, done.err.count("\n"))


@pytest.mark.parametrize("command", ["best", "forecast"])
def test_no_region_has_an_answer(wae, fake, command):
    """Where all fail nothing is on stdout but the empty list of JSON's, and all are told."""
    missing = Err(Failure(None, emissions.Error_NotFound("no such region")))
    fake(emissions, f"{command}_all", [missing, missing])
    done = wae("watttime", command, "A", "B", terminal=True)
    assert (1, "", 2) == (done.code, done.out, done.err.count("does not know this region"))
    document = json.loads(wae("watttime", command, "A", "B", "--json").out)
    assert ["A", "B"] == [one["region"] for one in document]


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_units_are_not_mixed(wae, fake, form):
    """Values in different units are not ranked: an error, and nothing shown."""
    advice = dataclasses.replace(watttime_answers.ADVICE, region="B", units="g_per_kwh")
    fake(emissions, "best_all", [Ok(watttime_answers.ADVICE), Ok(advice)])
    done = wae("watttime", "best", "A", "B", *form)
    assert (1, "") == (done.code, done.out)
    assert done.err == (
        "wae: The regions cannot be compared: their values are in different units (g/kwh, "
        "lbs CO2/MWh). Ask for one at a time.\n"
    )


def test_missing_values_and_warnings(wae, fake):
    """What is told of several answers is told once."""
    told = {"hours": 1, "missing": 2, "warnings": ["careful"]}
    one, other = (watttime_answers.series(code, Signal.CO2_MOER, **told) for code in "AB")
    fake(emissions, "forecast_all", [Ok(one), Ok(other)])
    assert wae("watttime", "forecast", "A", "B").err == (
        "wae: WattTime warns: careful\nwae: 4 values of the answer are missing, and left out.\n"
    )


def test_too_short_for_the_job(wae, fake):
    """A region whose forecast is shorter than the job is last, without a best time."""
    long, short = (
        watttime_answers.series(code, Signal.CO2_MOER, hours)
        for code, hours in (("A", 12), ("B", 0.5))
    )
    fake(emissions, "forecast_all", [Ok(short), Ok(long)])
    lines = wae("watttime", "forecast", "B", "A", terminal=True).out.splitlines()
    assert ["A", "B"] == [line.split()[0] for line in lines[1:3]]
    assert lines[-1].startswith("Best  A, in ")


def test_wait_for_the_best_region(wae, clock):
    """`--wait` waits for the best time of all; where a region failed, for none."""
    assert 0 == wae("watttime", "best", "A", "B", "--wait").code
    assert 12_180 == clock[0] - NOW
    clock[0] = float(NOW)
    assert 1 == wae("watttime", "best", *THREE, "--wait").code
    assert clock[0] == NOW
