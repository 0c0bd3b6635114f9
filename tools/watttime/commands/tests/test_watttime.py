"""`wae watttime`: what is asked of the service, and how its answers are shown."""

import csv
import dataclasses
import io
import json
import time
import xml.etree.ElementTree as ElementTree

import pytest
from wit_world.imports import emissions, presence
from wit_world.imports.emissions import Point, Signal

import golden_file
import watttime_answers
import zones
from watttime_answers import NOW

HERE = ("--region", "CAISO_NORTH")
SHOWN = (
    ("forecast", *HERE),
    ("forecast", *HERE, "--hours", "1", "--table"),
    ("historical", *HERE, "--window", "3h"),
    ("best", *HERE),
    ("index", "CAISO_NORTH", "PJM_DC"),
    ("region", "--lat", "37.4", "--lon", "-122.07"),
    ("access",),
    ("login",),
)


@pytest.fixture(autouse=True)
def account(fake, monkeypatch):
    """User name and password are set, and it is `NOW`."""
    fake(presence, "find", watttime_answers.account_in(presence.Source.DOTENV))
    monkeypatch.setattr(time, "time", lambda: NOW)


@pytest.fixture
def asked(fake):
    """What a forecast or history was asked for."""
    calls = []

    def series(*arguments):
        calls.append(arguments)
        return watttime_answers.series(*arguments[:2], hours=1)

    fake(emissions, "forecast", series)
    fake(emissions, "historical", series)
    return calls


def test_answers_for_people(wae):
    """What each command shows on a terminal of 72 columns in a known time zone, colours off."""
    variables = {"COLUMNS": "72", "NO_COLOR": "1"} | zones.ahead(1)
    cases = []
    for arguments in SHOWN:
        done = wae("watttime", *arguments, terminal=True, variables=variables)
        assert max(map(len, done.out.splitlines())) <= (72 if arguments[0] != "login" else 120)
        cases.append(golden_file.case(arguments[0], ("watttime", *arguments), done.out, done.code))
    golden_file.check("watttime-terminal", cases)


def test_answers_for_programs(wae):
    """What each command writes where there is no terminal: tab-separated, raw values, UTC."""
    cases = []
    for arguments in SHOWN:
        done = wae("watttime", *arguments, variables=zones.ahead(1))
        assert "\x1b" not in done.out
        shown = "\n".join(done.out.splitlines()[:12])
        cases.append(golden_file.case(arguments[0], ("watttime", *arguments), shown, done.code))
    golden_file.check("watttime-fields", cases)


def test_json(wae):
    """`--json` of each command, as documented."""
    cases = []
    for arguments in (
        ("forecast", "--hours", "1", *HERE),
        ("best", *HERE),
        ("index", "CAISO_NORTH", "NOWHERE"),
        ("region", "--here"),
        ("access",),
        ("login",),
        ("register", "--email", "m@example.org"),
    ):
        done = wae("watttime", *arguments, "--json")
        document = json.loads(done.out)
        if arguments[0] == "forecast":
            document["points"] = document["points"][:2]
        shown = json.dumps(document, indent=2)
        cases.append(golden_file.case(arguments[0], ("watttime", *arguments), shown, done.code))
    golden_file.check("watttime-json", cases)


def test_csv(wae):
    """`--csv` is RFC 4180: a heading, a row for each point, with region, signal and units."""
    text = wae("watttime", "forecast", *HERE, "--csv").out
    rows = [*csv.DictReader(io.StringIO(text, newline=""))]
    assert text.count("\r\n") == len(rows) + 1 == 289
    assert rows[0] == {
        "time": "2026-11-22T10:05:00Z",
        "value": "1000.0",
        "units": "lbs_co2_per_mwh",
        "region": "CAISO_NORTH",
        "signal": "co2_moer",
    }


def test_csv_of_formulas(wae, fake):
    """Text of the service's that a spreadsheet would run is text to it; numbers stay numbers."""
    points = [Point("=cmd|' /C calc'!A0", -5.5), Point("\t@SUM(1)", 2.0)]
    answer = watttime_answers.series("+1\x1b[31m", Signal.CO2_MOER, units="-2+3", points=points)
    fake(emissions, "forecast", answer)
    text = wae("watttime", "forecast", *HERE, "--csv").out
    assert [
        ["'=cmd|' /C calc'!A0", "-5.5", "'-2+3", "'+1", "co2_moer"],
        ["'@SUM(1)", "2.0", "'-2+3", "'+1", "co2_moer"],
    ] == [*csv.reader(io.StringIO(text, newline=""))][1:]


