"""What is asked of WattTime, and what its answers become."""

import pytest
from componentize_py_types import Ok
from wit_world.exports import emissions as contract
from wit_world.imports import client

from app import Emissions
from fake_service import META, SERIES, Service, changed, refusal

MOER, DAMAGE = contract.Signal.CO2_MOER, contract.Signal.HEALTH_DAMAGE
V3 = "https://api.watttime.org/v3"
DAY = ("2026-11-21T00:00:00Z", "2026-11-22T00:00:00Z")
NINE = 1_795_338_000  # 2026-11-22T09:00:00Z


def test_locate(service: Service) -> None:
    """A place is asked for in plain degrees, and its region is given."""
    actual = Emissions().locate(37.4, -122.07000001, MOER)
    assert contract.Region("CAISO_NORTH", "California ISO Northern") == actual
    query = {"latitude": "37.4", "longitude": "-122.07", "signal_type": "co2_moer"}
    assert [("GET", f"{V3}/region-from-loc", query)] == service.asked


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(90.1, 0.0), (0.0, -180.1), (float("nan"), 0.0), (0.0, float("inf"))],
)
def test_no_place(service: Service, latitude: float, longitude: float) -> None:
    """Degrees that cannot be are not asked for."""
    error = refusal(Emissions().locate, latitude, longitude, MOER)
    assert isinstance(error, contract.Error_Invalid)
    assert [] == service.requests


def test_forecast(service: Service) -> None:
    """A series in UTC, with all that is said about it."""
    actual = Emissions().forecast("CAISO_NORTH", DAMAGE, 24)
    assert actual == contract.Series(
        region="CAISO_NORTH",
        signal=DAMAGE,
        units="lbs_co2_per_mwh",
        period=300,
        points=[
            contract.Point("2026-11-22T09:00:00Z", 870.5),
            contract.Point("2026-11-22T09:05:00Z", 860.0),
        ],
        missing=0,
        generated_at="2026-11-22T08:55:00Z",
        generated_at_period=300,
        model_date="2023-03-01",
        warnings=["only an example"],
    )
    query = {"region": "CAISO_NORTH", "signal_type": "health_damage", "horizon_hours": "24"}
    assert [("GET", f"{V3}/forecast", query)] == service.asked


@pytest.mark.parametrize("hours", [0, 73, 2**32 - 1])
def test_forecast_too_long(service: Service, hours: int) -> None:
    """More than three days, or nothing, is not asked for."""
    problem = f"a forecast is for 1 to 72 hours, not {hours}"
    error = refusal(Emissions().forecast, "CAISO_NORTH", MOER, hours)
    assert contract.Error_Invalid(problem) == error
    assert [] == service.requests


def test_order(service: Service) -> None:
    """Points come in the order of their times, each time once."""
    data = [
        {"point_time": "2026-11-22T09:05:00+00:00", "value": 1},
        {"point_time": "2026-11-22T10:00:00+01:00", "value": 2},
        {"point_time": "2026-11-22T09:05:00Z", "value": 3},
    ]
    service.answer("/v3/forecast", {"data": data, "meta": META})
    actual = Emissions().forecast("CAISO_NORTH", MOER, 1).points
    assert [contract.Point(f"2026-11-22T09:0{m}:00Z", v) for m, v in [(0, 2.0), (5, 3.0)]] == actual


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ({"meta": META}, "the answer has no data"),
        ({"data": {}, "meta": META}, "the answer has no data"),
        ({"data": None}, "the answer has no data"),
        ([], "the answer has no data"),
        ("null", "the answer has no data"),
        ({"data": [870, None, {"value": 5}, {"point_time": "2026-11-22T09:00:00Z"}]},
         "none of the answer's values is a number with a time"),
        ({"error": "NO_MODEL", "message": "No model for it."}, "No model for it"),
        ({"detail": "Not Found"}, "Not Found"),
        ({"code": 5, "msg": "No"}, "No"),
        ("Bad gateway", 'the answer is not JSON (line 1, column 1): "Bad gateway"'),
    ],
)  # fmt: skip
def test_no_series(service: Service, answer: object, message: str) -> None:
    """An answer without any value is an error in words, in the service's own where it has some."""
    service.answer("/v3/forecast", answer)
    error = refusal(Emissions().forecast, "CAISO_NORTH", MOER, 24)
    assert contract.Error_Unexpected(contract.Answer(200, message)) == error


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("data", 0), 870),
        (("data", 0, "value"), None),
        (("data", 0, "value"), "870"),
        (("data", 0, "value"), True),
        (("data", 0, "value"), 10**400),
        (("data", 0, "point_time"), "yesterday"),
        (("data", 0, "point_time"), ...),
    ],
)
def test_one_bad_value(service: Service, path: tuple[object, ...], value: object) -> None:
    """An invalid value is counted, and the others are there."""
    service.answer("/v3/forecast", changed(SERIES, path, value))
    actual = Emissions().forecast("CAISO_NORTH", MOER, 24)
    assert [contract.Point("2026-11-22T09:05:00Z", 860.0)] == actual.points
    assert 1 == actual.missing


