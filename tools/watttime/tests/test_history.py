"""What was: stretches of any length, asked for in pieces that the service answers."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from componentize_py_types import Result
from hypothesis import given
from hypothesis import strategies as st
from wit_world.exports import emissions as contract
from wit_world.imports import client

import series
import times
from app import Emissions
from fake_service import META, Service, refusal

MOER = contract.Signal.CO2_MOER
V3 = "https://api.watttime.org/v3"
NINE = 1_795_338_000  # 2026-11-22T09:00:00Z
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


def test_historical(service: Service) -> None:
    """The stretch is asked for in UTC."""
    start, end = "2026-11-01T00:00:00+02:00", "2026-12-02T22:00:00z"
    actual = Emissions().historical("CAISO_NORTH", MOER, start, end)
    assert ["2026-11-22T09:00:00Z", "2026-11-22T09:05:00Z"] == [p.time for p in actual.points]
    query = {
        "region": "CAISO_NORTH",
        "signal_type": "co2_moer",
        "start": "2026-10-31T22:00:00Z",
        "end": "2026-12-02T22:00:00Z",
    }
    assert [("GET", f"{V3}/historical", query)] == service.asked


def test_the_last_day(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a start it is a day, without an end until now."""
    monkeypatch.setattr(time, "time", lambda: NINE + 0.5)
    service.answer("/v3/historical", {"data": [], "meta": META})
    tool = Emissions()
    tool.historical("CAISO_NORTH", None, None, None)
    tool.historical("CAISO_NORTH", None, None, "2026-11-02T00:00:00Z")
    tool.historical("CAISO_NORTH", None, "2026-11-20T00:00:00Z", None)
    assert [
        ("2026-11-21T09:00:00Z", "2026-11-22T09:00:00Z"),
        ("2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z"),
        ("2026-11-20T00:00:00Z", "2026-11-22T09:00:00Z"),
    ] == [(query["start"], query["end"]) for _, _, query in service.asked]
    assert {"co2_moer"} == {query["signal_type"] for _, _, query in service.asked}


@pytest.mark.parametrize(
    ("start", "end", "problem"),
    [
        ("x", "x", "the start is not a time such as 2026-11-22T09:00:00Z"),
        ("2026-11-01T00:00:00Z", "2026-11-02", "the end is not a time such as "),
        ("2026-11-02T00:00:00Z", "2026-11-01T00:00:00Z", "the end is not after the start"),
        ("2026-11-02T00:00:00Z", "2026-11-02T01:00:00+01:00", "the end is not after the start"),
        ("2016-11-01T00:00:00Z", "2026-11-09T00:00:01Z", "at most 3660 days can be asked for"),
    ],
)
def test_no_stretch(service: Service, start: str, end: str, problem: str) -> None:
    """What is no stretch of time, or a longer one than anybody needs, is not asked for."""
    error = refusal(Emissions().historical, "CAISO_NORTH", MOER, start, end)
    assert isinstance(error, contract.Error_Invalid)
    assert error.value.startswith(problem)
    assert [] == service.requests


