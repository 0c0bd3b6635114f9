"""Electricity Maps: another service behind the same contract."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from componentize_py_types import Err, Ok
from hypothesis import given
from hypothesis import strategies as st
from wit_world.exports import emissions as contract
from wit_world.imports import client

import maps_shapes
from app import Emissions
from fake_service import MAPS, WATTTIME, Service, failed

OWN = "https://api.electricitymaps.com"
V3 = f"{OWN}/v3"
NOW = 1_795_338_000 + 600  # 2026-11-22T09:10:00Z
HOUR = datetime(2026, 11, 22, 9, tzinfo=UTC)
CARBON, MOER = contract.Signal.CARBON_INTENSITY, contract.Signal.CO2_MOER
STRICT = {"shouldUseFallbackCallerLookup": "false"}
TOO_MUCH = {"error": "Request unauthorized for zoneKey=FR"}


@pytest.fixture(autouse=True)
def maps(service: Service, monkeypatch: pytest.MonkeyPatch) -> Service:
    """A key for DE, and no account of WattTime."""
    monkeypatch.setattr(time, "time", lambda: float(NOW))
    service.credentials = {MAPS}
    service.answer(
        "/v3/carbon-intensity/forecast", _answer("forecast", 0, [300 - n for n in range(25)])
    )
    service.answer(
        "/v3/carbon-intensity/history", _answer("history", -23, [100 + n for n in range(24)])
    )
    service.answer("/v3/carbon-intensity/past-range", _answer("data", -72, [200, 210, None]))
    service.answer("/v3/carbon-intensity/latest", {"zone": "DE", "carbonIntensity": 302})
    service.answer("/v3/zones", {"DE": {"zoneName": "Germany", "access": ["*"]}})
    return service


def test_forecast(service: Service) -> None:
    """Values stand in g/kWh by the hour; what is beyond the hours is left out, and the shortest
    forecast that has them is asked for."""
    actual = Emissions().forecast("DE", None, 7)
    assert ("DE", CARBON, "gCO2eq/kWh", 3600) == (
        actual.region,
        actual.signal,
        actual.units,
        actual.period,
    )
    times = [point.time for point in actual.points]
    assert ["2026-11-22T09:00:00Z", "2026-11-22T16:00:00Z"] == [times[0], times[-1]]
    assert [300.0, 293.0] == [actual.points[0].value, actual.points[-1].value]
    assert "2026-11-22T08:50:00Z" == actual.generated_at
    query = {"zone": "DE", "horizonHours": "24"} | STRICT
    assert [("GET", f"{V3}/carbon-intensity/forecast", query)] == service.asked


@pytest.mark.parametrize(("hours", "horizon"), [(1, 6), (6, 6), (25, 48), (72, 72)])
def test_horizons(service: Service, hours: int, horizon: int) -> None:
    """There are four lengths of forecasts."""
    Emissions().forecast("DE", CARBON, hours)
    assert [str(horizon)] == [query["horizonHours"] for _, _, query in service.asked]


def test_best(service: Service) -> None:
    """The best time comes of the forecast, by the same rule as WattTime's."""
    actual = Emissions().best("DE", CARBON, 60, 6)
    assert ("2026-11-22T14:10:00Z", "gCO2eq/kWh") == (actual.best.start, actual.units)
    assert pytest.approx(295 - 1 / 6) == actual.best.average
    assert actual.now.average > actual.best.average
    failure = failed(Emissions().best, "DE", CARBON, 120, 1)
    assert isinstance(failure.reason, contract.Error_Invalid)
    assert [6] == [int(query["horizonHours"]) for _, _, query in service.asked]


def test_index(service: Service) -> None:
    """The latest value is ranked among the last 24 hours'; itself is there, too."""
    [outcome] = Emissions().indexes(["DE"], None)
    assert (100.0, 123.0, "2026-11-22T09:00:00Z", []) == (
        outcome.value.percentile,
        outcome.value.value,
        outcome.value.time,
        outcome.value.warnings,
    )


