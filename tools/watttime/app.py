"""The component `watttime`: how clean electricity is (contract/watttime.wit)."""

from collections.abc import Callable
from typing import TypeVar

from componentize_py_types import Err, Ok, Result
from wit_world import exports
from wit_world.exports import emissions as contract
from wit_world.exports import location
from wit_world.imports import client

import advice
import outcomes
import place
import register
import service
import sources
from outcomes import Outcome
from sources import Choice, Source

T = TypeVar("T")

# What counts where nothing is said (contract/watttime.wit).
HOURS = 24
MINUTES = 60


class Emissions(exports.Emissions):
    """Every method raises `Err` with the contract's failure."""

    def locate(
        self, latitude: float, longitude: float, signal: contract.Signal | None
    ) -> contract.Region:
        choice = _choice([], signal)
        return _result(choice, lambda: choice.source.locate(latitude, longitude, choice.signal))

    def indexes(
        self, regions: list[str], signal: contract.Signal | None
    ) -> list[Result[contract.Index, contract.Failure]]:
        return _each(regions, signal, lambda source, meant: source.indexes(regions, meant))

    def forecast(
        self, region: str, signal: contract.Signal | None, hours: int | None
    ) -> contract.Series:
        return _one(self.forecast_all([region], signal, hours))

    def forecast_all(
        self, regions: list[str], signal: contract.Signal | None, hours: int | None
    ) -> list[Result[contract.Series, contract.Failure]]:
        def ask(source: Source, meant: contract.Signal) -> list[Outcome[contract.Series]]:
            return source.forecasts(regions, meant, _or(hours, HOURS))

        return _each(regions, signal, ask)

    def historical(
        self, region: str, signal: contract.Signal | None, start: str | None, end: str | None
    ) -> contract.Series:
        choice = _choice([region], signal)
        return _result(choice, lambda: choice.source.historical(region, choice.signal, start, end))

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

        def read(forecast: contract.Series) -> contract.Advice:
            return advice.of_forecast(forecast, long, ahead)

        def ask(source: Source, meant: contract.Signal) -> list[Outcome[contract.Advice]]:
            advice.check(long, ahead)
            found = source.forecasts(regions, meant, ahead)
            return [outcomes.then(forecast, read) for forecast in found]

        return _each(regions, signal, ask)

    def my_access(self, signal: contract.Signal | None) -> list[contract.Access]:
        choice = _choice([], signal)
        return _result(choice, choice.source.my_access)


class Account(exports.Account):
    """User name and password are put in by `wae:http`; they are not to be seen here."""

    def register(self, email: str, organization: str | None) -> str:
        return _result(sources.WATTTIME, lambda: register.register(email, organization))

    def login(self) -> None:
        _result(sources.WATTTIME, service.login)


class Location(exports.Location):
    """`wae:watttime/location`."""

    def by_address(self) -> location.Place:
        try:
            return place.by_address()
        except Err as error:
            raise Err(contract.Failure(client.other_server(place.URL), error.value)) from None


def _or(value: int | None, usual: int) -> int:
    return usual if value is None else value


def _choice(regions: list[str], signal: contract.Signal | None) -> Choice:
    """Raises `Err` with the contract's failure."""
    try:
        return sources.choose(regions, signal)
    except Err as error:
        raise Err(contract.Failure(None, error.value)) from None


def _result(choice: Choice, steps: Callable[[], T]) -> T:
    """What the steps return. Raises `Err` with the contract's failure, where they do with an
    error."""
    try:
        return steps()
    except Err as error:
        raise Err(sources.failure(choice, error.value)) from None


def _each(
    regions: list[str],
    signal: contract.Signal | None,
    ask: Callable[[Source, contract.Signal], list[Outcome[T]]],
) -> list[Result[T, contract.Failure]]:
    """What the service gives for each region; one error for all where it cannot be asked."""
    try:
        choice = _choice(regions, signal)
    except Err as error:
        return [error for _ in regions]
    asked = outcomes.of(lambda: ask(choice.source, choice.signal))
    each = asked.value if isinstance(asked, Ok) else [asked for _ in regions]
    return [_told(choice, one) for one in each]


def _told(choice: Choice, outcome: Outcome[T]) -> Result[T, contract.Failure]:
    try:
        return Ok(_result(choice, lambda: outcomes.value(outcome)))
    except Err as error:
        return error


def _one(found: list[Result[T, contract.Failure]]) -> T:
    (outcome,) = found
    if isinstance(outcome, Err):
        raise outcome
    return outcome.value