class Inclusive(Service):
    """Answers as WattTime does: at most 32 days, with what begins at the start and at the end.
    There is a value each hour: the number of hours since the year began.

    Pieces with one of the days in `bad` fail; `meta` changes what is said of a piece by its start.
    """

    def __init__(self) -> None:
        super().__init__()
        self.bad: list[str] = []
        self.meta: dict[str, dict[str, object]] = {}

    def send(self, request: client.Request) -> client.Response:
        self.requests.append(request)
        _, _, query = self.asked[-1]
        start, end = (times.parse(query[name]) for name in ("start", "end"))
        assert end - start <= timedelta(days=32)
        if any(start <= times.parse(day) < end for day in self.bad):
            return client.Response(500, V3, [], '{"error": "No disk"}')
        hour = timedelta(hours=1)
        first = -(-(start - NEW_YEAR) // hour)
        data = [
            {"point_time": times.show(NEW_YEAR + hour * number), "value": number}
            for number in range(first, (end - NEW_YEAR) // hour + 1)
        ]
        changes = {"data_point_period_seconds": 3600} | self.meta.get(query["start"], {})
        self.answer("/v3/historical", {"data": data, "meta": META | changes})
        return super().send(self.requests.pop())

    def send_all(
        self, requests: list[client.Request], concurrency: int
    ) -> list[Result[client.Response, client.Error]]:
        assert len(requests) <= concurrency
        return super().send_all(requests, concurrency)


@pytest.fixture
def years(service: Service, monkeypatch: pytest.MonkeyPatch) -> Inclusive:
    fake = Inclusive()
    monkeypatch.setattr(client, "send", fake.send)
    monkeypatch.setattr(client, "send_all", fake.send_all)
    return fake


def test_a_year(years: Inclusive) -> None:
    """A year is asked for in twelve pieces, eight at a time; each hour of it is there once."""
    actual = Emissions().historical(
        "CAISO_NORTH", MOER, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"
    )
    assert [*range(365 * 24)] == [point.value for point in actual.points]
    assert "2026-12-31T23:00:00Z" == actual.points[-1].time
    assert [8, 4] == years.batches
    assert (3600, 0, ["only an example"]) == (actual.period, actual.missing, actual.warnings)
    spans = [(query["start"], query["end"]) for _, _, query in years.asked]
    assert [end for _, end in spans[:-1]] == [start for start, _ in spans[1:]]


def test_a_piece_that_fails(years: Inclusive) -> None:
    """Nothing is given where a piece fails; the error says which one, and no more are asked for."""
    years.bad = ["2026-03-10T00:00:00Z"]
    stretch = ("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")
    error = refusal(Emissions().historical, "CAISO_NORTH", MOER, *stretch)
    problem = "2026-03-06T00:00:00Z to 2026-04-07T00:00:00Z: No disk"
    assert contract.Error_Unexpected(contract.Answer(500, problem)) == error
    assert [8] == years.batches


@pytest.mark.parametrize(
    ("changes", "model"),
    [({}, "2023-03-01"), ({"model": {"date": "2026-03-01"}}, None), ({"units": "kg"}, ...)],
)
def test_what_is_said_of_pieces(
    years: Inclusive, changes: dict[str, object], model: object
) -> None:
    """What differs from piece to piece is absent in the whole; another unit is an error."""
    years.meta["2026-02-02T00:00:00Z"] = changes
    stretch = ("2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z")
    if model is ...:
        error = refusal(Emissions().historical, "CAISO_NORTH", MOER, *stretch)
        problem = "the values are not in one unit: kg, lbs_co2_per_mwh"
        assert contract.Error_Unexpected(contract.Answer(200, problem)) == error
    else:
        actual = Emissions().historical("CAISO_NORTH", MOER, *stretch)
        assert (model, "lbs_co2_per_mwh") == (actual.model_date, actual.units)


def test_another_time(service: Service) -> None:
    """An answer about another time than the one asked for is none."""
    stretch = ("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z")
    error = refusal(Emissions().historical, "CAISO_NORTH", MOER, *stretch)
    problem = "none of the answer's times is one that was asked for"
    assert contract.Error_Unexpected(contract.Answer(200, problem)) == error


def test_the_end_is_not_included(service: Service) -> None:
    """What begins at the end belongs to the next stretch."""
    stretch = ("2026-11-22T09:00:00Z", "2026-11-22T09:05:00Z")
    actual = Emissions().historical("CAISO_NORTH", MOER, *stretch)
    assert ["2026-11-22T09:00:00Z"] == [point.time for point in actual.points]


@given(
    st.datetimes(datetime(1999, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC)),
    st.timedeltas(timedelta(seconds=1), series.LONGEST_HISTORY),
)
def test_pieces(first: datetime, length: timedelta) -> None:
    """Pieces follow each other from the start to the end, and none is too long or empty."""
    pieces = series.pieces(first, first + length)
    assert (first, first + length) == (pieces[0][0], pieces[-1][1])
    assert [end for _, end in pieces[:-1]] == [start for start, _ in pieces[1:]]
    assert all(timedelta() < end - start <= timedelta(days=32) for start, end in pieces)