def test_a_plan_for_the_latest_value_alone(service: Service) -> None:
    """Where the plan does not cover the last 24 hours, the value is there without a percentile;
    what it does not cover at all is refused."""
    history = _answer("history", -23, [100 + n for n in range(24)])
    service.answer("/v3/carbon-intensity/history", TOO_MUCH, 403)
    latest = {
        "zone": "DE",
        "carbonIntensity": 302,
        "datetime": "2026-11-22T09:00:00.000Z",
        "updatedAt": "2026-11-22T08:50:00.000Z",
        "isEstimated": True,
    }
    service.answer("/v3/carbon-intensity/latest", latest)
    [outcome] = Emissions().indexes(["DE"], None)
    index = outcome.value
    assert (None, None, 302.0, "2026-11-22T09:00:00Z") == (
        index.percentile,
        index.units,
        index.value,
        index.time,
    )
    assert (["the value is an estimate"], 3600) == (index.warnings, index.period)
    service.answer("/v3/carbon-intensity/latest", TOO_MUCH, 403)
    [outcome] = Emissions().indexes(["DE"], None)
    assert isinstance(outcome.value.reason, contract.Error_Forbidden)
    service.answer("/v3/carbon-intensity/latest", {"zone": "DE"})
    [outcome] = Emissions().indexes(["DE"], None)
    assert isinstance(outcome.value.reason, contract.Error_Unexpected)
    service.answer("/v3/carbon-intensity/history", history)
    service.requests.clear()
    [outcome] = Emissions().indexes(["DE"], None)
    assert (100.0, 1) == (outcome.value.percentile, len(service.requests))


@pytest.mark.parametrize(
    ("regions", "signal", "keys", "words"),
    [
        (["DE"], None, set(), "; for Electricity Maps, set ELECTRICITY_MAPS_API_KEY instead"),
        (["DE"], MOER, set(), ""),
        (["CAISO_NORTH"], None, set(), ""),
        (["DE"], None, {WATTTIME}, ""),
    ],
)
def test_what_would_do_as_well(
    service: Service,
    regions: list[str],
    signal: contract.Signal | None,
    keys: set[str],
    words: str,
) -> None:
    """Where no credential is set, and both services may know the region, either's will do."""
    service.credentials = keys
    service.fail("/v3/signal-index", client.Error_Unauthorized((WATTTIME, "no account")))
    [outcome] = Emissions().indexes(regions, signal)
    expected = contract.Error_Unauthorized(f"{WATTTIME}: no account{words}")
    assert expected == outcome.value.reason


def test_a_key_that_is_not_set(service: Service) -> None:
    """It is told by its name, which the service does not know; what a key is refused for is not."""
    service.credentials = set()
    service.answer("/v3/carbon-intensity/history", {"error": "Invalid auth-token"}, 401)
    [outcome] = Emissions().indexes(["DK-DK1"], None)
    words = "ELECTRICITY_MAPS_API_KEY is not set for this server"
    assert contract.Error_Unauthorized(words) == outcome.value.reason
    service.credentials = {MAPS}
    [outcome] = Emissions().indexes(["DK-DK1"], None)
    assert contract.Error_Unauthorized("Invalid auth-token") == outcome.value.reason


@given(st.lists(st.integers(0, 9), min_size=2, max_size=24))
def test_percentiles(values: list[int]) -> None:
    """0 is the lowest alone, 100 the highest, 50 where all are equal; higher is never less."""
    answer = _answer("history", 1 - len(values), values)
    percentile = maps_shapes.index(answer, "DE").percentile
    assert percentile is not None
    *others, latest = values
    assert 0 <= percentile <= 100
    assert (percentile == 0) == (latest < min(others))
    assert (percentile == 100) == (latest > max(others))
    if len({*values}) == 1:
        assert 50 == percentile
    raised = maps_shapes.index(_answer("history", 1 - len(values), [*others, latest + 1]), "DE")
    assert raised.percentile is not None
    assert percentile <= raised.percentile


