"""`wae watttime` with Electricity Maps, composed, against one of this machine."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from tests.faults import FaultServer
from tests.faults.electricity_maps import FREE, LATEST, PAID, ElectricityMaps
from tests.faults.watttime import PASSWORD, USER, WattTime

Wae = Callable[..., CompletedProcess[str]]
Env = dict[str, str]

SOURCE = ("--source", "electricity-maps")


@pytest.fixture
def service() -> ElectricityMaps:
    return ElectricityMaps()


@pytest.fixture
def free(service: ElectricityMaps, tmp_path: Path) -> Iterator[Env]:
    """A free key, and no account of WattTime."""
    with FaultServer(find=service.find) as server:
        yield {
            "ELECTRICITY_MAPS_API_URL": server.url,
            "ELECTRICITY_MAPS_API_KEY": FREE,
            "WATTTIME_API_URL": server.other_url,
            "IPINFO_URL": server.other_url,
            "XDG_DATA_HOME": str(tmp_path / "data"),
        }


@pytest.fixture
def paid(free: Env) -> Env:
    return free | {"ELECTRICITY_MAPS_API_KEY": PAID}


@pytest.fixture
def document(wae: Wae, paid: Env) -> Callable[..., object]:
    """What a command prints as JSON, with a key for everything."""

    def ask(*arguments: str) -> object:
        done = wae("watttime", *arguments, "--json", env=paid)
        assert 0 == done.returncode, done.stderr
        assert PAID not in done.stdout + done.stderr
        return json.loads(done.stdout)

    return ask


def test_the_free_plan(wae: Wae, free: Env, service: ElectricityMaps) -> None:
    """With a free key alone, its zone is known now and for the last day; the key is sent as the
    service wants it."""
    done = wae("watttime", "index", "DE", "--json", env=free)
    assert 0 == done.returncode, done.stderr
    [index] = json.loads(done.stdout)
    assert (100.0, 323.0, "carbon_intensity") == (
        index["percentile"],
        index["value"],
        index["signal"],
    )
    assert "wae: Electricity Maps warns: the value is an estimate\n" == done.stderr
    done = wae("watttime", "historical", "DE", "--csv", env=free)
    lines = done.stdout.splitlines()
    assert (0, 24) == (done.returncode, len(lines) - 1)
    assert lines[1].endswith(",300.0,gCO2eq/kWh,DE,carbon_intensity")
    assert {FREE} == {*service.keys}
    done = wae("watttime", "access", env=free)
    assert "DE\tGermany\tcarbon_intensity\thistory,latest\n" == done.stdout


def test_a_plan_for_the_latest_value_alone(wae: Wae, free: Env) -> None:
    """The value is shown, and that there is nothing to compare it with."""
    done = wae("watttime", "index", "DE", "--json", env=free | {"ELECTRICITY_MAPS_API_KEY": LATEST})
    assert 0 == done.returncode, done.stderr
    [index] = json.loads(done.stdout)
    assert (None, 302.0) == (index["percentile"], index["value"])
    assert "covers the value alone, and not what to compare it with: DE.\n" in done.stderr


def test_without_any_account(wae: Wae, free: Env) -> None:
    """What either service may know wants either's credential, and both are told."""
    done = wae("watttime", "index", "DE", env=free | {"ELECTRICITY_MAPS_API_KEY": ""})
    assert (4, "") == (done.returncode, done.stdout)
    for name in ("WATTTIME_USER", "ELECTRICITY_MAPS_API_KEY"):
        assert f"'wae config set {name}'" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("forecast", "DE"), 1, "plan does not cover this: Access denied"),
        (("best", "DE"), 1, "A free plan covers one zone, and no forecasts"),
        (("historical", "DE", "--last", "3d"), 1, "Access denied"),
        (("index", "FR"), 1, "'wae watttime access --source electricity-maps' what yours covers"),
        (("index", "XX"), 1, "does not know this region or place: Zone XX does not exist"),
    ],
)
def test_what_a_free_plan_lacks(
    wae: Wae, free: Env, arguments: tuple[str, ...], code: int, words: str
) -> None:
    """What the plan does not cover is one clear error, and nothing on stdout."""
    done = wae("watttime", *arguments, env=free)
    assert (code, "", 1) == (done.returncode, done.stdout, done.stderr.count("\n"))
    assert words in done.stderr


