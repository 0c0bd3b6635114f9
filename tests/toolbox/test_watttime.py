"""`wae watttime`, composed, against a WattTime of this machine: results, the account, waiting."""

import json
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from tests.faults import FaultServer, watttime
from tests.faults.message import Connection, Request
from tests.faults.watttime import PASSWORD, USER, WattTime
from tests.toolbox.pseudo_terminal import PseudoTerminal
from tests.toolbox.screen import seen

Wae = Callable[..., CompletedProcess[str]]
Terminal = Callable[..., AbstractContextManager[PseudoTerminal]]

HERE = ("--region", "CAISO_NORTH")


def test_results(wae: Wae, on_watttime: dict[str, str]) -> None:
    """Each command gives, as JSON, what the service said."""

    def document(*arguments: str) -> object:
        done = wae("watttime", *arguments, "--json", env=on_watttime)
        assert (0, "") == (done.returncode, done.stderr)
        return json.loads(done.stdout)

    forecast = document("forecast", *HERE, "--hours", "3")
    assert isinstance(forecast, dict)
    assert ("CAISO_NORTH", "co2_moer", "lbs_co2_per_mwh", 300) == tuple(
        forecast[key] for key in ("region", "signal", "units", "period")
    )
    assert 500 == min(point["value"] for point in forecast["points"])
    days = ("--start", "2026-11-01", "--end", "2026-11-02")
    history = document("historical", *HERE, *days)
    assert isinstance(history, dict)
    assert {"time": "2026-11-01T00:00:00Z", "value": 0.0} == history["points"][0]
    assert 288 == len(history["points"])
    place = {"latitude": 37.4, "longitude": -122.07}
    region = {"region": "CAISO_NORTH", "name": "California ISO Northern"}
    named = {"place": "Mountain View, California, US"}
    assert region | place | named == {
        key: value for key, value in document("region", "--here").items() if key != "source"
    }
    access = document("access")
    assert [{"signal": "co2_moer", **region, "endpoints": ["forecast", "signal-index"]}] == access
    assert {"accepted": True} == document("login")


@pytest.mark.parametrize(
    ("day", "following", "start", "end"),
    [
        ("2026-01-01", "2026-01-02", "2026-01-01T08:00:00Z", "2026-01-02T08:00:00Z"),
        ("2026-07-01", "2026-07-02", "2026-07-01T07:00:00Z", "2026-07-02T07:00:00Z"),
        ("2026-03-08", "2026-03-09", "2026-03-08T08:00:00Z", "2026-03-09T07:00:00Z"),
        ("2025-11-02", "2025-11-03", "2025-11-02T07:00:00Z", "2025-11-03T08:00:00Z"),
    ],
)
@pytest.mark.parametrize("zone", ["America/Los_Angeles", "PST8PDT,M3.2.0,M11.1.0"])
def test_days_begin_with_their_own_offset(
    wae: Wae, on_watttime: dict[str, str], day: str, following: str, start: str, end: str, zone: str
) -> None:
    """A day is from its own midnight to the next one's, in whatever season it is asked for."""
    arguments = ("watttime", "historical", *HERE, "--start", day, "--end", following, "--json")
    done = wae(*arguments, env=on_watttime | {"TZ": zone})
    points = json.loads(done.stdout)["points"]
    last = datetime.fromisoformat(points[-1]["time"]) + timedelta(minutes=5)
    assert (start, datetime.fromisoformat(end)) == (points[0]["time"], last)


def test_each_time_has_its_own_offset(wae: Wae, on_watttime: dict[str, str]) -> None:
    """Before and after clocks are put back, a time is what they show then."""
    days = ("--start", "2026-11-01T08:00Z", "--end", "2026-11-01T10:30Z", "--table")
    env = on_watttime | {"TZ": "America/Los_Angeles"}
    lines = wae("watttime", "historical", *HERE, *days, env=env).stdout.splitlines()
    times = [line[:27].strip() for line in lines[1::12]]
    assert [f"2026-11-01 01:00 UTC-0{hours}:00" for hours in (7, 8)] == times[:2]
    assert times[2].startswith("2026-11-01 02:00")