def test_the_best_time_around_a_gap(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """What to do is said in spite of a value that is missing, which is told."""
    monkeypatch.setattr("time.time", lambda: NINE)
    times = [f"2026-11-22T09:{minute:02}:00Z" for minute in range(0, 60, 5)]
    values = [900, None, *range(800, 700, -10)]
    data = [{"point_time": t, "value": v} for t, v in zip(times, values, strict=True)]
    service.answer("/v3/forecast", {"data": data, "meta": META})
    actual = Emissions().best("CAISO_NORTH", MOER, 10, 1)
    assert (1, "2026-11-22T09:50:00Z") == (actual.missing, actual.best.start)


@pytest.mark.parametrize(
    ("path", "value", "absent"),
    [
        (("meta",), ..., ("generated_at", "model_date")),
        (("meta",), [], ("generated_at", "model_date")),
        (("meta", "units"), ..., ("units",)),
        (("meta", "generated_at"), "yesterday", ("generated_at",)),
        (("meta", "generated_at_period_seconds"), "300", ("generated_at_period",)),
        (("meta", "model"), "2023", ("model_date",)),
        (("meta", "warnings"), "none", ("warnings",)),
        (("meta", "warnings"), [1, {"message": 1}], ("warnings",)),
    ],
)
def test_a_field_that_makes_no_sense(
    service: Service, path: tuple[object, ...], value: object, absent: tuple[str, ...]
) -> None:
    """What is said about a series may be missing: it is absent, and the values are there."""
    service.answer("/v3/forecast", changed(SERIES, path, value))
    actual = Emissions().forecast("CAISO_NORTH", MOER, 24)
    assert not any(getattr(actual, name) for name in absent)
    assert [870.5, 860.0] == [point.value for point in actual.points]


@pytest.mark.parametrize("value", [..., 0, 2**32, True, None, "300"])
def test_a_period_that_is_not_told(service: Service, value: object) -> None:
    """Without a period it is the time from one value to the next."""
    path = ("meta", "data_point_period_seconds")
    changes = changed(SERIES, ("data", 1, "point_time"), "2026-11-22T09:10:00Z")
    service.answer("/v3/forecast", changed(changes, path, value))
    assert 600 == Emissions().forecast("CAISO_NORTH", MOER, 24).period


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("meta", "generated_at"), ...),
        (("meta", "generated_at_period_seconds"), None),
        (("meta", "model"), ...),
        (("meta", "warnings"), None),
        (("meta", "warnings"), ["a text"]),
        (("meta", "region"), ...),
        (("data",), []),
    ],
)
def test_optional(service: Service, path: tuple[object, ...], value: object) -> None:
    """What may be missing, may be missing."""
    service.answer("/v3/forecast", changed(SERIES, path, value))
    assert "CAISO_NORTH" == Emissions().forecast("CAISO_NORTH", MOER, 24).region


def test_another_region(service: Service) -> None:
    """An answer about another region than the one asked for is none."""
    tool = Emissions()
    actual = [
        refusal(tool.forecast, "PJM_DC", MOER, 24),
        refusal(tool.historical, "PJM_DC", MOER, *DAY),
        refusal(tool.best, "PJM_DC", MOER, 5, 24),
        tool.indexes(["PJM_DC"], MOER)[0].value.reason,
    ]
    mismatch = contract.Answer(200, "the answer is about CAISO_NORTH, not PJM_DC")
    assert [contract.Error_Unexpected(mismatch)] * 4 == actual


@pytest.mark.parametrize("region", ["", "CAISO NORTH", "a&b=c", "é", "x" * 65, "A\n", "{$X}"])
def test_no_region(service: Service, region: str) -> None:
    """What cannot be a region's code is not asked for."""
    tool = Emissions()
    actual = [
        refusal(tool.forecast, region, MOER, 24),
        refusal(tool.historical, region, MOER, *DAY),
        refusal(tool.best, region, MOER, 5, 24),
        tool.indexes([region], MOER)[0].value.reason,
    ]
    assert [contract.Error_Invalid] * 4 == [type(error) for error in actual]
    assert [] == service.requests


def test_my_access(service: Service) -> None:
    """What the account may see, one entry for each region of a signal."""
    access = contract.Access(
        "co2_moer", "CAISO_NORTH", "California ISO Northern", ["forecast", "signal-index"]
    )
    assert [access] == Emissions().my_access(None)
    assert [("GET", f"{V3}/my-access", {})] == service.asked
    assert [[client.Header("accept", "application/json")]] == [r.headers for r in service.requests]


@pytest.mark.parametrize(
    "body", [[], {}, {"signal_types": {}}, {"signal_types": [{"regions": [1]}]}]
)
def test_access_undocumented(service: Service, body: object) -> None:
    """Another answer is not what the API documents."""
    service.answer("/v3/my-access", body)
    assert isinstance(refusal(Emissions().my_access, None), contract.Error_Unexpected)


def test_deep_json(service: Service) -> None:
    """JSON that would exhaust the stack is refused."""
    service.answer("/v3/my-access", '{"signal_types": ' + "[" * 9999 + "]" * 9999 + "}")
    error = refusal(Emissions().my_access, None)
    assert contract.Answer(200, "the answer is nested too deeply") == error.value


def test_every_signal(service: Service) -> None:
    """Each signal has its name in the API."""
    for signal in (MOER, contract.Signal.CO2_AOER, contract.Signal.HEALTH_DAMAGE):
        Emissions().forecast("CAISO_NORTH", signal, 1)
    names = [query["signal_type"] for _, _, query in service.asked]
    assert ["co2_moer", "co2_aoer", "health_damage"] == names


def test_forecasts_of_several_regions(service: Service) -> None:
    """All are asked for at once; each has its forecast or its error, in their order."""
    tool = Emissions()
    alone = tool.forecast("CAISO_NORTH", MOER, 3)
    service.batches.clear()
    other, good = tool.forecast_all(["PJM_DC", "CAISO_NORTH"], MOER, 3)
    assert (Ok(alone), [2]) == (good, service.batches)
    assert isinstance(other.value.reason, contract.Error_Unexpected)
    assert {"3"} == {query["horizon_hours"] for _, _, query in service.asked}