def test_forecast_asks(wae, asked):
    """24 hours of co2_moer unless told otherwise."""
    wae("watttime", "forecast", *HERE)
    wae("watttime", "forecast", *HERE, "--signal", "health_damage", "--hours", "72")
    assert [
        ("CAISO_NORTH", Signal.CO2_MOER, 24),
        ("CAISO_NORTH", Signal.HEALTH_DAMAGE, 72),
    ] == asked


@pytest.mark.parametrize(
    ("options", "start", "end"),
    [
        ((), "2026-11-21T10:07:00Z", "2026-11-22T10:07:00Z"),
        (("--last", "90m"), "2026-11-22T08:37:00Z", "2026-11-22T10:07:00Z"),
        (("--start", "2026-11-22"), "2026-11-21T22:00:00Z", "2026-11-22T10:07:00Z"),
        (
            ("--start", "2026-11-01T00:00Z", "--end", "2026-11-02T12:30:00-08:00"),
            "2026-11-01T00:00:00Z",
            "2026-11-02T20:30:00Z",
        ),
    ],
)
def test_historical_asks(wae, asked, options, start, end):
    """The last day, or what is asked for; a date is midnight where the user is."""
    done = wae("watttime", "historical", *HERE, *options, variables=zones.ahead(2))
    assert done.code == 0
    assert [("CAISO_NORTH", Signal.CO2_MOER, start, end)] == asked


@pytest.mark.parametrize(
    ("start", "end", "asked_for"),
    [
        ("2026-07-01", "2026-07-02", ("2026-07-01T07:00:00Z", "2026-07-02T07:00:00Z")),
        ("2026-01-01", "2026-01-02", ("2026-01-01T08:00:00Z", "2026-01-02T08:00:00Z")),
        ("2026-03-08", "2026-03-09", ("2026-03-08T08:00:00Z", "2026-03-09T07:00:00Z")),
        ("2026-11-01", "2026-11-02", ("2026-11-01T07:00:00Z", "2026-11-02T08:00:00Z")),
    ],
)
def test_days_where_clocks_change(wae, asked, start, end, asked_for):
    """Each day begins with the offset of its own midnight, in whatever season it is asked for."""
    done = wae("watttime", "historical", *HERE, "--start", start, "--end", end,
               variables=zones.of_rule(zones.PACIFIC))  # fmt: skip
    assert done.code == 0
    assert [("CAISO_NORTH", Signal.CO2_MOER, *asked_for)] == asked


@pytest.mark.parametrize(
    ("missing", "told"),
    [(1, "1 value of the answer is missing"), (1234, "1,234 values of the answer are missing")],
)
@pytest.mark.parametrize("command", ["forecast", "historical", "best"])
def test_missing_values(wae, fake, command, missing, told):
    """What is missing is told once; what is there is shown."""
    fake(emissions, command, lambda *asked: answer)
    if command == "best":
        answer = dataclasses.replace(watttime_answers.ADVICE, missing=missing)
    else:
        answer = watttime_answers.series("CAISO_NORTH", Signal.CO2_MOER, 1, missing=missing)
    done = wae("watttime", command, *HERE)
    assert (0, f"wae: {told}, and left out.\n") == (done.code, done.err)
    assert done.out
    assert missing == json.loads(wae("watttime", command, *HERE, "--json").out)["missing"]


def test_units_that_are_not_told(wae, fake):
    """Without units the numbers are shown alone."""
    answer = watttime_answers.series("CAISO_NORTH", Signal.CO2_MOER, 1, units="")
    fake(emissions, "forecast", answer)
    lines = wae("watttime", "forecast", *HERE, "--chart").out.splitlines()
    assert "CAISO_NORTH: marginal CO2" == lines[0]


def test_a_chart_in_a_pipe(wae):
    """`--chart` draws where there is no terminal, too: on 80 columns, without colour."""
    lines = wae("watttime", "forecast", *HERE, "--chart").out.splitlines()
    assert "CAISO_NORTH: marginal CO2, lbs CO2/MWh" == lines[0]
    assert max(map(len, lines)) == 80
    assert not any("\x1b" in line for line in lines)


def test_a_picture(wae, tmp_path):
    """`--plot` writes SVG with title, origin, unit, now and the lowest stretch, and no result."""
    path = tmp_path / "day.svg"
    variables = zones.ahead(1)
    arguments = ("forecast", *HERE, "--plot", str(path), "--window", "2h")
    done = wae("watttime", *arguments, terminal=True, variables=variables)
    assert (0, "") == (done.code, done.out)
    assert done.err.endswith(f"Saved {path}.\n")
    texts = [each.text for each in ElementTree.parse(path).iter("{http://www.w3.org/2000/svg}text")]
    assert texts[:3] == [
        "CAISO_NORTH: forecast of marginal CO2",
        "WattTime, co2_moer, generated 2026-11-22 11:05, model of 2026-03-01",
        "lbs CO2/MWh",
    ]
    assert {"now", "lowest 2 h: Sun 22 Nov 22:05 to 00:05", "UTC+01:00"} <= {*texts}
    assert [path] == [*tmp_path.iterdir()]