def test_patchy_answers(wae: Wae, on_watttime: dict[str, str]) -> None:
    """A value that is missing is told once, and the others are shown."""
    done = wae("watttime", "forecast", "PATCHY", env=on_watttime)
    assert (0, 58) == (done.returncode, len(done.stdout.splitlines()))
    assert "wae: 2 values of the answer are missing, and left out.\n" == done.stderr
    done = wae("watttime", "forecast", "PATCHY", "--chart", env=on_watttime)
    assert (0, 1) == (done.returncode, done.stderr.count("\n"))


@pytest.mark.parametrize(
    ("region", "told"),
    [
        ("WORDS", "HTTP status 200, No model for it. Try again later."),
        (
            "LEGAL",
            "does not offer this, by law or in your country: legal. No account changes that.",
        ),
        ("BROKEN", "has a fault of its own: HTTP status 500, Server Error. Try again later."),
    ],
)
def test_advice_fits(wae: Wae, on_watttime: dict[str, str], region: str, told: str) -> None:
    """What has nothing to do with the account does not blame it."""
    done = wae("watttime", "forecast", region, env=on_watttime)
    assert (1, "", 1) == (done.returncode, done.stdout, done.stderr.count("\n"))
    assert done.stderr.endswith(f"{told}\n")


def test_indexes(wae: Wae, on_watttime: dict[str, str]) -> None:
    """Good and bad regions in one call: the good ones are shown, the bad ones told."""
    done = wae("watttime", "index", "CAISO_NORTH", "NOWHERE", "PJM_DC", env=on_watttime)
    assert [["CAISO_NORTH", "47.0"]] == [row.split("\t")[:2] for row in done.stdout.splitlines()]
    told = [line.split(":")[1].strip() for line in done.stderr.splitlines()]
    assert (1, ["NOWHERE", "PJM_DC"]) == (done.returncode, told)


def test_side_by_side(wae: Wae, on_watttime: dict[str, str], service: WattTime) -> None:
    """Several regions are asked for together, eight at a time, and shown as one table."""
    service.at_once.least = 8
    regions = [f"SLOW_{number}" for number in range(10)]
    done = wae("watttime", "index", *regions, env=on_watttime)
    assert regions == [row.split("\t")[0] for row in done.stdout.splitlines()]
    assert 8 == service.at_once.most


def test_several_regions(wae: Wae, on_watttime: dict[str, str], service: WattTime) -> None:
    """Of several regions, asked for eight at a time, the best and its time come first; what fails
    for one does not hide the others, and the exit code says so."""
    regions = [f"SLOW_{number}" for number in range(9)]
    for command in ("best", "forecast"):
        done = wae("watttime", command, *regions, "NOWHERE", "--json", env=on_watttime)
        documents = json.loads(done.stdout)
        assert (1, 10) == (done.returncode, len(documents))
        assert regions == [one["region"] for one in documents if one["error"] is None]
        assert done.stderr.startswith("wae: NOWHERE: ")
        assert 8 == service.at_once.most
    done = wae("watttime", "best", "CAISO_NORTH", "SLOW_1", "--watts", "1kW", env=on_watttime)
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert (0, {"CAISO_NORTH", "SLOW_1"}) == (done.returncode, {row[0] for row in rows})
    assert ["500.0", "kg CO2"] == [rows[0][5], rows[0][8]]
    assert 0.2267 <= float(rows[0][9]) <= 0.2269