def test_recent_history(service: Service) -> None:
    """What was no older than 24 hours when it was asked for comes from the endpoint that more plans
    have."""
    actual = Emissions().historical("DE", None, None, None)
    assert 24 == len(actual.points)
    some = Emissions().historical("DE", None, "2026-11-22T06:00:00Z", "2026-11-22T08:00:00Z")
    assert [120.0, 121.0] == [point.value for point in some.points]
    day_ago = datetime.fromtimestamp(NOW - 86_400 - 2, UTC)
    Emissions().historical("DE", None, _stamp(day_ago), None)
    url, query = f"{V3}/carbon-intensity/history", {"zone": "DE"} | STRICT
    assert [("GET", url, query)] * 3 == service.asked


def test_long_history(service: Service) -> None:
    """What is older comes in pieces of ten days, of which each part is counted once."""
    day = HOUR - timedelta(days=3)
    actual = Emissions().historical("DE", CARBON, _stamp(day), _stamp(HOUR))
    assert ([200.0, 210.0], 1) == ([point.value for point in actual.points], actual.missing)
    service.requests.clear()
    failed(Emissions().historical, "DE", CARBON, _stamp(HOUR - timedelta(days=25)), _stamp(HOUR))
    spans = [(query["start"], query["end"]) for _, _, query in service.asked]
    assert [
        ("2026-10-28T09:00:00Z", "2026-11-07T09:00:00Z"),
        ("2026-11-07T09:00:00Z", "2026-11-17T09:00:00Z"),
        ("2026-11-17T09:00:00Z", "2026-11-22T09:00:00Z"),
    ] == spans


def test_estimates(service: Service) -> None:
    """Values that the service estimated are said to be so."""
    answer = _answer("history", -23, [100 + n for n in range(24)])
    answer["history"][-1]["isEstimated"] = True
    service.answer("/v3/carbon-intensity/history", answer)
    assert ["some of the values are estimates"] == Emissions().historical(
        "DE", None, None, None
    ).warnings
    [outcome] = Emissions().indexes(["DE"], None)
    assert ["the value is an estimate"] == outcome.value.warnings


def test_locate(service: Service) -> None:
    """The zone of a place, never that of whoever asks; without the list it has no name."""
    assert contract.Region("DE", "Germany") == Emissions().locate(52.5, 13.4, None)
    query = {"lat": "52.5", "lon": "13.4"} | STRICT
    assert ("GET", f"{V3}/carbon-intensity/latest", query) == service.asked[0]
    service.answer("/v3/zones", "no", 500)
    assert contract.Region("DE", "") == Emissions().locate(52.5, 13.4, CARBON)
    assert isinstance(failed(Emissions().locate, 91.0, 0.0, None).reason, contract.Error_Invalid)


def test_access(service: Service) -> None:
    """What a key may see of carbon intensity; other endpoints do not count."""
    service.answer(
        "/v3/zones",
        {
            "DE": {"zoneName": "Germany", "access": ["*"]},
            "US-CAL-CISO": {
                "countryName": "USA",
                "zoneName": "CAISO",
                "access": ["carbon-intensity/latest", "power-breakdown/latest"],
            },
        },
    )
    assert [
        contract.Access("carbon_intensity", "DE", "Germany", ["*"]),
        contract.Access("carbon_intensity", "US-CAL-CISO", "CAISO, USA", ["latest"]),
    ] == Emissions().my_access(None)


@pytest.mark.parametrize(
    ("regions", "keys", "expected"),
    [
        (["DE"], {MAPS}, CARBON),
        (["DE"], {WATTTIME}, MOER),
        (["DE"], {MAPS, WATTTIME}, MOER),
        (["DE"], set(), MOER),
        (["DK-DK1", "DE"], {WATTTIME}, CARBON),
        (["US-CAL-CISO"], set(), CARBON),
        (["CAISO_NORTH", "DE"], {MAPS}, MOER),
        (["BPA"], {MAPS}, MOER),
    ],
)
def test_whom_to_ask(
    service: Service, regions: list[str], keys: set[str], expected: contract.Signal
) -> None:
    """Without a signal, codes tell the service, and where they do not, the keys that are set."""
    service.credentials = keys
    Emissions().indexes(regions, None)
    host = {url.split("/")[2] for _, url, _ in service.asked}
    assert {"api.electricitymaps.com" if expected is CARBON else "api.watttime.org"} == host