def test_a_plot_to_stdout(wae, tmp_path):
    """`--plot -` writes the SVG to stdout, and nothing beside it."""
    path = tmp_path / "day.svg"
    wae("watttime", "forecast", *HERE, "--plot", str(path))
    done = wae("watttime", "forecast", *HERE, "--plot", "-")
    assert (0, path.read_text(), "") == (done.code, done.out, done.err)
    both = wae("watttime", "forecast", *HERE, "--plot", "-", "--csv")
    assert (2, "") == (both.code, both.out)
    line = "wae: --plot - goes without --chart, --table, --json and --csv.\n"
    assert both.err.startswith(line)


def test_a_picture_and_a_result(wae, tmp_path):
    """With `--json` beside `--plot` both are made."""
    path = tmp_path / "day.SVG"
    done = wae("watttime", "historical", *HERE, "--plot", str(path), "--json")
    assert json.loads(done.out)["region"] == "CAISO_NORTH"
    assert path.read_text().startswith("<svg ")


def test_a_picture_replaces_nothing(wae, tmp_path):
    """A file that is there stays as it is, unless `--force` is given."""
    path = tmp_path / "day.svg"
    path.write_text("mine")
    arguments = ("watttime", "forecast", *HERE, "--plot", str(path))
    done = wae(*arguments)
    assert (1, "mine") == (done.code, path.read_text())
    assert done.err == f"wae: {path} already exists. Give another name, or --force.\n"
    assert wae(*arguments, "--force").code == 0
    assert path.read_text().startswith("<svg ")


def test_no_values(wae, fake):
    """A time without values: an empty list, a notice on a terminal, success; no picture."""
    fake(emissions, "historical", lambda *asked: watttime_answers.series(*asked[:2], hours=0))
    assert json.loads(wae("watttime", "historical", *HERE, "--json").out)["points"] == []
    shown = wae("watttime", "historical", *HERE, terminal=True)
    assert (0, "") == (shown.code, shown.out)
    assert shown.err.endswith("There are no values.\n")


def test_short_series(wae, fake):
    """Less than the window asked for is drawn without a lowest stretch."""
    fake(emissions, "forecast", lambda *asked: watttime_answers.series(*asked[:2], hours=0.5))
    done = wae("watttime", "forecast", *HERE, terminal=True)
    assert done.code == 0
    assert "▼ now" in done.out
    assert "owest" not in done.out


@pytest.mark.parametrize("command", ["forecast", "historical"])
def test_other_units(wae, fake, command):
    """A signal in dollars has no grams of CO2."""
    units = {"units": "dollars_per_mwh", "hours": 2}
    fake(emissions, command, lambda *asked: watttime_answers.series(*asked[:2], **units))
    arguments = (command, *HERE, "--signal", "health_damage")
    shown = wae("watttime", *arguments, terminal=True).out
    assert "damage to health, USD/MWh" in shown
    assert "g/kWh" not in shown
    assert "g/kWh" not in wae("watttime", *arguments, "--table", terminal=True).out


def test_warnings_are_told(wae, fake):
    """What the service warns of stands on stderr, harmless, on no terminal too."""
    warned = {"hours": 1, "warnings": [watttime_answers.WARNING]}
    fake(emissions, "forecast", lambda *asked: watttime_answers.series(*asked[:2], **warned))
    done = wae("watttime", "forecast", *HERE)
    assert done.err == "wae: WattTime warns: Values are estimated\n"


def test_indexes_at_once(wae, fake):
    """Many regions are one question, whether they are arguments or options."""
    calls = []
    fake(
        emissions,
        "indexes",
        lambda *given: (calls.append(given), watttime_answers.indexes(*given))[1],
    )
    wae("watttime", "index", "A", "B", "--region", "C", "--region", "D")
    assert [(["A", "B", "C", "D"], Signal.CO2_MOER)] == calls


def test_a_region_without_an_index(wae):
    """One bad region of many: the others are shown, it is told on stderr, and the code is 1."""
    done = wae("watttime", "index", "CAISO_NORTH", "NOWHERE")
    assert (1, "CAISO_NORTH\t62.5\t2026-11-22T10:05:00Z\n") == (done.code, done.out)
    assert done.err.startswith("wae: NOWHERE: WattTime does not know this region or place:")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1e300, 101.0, -5.0])
def test_impossible_percentiles_are_shown(wae, fake, value):
    """A hostile component's number does not stop the command."""
    from componentize_py_types import Ok

    fake(emissions, "indexes", [Ok(watttime_answers.index("A", Signal.CO2_MOER, value))])
    assert wae("watttime", "index", "A", terminal=True).code == 0