@pytest.mark.parametrize(
    ("key", "words"),
    [("wrong-0123456789abcdef", "did not accept ELECTRICITY_MAPS_API_KEY"), ("", "is not set")],
)
def test_keys_that_are_not_accepted(wae: Wae, free: Env, key: str, words: str) -> None:
    """A key that is wrong or missing ends with exit code 4."""
    env = free | {"ELECTRICITY_MAPS_API_KEY": key}
    done = wae("watttime", "index", "DK-DK1", env=env)
    assert (4, "") == (done.returncode, done.stdout)
    assert words in done.stderr
    assert not key or key not in done.stderr


def test_asked_too_often(wae: Wae, paid: Env) -> None:
    """How long to wait is told, as the server says it."""
    done = wae("watttime", "index", "BUSY", *SOURCE, env=paid)
    assert (1, "") == (done.returncode, done.stdout)
    assert "was asked too often. Try again in 1 min" in done.stderr


def test_the_key_is_redacted(wae: Wae, paid: Env) -> None:
    """A key that the server sends back is not shown."""
    done = wae("watttime", "index", "TELLS", *SOURCE, env=paid)
    assert (2, "") == (done.returncode, done.stdout)
    assert "not with ***" in done.stderr


def test_best_and_forecast(document: Callable[..., object]) -> None:
    """The lowest hour, in grams per kWh, and what a job causes then; zones are compared."""
    forecast = document("forecast", "DE", "--hours", "7")
    assert isinstance(forecast, dict)
    assert ("DE", "carbon_intensity", "gCO2eq/kWh", 3600) == tuple(
        forecast[key] for key in ("region", "signal", "units", "period")
    )
    assert (200.0, 7) == (
        min(point["value"] for point in forecast["points"]),
        len(forecast["points"]) - (datetime.now(UTC).minute > 0),
    )
    best = document("best", "DE", "--watts", "1kW")
    assert isinstance(best, dict)
    assert (200.0, 200.0) == (best["best"]["average"], best["best"]["grams_per_kwh"])
    assert {"unit": "kg CO2eq", "best": 0.2}.items() <= best["job"].items()
    compared = document("best", "DE", "FR", "DK-DK1")
    assert isinstance(compared, list)
    assert "FR" == compared[0]["region"]


def test_history_in_pieces(document: Callable[..., object]) -> None:
    """Ten days at a time are asked for, and joined without gaps or doubles."""
    end = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    start = end - timedelta(days=90)
    history = document(
        "historical", "DK-DK1", "--start", start.isoformat(), "--end", end.isoformat()
    )
    assert isinstance(history, dict)
    times = [point["time"] for point in history["points"]]
    assert (90 * 24, 90 * 24) == (len(times), len({*times}))


def test_the_zone_of_a_place(wae: Wae, paid: Env) -> None:
    """A place has a zone; one without is not answered with the zone of whoever asks."""
    place = ("--lat", "52.5", "--lon", "13.4", *SOURCE)
    assert "region\tDE\nname\tGermany\n" in wae("watttime", "region", *place, env=paid).stdout
    done = wae("watttime", "region", "--lat", "0", "--lon", "0", *SOURCE, env=paid)
    assert (1, "") == (done.returncode, done.stdout)


def test_beside_watttime(wae: Wae, paid: Env, service: ElectricityMaps) -> None:
    """Each service gets its own credential, whichever is asked; both are checked by the doctor."""
    watttime = WattTime()
    with FaultServer(find=watttime.find) as server:
        env = paid | {
            "WATTTIME_API_URL": server.url,
            "WATTTIME_USER": USER,
            "WATTTIME_PASSWORD": PASSWORD,
        }
        for region in ("CAISO_NORTH", "DK-DK1"):
            done = wae("watttime", "index", region, env=env)
            assert 0 == done.returncode, done.stderr
        assert (1, {PAID}) == (watttime.logins, {*service.keys})
        done = wae("doctor", "--json", env=env)
        checks = {one["name"]: one for one in json.loads(done.stdout)["checks"]}
        assert "ok" == checks["WattTime"]["status"] == checks["Electricity Maps"]["status"]


def test_a_strangers_folder(wae: Wae, paid: Env, service: ElectricityMaps, tmp_path: Path) -> None:
    """A server that the folder's .env names does not get the environment's key."""
    env = {name: value for name, value in paid.items() if name != "ELECTRICITY_MAPS_API_URL"}
    url = paid["ELECTRICITY_MAPS_API_URL"]
    (tmp_path / ".env").write_text(f"ELECTRICITY_MAPS_API_URL={url}\n", encoding="utf-8")
    done = wae("watttime", "index", "DK-DK1", env=env, cwd=tmp_path)
    assert 0 != done.returncode
    assert "" == done.stdout
    assert [] == service.keys
