"""Electricity Maps: another service behind the same contract."""

from datetime import UTC, datetime, timedelta

import pytest
from componentize_py_types import Ok
from hypothesis import given
from hypothesis import strategies as st
from wit_world.exports import emissions as contract

import maps_shapes
from app import Emissions
from fake_maps import CARBON, HOUR, NOW, STRICT, TOO_MUCH, V3, hourly
from fake_service import Service, failed

pytestmark = pytest.mark.usefixtures("maps")


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
    history = hourly("history", -23, [100 + n for n in range(24)])
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


@given(st.lists(st.integers(0, 9), min_size=2, max_size=24))
def test_percentiles(values: list[int]) -> None:
    """0 is the lowest alone, 100 the highest, 50 where all are equal; higher is never less."""
    answer = hourly("history", 1 - len(values), values)
    percentile = maps_shapes.index(answer, "DE").percentile
    assert percentile is not None
    *others, latest = values
    assert 0 <= percentile <= 100
    assert (percentile == 0) == (latest < min(others))
    assert (percentile == 100) == (latest > max(others))
    if len({*values}) == 1:
        assert 50 == percentile
    raised = maps_shapes.index(hourly("history", 1 - len(values), [*others, latest + 1]), "DE")
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
    answer = hourly("history", -23, [100 + n for n in range(24)])
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


def test_several(service: Service) -> None:
    """Several zones are asked for at once."""
    good, bad = Emissions().forecast_all(["DE", "a b"], CARBON, None)
    assert isinstance(good, Ok)
    assert isinstance(bad.value.reason, contract.Error_Invalid)
    Emissions().forecast_all(["DE", "DE"], CARBON, None)
    assert [1, 2] == service.batches


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
