"""The component `watttime`: how clean electricity is (contract/watttime.wit)."""

from collections.abc import Callable
from typing import TypeVar

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
from shapes import index, region

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
            return region(service.get("region-from-loc", query, _meant(signal)))

        return _result(found)

    def indexes(
        self, regions: list[str], signal: contract.Signal | None
    ) -> list[Result[contract.Index, contract.Failure]]:
        meant = _meant(signal)
        answers = _result(lambda: service.get_each(regions, meant))
        return [_index(answer, name, meant) for name, answer in zip(regions, answers, strict=True)]

    def forecast(
        self, region: str, signal: contract.Signal | None, hours: int | None
    ) -> contract.Series:
        ahead = HOURS if hours is None else hours
        return _result(lambda: series.forecast(region, _meant(signal), ahead))

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
        long = MINUTES if minutes is None else minutes
        ahead = HOURS if hours is None else hours
        return _result(lambda: advice.best(region, _meant(signal), long, ahead))

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


def _result(steps: Callable[[], T], url: str = service.ORIGIN) -> T:
    """What the steps return. Raises `Err` with the contract's failure, where they do with an
    error; `url` is what they ask."""
    try:
        return steps()
    except Err as error:
        raise Err(contract.Failure(client.other_server(url), error.value)) from None


def _index(
    answer: Result[object, contract.Error], name: str, signal: contract.Signal
) -> Result[contract.Index, contract.Failure]:
    def read() -> contract.Index:
        if isinstance(answer, Err):
            raise answer
        return index(answer.value, name, signal)

    try:
        return Ok(_result(read))
    except Err as failure:
        return failure