def test_a_long_history(wae: Wae, on_watttime: dict[str, str], service: WattTime) -> None:
    """A year and a half is there whole, each value once, of pieces that are asked for together."""
    stretch = ("--start", "2025-01-01", "--end", "2026-07-01")
    done = wae("watttime", "historical", "SLOW_1", *stretch, env=on_watttime)
    assert (0, "") == (done.returncode, done.stderr)
    times = [datetime.fromisoformat(line.split("\t")[0]) for line in done.stdout.splitlines()]
    assert datetime(2025, 1, 1, tzinfo=UTC) == times[0]
    assert {timedelta(minutes=5)} == {after - before for before, after in pairwise(times)}
    assert datetime(2026, 7, 1, tzinfo=UTC) == times[-1] + timedelta(minutes=5)
    assert 8 == service.at_once.most


def test_a_history_with_a_bad_piece(
    wae: Wae, on_watttime: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One piece of eighteen fails: an error that names it, and nothing is shown of the others."""
    good = watttime.ENDPOINT["historical"]

    def historical(server: FaultServer, to: Connection, request: Request) -> None:
        bad = request.query["start"] <= "2026-03-01" < request.query["end"]
        watttime.REGIONS["BROKEN" if bad else "CAISO_NORTH"](server, to, request)

    monkeypatch.setitem(watttime.REGIONS, "CAISO_NORTH", good)
    monkeypatch.setitem(watttime.ENDPOINT, "historical", historical)
    stretch = ("--start", "2025-01-01", "--end", "2026-07-01", "--csv")
    done = wae("watttime", "historical", "SLOW_1", *stretch, env=on_watttime)
    assert (1, "") == (done.returncode, done.stdout)
    assert "2026-02-21T00:00:00Z to 2026-03-25T00:00:00Z: Server Error" in done.stderr


def test_best(wae: Wae, on_watttime: dict[str, str]) -> None:
    """The low hour, the third of the forecast, is the best time for an hour's job."""
    done = wae("watttime", "best", *HERE, "--within", "6h", "--json", env=on_watttime)
    actual = json.loads(done.stdout)
    assert 500 == actual["best"]["average"]
    assert 3300 <= actual["wait_seconds"] <= 7200
    assert 44 <= actual["saved_against_now"]["percent"] <= 45


def test_wait(wae: Wae, on_watttime: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """`--wait` returns when the best time has come, and not before."""
    starts: list[datetime] = []

    def near(_: object, to: object, request: object) -> None:
        start = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=8)
        starts.append(start)
        watttime._series(to, request, [start - timedelta(minutes=3), start], [900, 100])

    monkeypatch.setitem(watttime.ENDPOINT, "forecast", near)
    options = ("--window", "2m", "--within", "1h", "--wait", "--json")
    done = wae("watttime", "best", *HERE, *options, env=on_watttime)
    ended = time.time()
    [start] = starts
    assert 0 == done.returncode
    assert start.strftime("%Y-%m-%dT%H:%M:%SZ") == json.loads(done.stdout)["best"]["start"]
    assert start.timestamp() <= ended
    assert done.stderr.startswith(f"wae: Waiting until {start:%Y-%m-%d %H:%M}, for ")


def test_a_picture(wae: Wae, on_watttime: dict[str, str], tmp_path: Path) -> None:
    """`--plot` writes an SVG file where it was told to, and only there."""
    (tmp_path / "out").mkdir()
    arguments = ("watttime", "forecast", *HERE, "--plot", "out/day.svg")
    assert 0 == wae(*arguments, env=on_watttime).returncode
    path = tmp_path / "out" / "day.svg"
    assert ElementTree.parse(path).getroot().tag == "{http://www.w3.org/2000/svg}svg"
    assert [tmp_path / "out", path] == sorted(tmp_path.rglob("*"))
    again = wae(*arguments, env=on_watttime)
    assert (1, "wae: out/day.svg already exists. Give another name, or --force.\n") == (
        again.returncode,
        again.stderr,
    )


def test_an_account_that_is_not_accepted(wae: Wae, without_account: dict[str, str]) -> None:
    """None, a wrong one: exit 4, which settings, and never the password."""
    none = wae("watttime", "login", env=without_account)
    assert 4 == none.returncode
    assert "WATTTIME_USER and WATTTIME_PASSWORD are not set" in none.stderr
    wrong = {"WATTTIME_USERNAME": USER, "WATTTIME_PASSWORD": "not-an-3ngine"}
    for command in (("login",), ("forecast", *HERE)):
        done = wae("watttime", *command, env=without_account | wrong)
        assert (4, "") == (done.returncode, done.stdout)
        assert "WATTTIME_USERNAME from the environment" in done.stderr
        assert "not-an-3ngine" not in done.stderr


@pytest.mark.parametrize(
    ("region", "code", "words"),
    [
        ("PJM_DC", 1, "says that the account's plan does not cover this: Your plan does not"),
        ("NOWHERE", 1, "does not know this region or place: Region not found."),
        ("BUSY", 1, "was asked too often. Try again in 1 min."),
        ("BROKEN", 1, "has a fault of its own: HTTP status 500"),
        ("DETAIL", 2, "does not accept this: query.region: no."),
    ],
)
def test_failures(
    wae: Wae, on_watttime: dict[str, str], region: str, code: int, words: str
) -> None:
    """One line, with the server that it is of, the service's own words, and the exit code."""
    done = wae("watttime", "historical", "--region", region, env=on_watttime)
    assert (code, "", 1) == (done.returncode, done.stdout, done.stderr.count("\n"))
    server = f"The server at {on_watttime['WATTTIME_API_URL']} (WATTTIME_API_URL)"
    assert done.stderr.startswith(f"wae: {server} {words}")


def test_register(
    terminal: Terminal, without_account: dict[str, str], service: WattTime, tmp_path: Path
) -> None:
    """Everything is asked for; the account is made; the password is never on the screen."""
    password = "T1dal-power"
    with terminal("watttime", "register", env=without_account) as session:
        for question, answer in (
            ("User name: ", "grace"),
            ("Email address: ", "grace@example.org"),
            ("Organization (may be empty): ", ""),
            ("Password: ", password),
            ("Password, once more: ", password),
        ):
            session.wait_for(question)
            session.send(f"{answer}\n")
        assert 0 == session.end()
        lines = seen(session.output, 80)
    assert password == service.accounts["grace"]
    assert password not in session.output
    assert "User created" in lines
    assert [] == [*tmp_path.iterdir()]


def test_asked_for_an_account_and_a_region(
    terminal: Terminal, without_account: dict[str, str]
) -> None:
    """Without settings everything is asked for, and another region is shown after a yes only."""
    with terminal("watttime", "index", "--region", "PJM_DC", env=without_account) as session:
        session.wait_for("User name: ")
        session.send(f"{USER}\n")
        session.wait_for("Password: ")
        session.send(f"{PASSWORD}\n")
        session.wait_for("Look at CAISO_NORTH instead? [y/N]: ")
        session.send("y\n")
        assert 0 == session.end()
        lines = seen(session.output, 80)
    assert PASSWORD not in session.output
    assert any(line.startswith("CAISO_NORTH          47") for line in lines)


def test_chart(terminal: Terminal, on_watttime: dict[str, str]) -> None:
    """On a terminal a forecast is a chart as wide as it, with now and the lowest hour marked."""
    with terminal("watttime", "forecast", *HERE, env=on_watttime, columns=60) as session:
        assert 0 == session.end()
        lines = seen(session.output, 60)
    assert "CAISO_NORTH: marginal CO2, lbs CO2/MWh" == lines[0]
    assert "▼ now" == lines[2].strip()
    assert lines[3].endswith("lowest")
    assert 60 == max(map(len, lines[:20]))


def test_wait_counts_down_until_interrupted(
    terminal: Terminal, on_watttime: dict[str, str]
) -> None:
    """Ctrl-C ends the wait at once, and nothing of the countdown is left."""
    with terminal("watttime", "best", *HERE, "--wait", env=on_watttime) as session:
        session.wait_for("(Ctrl-C gives up)")
        session.send("\x03")
        assert -2 == session.end()
