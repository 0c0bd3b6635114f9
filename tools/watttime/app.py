"""The component `watttime`: how clean electricity is (contract/watttime.wit)."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from componentize_py_types import Err, Ok, Result
from wit_world import exports
from wit_world.exports import emissions as contract
from wit_world.exports import location
from wit_world.imports import client

import access
import advice
import place
import register
import series
import service
import shapes

T = TypeVar("T")

# What counts where nothing is said (contract/watttime.wit).
SIGNAL = contract.Signal.CO2_MOER
HOURS = 24
MINUTES = 60


class Emissions(exports.Emissions):
    """Every method raises `Err` with the contract's failure."""

    def locate(
        self, latitude: float, longitude: float, signal: contract.Signal | None
    ) -> contract.Region:
        def found() -> contract.Region:
            query = place.query(latitude, longitude)
            return shapes.region(service.get("region-from-loc", query, _meant(signal)))

        return _result(found)

    def indexes(
        self, regions: list[str], signal: contract.Signal | None
    ) -> list[Result[contract.Index, contract.Failure]]:
        meant = _meant(signal)
        return _each(regions, "signal-index", meant, service.of_region, shapes.index)

    def forecast(
        self, region: str, signal: contract.Signal | None, hours: int | None
    ) -> contract.Series:
        return _one(self.forecast_all([region], signal, hours))

    def forecast_all(
        self, regions: list[str], signal: contract.Signal | None, hours: int | None
    ) -> list[Result[contract.Series, contract.Failure]]:
        def query(region: str) -> dict[str, str]:
            return series.query(region, _or(hours, HOURS))

        return _each(regions, "forecast", _meant(signal), query, shapes.series)

    def historical(
        self, region: str, signal: contract.Signal | None, start: str | None, end: str | None
    ) -> contract.Series:
        return _result(lambda: series.historical(region, _meant(signal), start, end))

    def best(
        self,
        region: str,
        signal: contract.Signal | None,
        minutes: int | None,
        hours: int | None,
    ) -> contract.Advice:
        return _one(self.best_all([region], signal, minutes, hours))

    def best_all(
        self,
        regions: list[str],
        signal: contract.Signal | None,
        minutes: int | None,
        hours: int | None,
    ) -> list[Result[contract.Advice, contract.Failure]]:
        long, ahead = _or(minutes, MINUTES), _or(hours, HOURS)

        def query(region: str) -> dict[str, str]:
            return advice.query(region, long, ahead)

        def read(value: object, region: str, asked: contract.Signal) -> contract.Advice:
            return advice.of_forecast(shapes.series(value, region, asked), long, ahead)

        return _each(regions, "forecast", _meant(signal), query, read)

    def my_access(self) -> list[contract.Access]:
        return _result(lambda: access.of_account(service.get("my-access", {})))


class Account(exports.Account):
    """User name and password are put in by `wae:http`; they are not to be seen here."""

    def register(self, email: str, organization: str | None) -> str:
        return _result(lambda: register.register(email, organization))

    def login(self) -> None:
        _result(service.login)


class Location(exports.Location):
    """`wae:watttime/location`."""

    def by_address(self) -> location.Place:
        return _result(place.by_address, place.URL)


def _meant(signal: contract.Signal | None) -> contract.Signal:
    return SIGNAL if signal is None else signal


def _or(value: int | None, usual: int) -> int:
    return usual if value is None else value


def _result(steps: Callable[[], T], url: str = service.ORIGIN) -> T:
    """What the steps return. Raises `Err` with the contract's failure, where they do with an
    error; `url` is what they ask."""
    try:
        return steps()
    except Err as error:
        raise Err(contract.Failure(client.other_server(url), error.value)) from None


def _each(
    regions: list[str],
    endpoint: str,
    signal: contract.Signal,
    query: Callable[[str], dict[str, str]],
    read: Callable[[object, str, contract.Signal], T],
) -> list[Result[T, contract.Failure]]:
    """What `read` makes of the answer for each region, or what went wrong: asked side by side."""
    queries = [_outcome(partial(query, region)) for region in regions]
    answers = service.get_each(endpoint, queries, signal)
    outcomes: list[Result[T, contract.Failure]] = []
    for region, answer in zip(regions, answers, strict=True):
        outcome = (
            answer
            if isinstance(answer, Err)
            else _outcome(partial(read, answer.value, region, signal))
        )
        outcomes.append(_outcome(partial(_result, partial(_value, outcome))))
    return outcomes


def _outcome(steps: Callable[[], T]) -> Result[T, Any]:
    try:
        return Ok(steps())
    except Err as error:
        return error


def _value(outcome: Result[T, Any]) -> T:
    """Raises `Err` where it is one."""
    if isinstance(outcome, Err):
        raise outcome
    return outcome.value


def _one(outcomes: list[Result[T, contract.Failure]]) -> T:
    (outcome,) = outcomes
    return _value(outcome)
