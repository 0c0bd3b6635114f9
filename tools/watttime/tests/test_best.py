"""When to run something, as the forecast has it."""

import time

import pytest
from componentize_py_types import Err, Ok
from wit_world.exports import emissions as contract

from app import Emissions
from fake_service import META, Service, refusal

MOER = contract.Signal.CO2_MOER
NINE = 1_795_338_000  # 2026-11-22T09:00:00Z


def test_best(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """Now, the best and the worst window, with fractions of periods."""
    monkeypatch.setattr(time, "time", lambda: NINE + 150.5)
    data = [
        {"point_time": f"2026-11-22T09:{5 * n:02}:00+00:00", "value": value}
        for n, value in enumerate([900, 100, 300, 1200])
    ]
    service.answer("/v3/forecast", {"data": data, "meta": META})
    actual = Emissions().best("CAISO_NORTH", MOER, 5, 3)
    assert contract.Window("2026-11-22T09:02:30Z", "2026-11-22T09:07:30Z", 500.0) == actual.now
    assert contract.Window("2026-11-22T09:05:00Z", "2026-11-22T09:10:00Z", 100.0) == actual.best
    assert contract.Window("2026-11-22T09:15:00Z", "2026-11-22T09:20:00Z", 1200.0) == actual.worst
    assert ("lbs_co2_per_mwh", 300, ["only an example"]) == (
        actual.units,
        actual.period,
        actual.warnings,
    )
    assert ("2026-11-22T08:55:00Z", "2023-03-01") == (actual.generated_at, actual.model_date)
    assert "3" == service.asked[0][2]["horizon_hours"]


def test_best_is_done_in_time(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """A window ends before the hours are over, however long the forecast is."""
    monkeypatch.setattr(time, "time", lambda: NINE)
    hours = [{"point_time": f"2026-11-22T{h:02}:00:00Z", "value": 100 - h} for h in range(9, 14)]
    meta = META | {"data_point_period_seconds": 3600}
    service.answer("/v3/forecast", {"data": hours, "meta": meta})
    assert "2026-11-22T11:00:00Z" == Emissions().best("CAISO_NORTH", MOER, 60, 2).best.end


@pytest.mark.parametrize(
    ("minutes", "hours", "now", "problem"),
    [
        (0, 24, NINE, "it has to take a minute or more"),
        (61, 1, NINE, "61 minutes do not fit into the time, which is 60"),
        (60, 73, NINE, "a forecast is for 1 to 72 hours, not 73"),
        (11, 24, NINE, "the forecast for CAISO_NORTH does not cover 11 minutes on end from now on"),
        (1, 24, NINE + 600, "the forecast for CAISO_NORTH does not cover a minute from now on"),
    ],
)
def test_no_best(
    service: Service,
    monkeypatch: pytest.MonkeyPatch,
    minutes: int,
    hours: int,
    now: int,
    problem: str,
) -> None:
    """A window that does not fit into the hours, or into the forecast, is refused."""
    monkeypatch.setattr(time, "time", lambda: now)
    error = refusal(Emissions().best, "CAISO_NORTH", MOER, minutes, hours)
    assert contract.Error_Invalid(problem) == error


def test_best_where_nothing_is_said(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour within the next 24, by the marginal emissions."""
    monkeypatch.setattr(time, "time", lambda: NINE)
    hours = [{"point_time": f"2026-11-22T{h:02}:00:00Z", "value": h} for h in range(9, 14)]
    meta = META | {"data_point_period_seconds": 3600}
    service.answer("/v3/forecast", {"data": hours, "meta": meta})
    actual = Emissions().best("CAISO_NORTH", None, None, None)
    assert contract.Window("2026-11-22T09:00:00Z", "2026-11-22T10:00:00Z", 9.0) == actual.best
    query = {"region": "CAISO_NORTH", "signal_type": "co2_moer", "horizon_hours": "24"}
    assert query == service.asked[0][2]


def test_several_regions(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """All are asked for at once; each has what it has alone, or its error, in their order."""
    monkeypatch.setattr(time, "time", lambda: NINE)
    tool = Emissions()
    alone = tool.best("CAISO_NORTH", MOER, 10, 24)
    service.batches.clear()
    outcomes = tool.best_all(["a b", "CAISO_NORTH", "PJM_DC"], MOER, 10, 24)
    assert [Err, Ok, Err] == [type(outcome) for outcome in outcomes]
    assert [contract.Error_Invalid, contract.Error_Unexpected] == [
        type(outcomes[number].value.reason) for number in (0, 2)
    ]
    assert (alone, [2]) == (outcomes[1].value, service.batches)
    assert [] == tool.best_all([], MOER, 10, 24)


def test_several_regions_and_no_time(service: Service) -> None:
    """What cannot be asked for any region is each one's error, and nothing is asked for."""
    [one, other] = Emissions().best_all(["CAISO_NORTH", "PJM_DC"], MOER, 90, 1)
    problem = contract.Error_Invalid("90 minutes do not fit into the time, which is 60")
    assert [problem, problem] == [one.value.reason, other.value.reason]
    assert [] == service.requests