def test_regions_of_both(service: Service) -> None:
    """Regions of both services are not compared: each has the error, and nobody is asked."""
    outcomes = Emissions().best_all(["DE", "DK-DK1", "CAISO_NORTH"], None, None, None)
    words = (
        "CAISO_NORTH is a region of WattTime and DK-DK1 one of Electricity Maps, and their values "
        "are not to be compared"
    )
    assert [contract.Failure(None, contract.Error_Invalid(words))] * 3 == [
        outcome.value for outcome in outcomes
    ]
    assert [] == service.requests


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (401, {"error": "Invalid auth-token"}, contract.Error_Unauthorized("Invalid auth-token")),
        (403, "Access denied", contract.Error_Forbidden("Access denied")),
        (403, TOO_MUCH, contract.Error_Forbidden("Request unauthorized for zoneKey=FR")),
        (404, {"message": "No recent data"}, contract.Error_NotFound("No recent data")),
        (429, "", contract.Error_RateLimited(contract.RateLimit(None))),
        (
            200,
            {"status": "error", "message": "down"},
            contract.Error_Unexpected(contract.Answer(200, "down")),
        ),
    ],
)
def test_errors(service: Service, status: int, body: Any, expected: contract.Error) -> None:
    """Each is one error of the contract, which names the server, for it is not WattTime's."""
    for path in ("forecast", "history", "latest"):
        service.answer(f"/v3/carbon-intensity/{path}", body, status)
    assert contract.Failure(OWN, expected) == failed(Emissions().forecast, "FR", CARBON, 1)
    assert contract.Failure(OWN, expected) == failed(
        Emissions().historical, "FR", CARBON, None, None
    )
    assert [Err(contract.Failure(OWN, expected))] == Emissions().indexes(["FR"], CARBON)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"zone": "FR", "forecast": []}, "the answer is about FR, not DE"),
        ({"zone": "DE"}, "the answer has no forecast"),
        ({"zone": "DE", "forecast": [{}, None]}, "none of the answer's values is a number"),
        ([], "the answer has no forecast"),
    ],
)
def test_other_answers(service: Service, body: Any, words: str) -> None:
    """An answer about another zone, or without what was asked for, is none."""
    service.answer("/v3/carbon-intensity/forecast", body)
    reason = failed(Emissions().forecast, "DE", CARBON, 1).reason
    assert isinstance(reason, contract.Error_Unexpected)
    assert words in reason.value.message


def test_another_server(service: Service) -> None:
    """A server that a setting names stands in every failure."""
    service.servers[MAPS] = "http://127.0.0.1:9"
    service.fail("/v3/zones", client.Error_ConnectionRefused("http://127.0.0.1:9"))
    assert "http://127.0.0.1:9" == failed(Emissions().my_access, CARBON).server


def test_several(service: Service) -> None:
    """Several zones are asked for at once."""
    good, bad = Emissions().forecast_all(["DE", "a b"], CARBON, None)
    assert isinstance(good, Ok)
    assert isinstance(bad.value.reason, contract.Error_Invalid)
    Emissions().forecast_all(["DE", "DE"], CARBON, None)
    assert [1, 2] == service.batches


def _answer(key: str, first: int, values: list[Any]) -> dict[str, Any]:
    """As the service writes it: values by the hour, the first so many hours from 09:00 on."""
    rows = [
        {
            "zone": "DE",
            "carbonIntensity": value,
            "datetime": (HOUR + timedelta(hours=first + n)).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "emissionFactorType": "lifecycle",
            "isEstimated": False,
            "estimationMethod": None,
        }
        for n, value in enumerate(values)
    ]
    rest = {"temporalGranularity": "hourly", "updatedAt": "2026-11-22T08:50:00.000Z"}
    return {"zone": "DE", key: rows} | (rest if key == "forecast" else {})


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
