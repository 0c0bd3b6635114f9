"""The component `watttime`: how clean electricity is (wit/watttime/watttime.wit)."""

from componentize_py_types import Err, Ok, Result
from wit_world import exports
from wit_world.exports import emissions as contract
from wit_world.exports import location

import access
import advice
import place
import register
import series
import service
from shapes import index, region


class Emissions(exports.Emissions):
    """Every method raises `Err` with the contract's error."""

    def locate(self, latitude: float, longitude: float, signal: contract.Signal) -> contract.Region:
        return region(service.get("region-from-loc", place.query(latitude, longitude), signal))

    def indexes(
        self, regions: list[str], signal: contract.Signal
    ) -> list[Result[contract.Index, contract.Error]]:
        return [
            answer if isinstance(answer, Err) else _index(answer.value, name, signal)
            for name, answer in zip(regions, service.get_each(regions, signal), strict=True)
        ]

    def forecast(self, region: str, signal: contract.Signal, hours: int) -> contract.Series:
        return series.forecast(region, signal, hours)

    def historical(
        self, region: str, signal: contract.Signal, start: str, end: str
    ) -> contract.Series:
        return series.historical(region, signal, start, end)

    def best(
        self, region: str, signal: contract.Signal, minutes: int, hours: int
    ) -> contract.Advice:
        return advice.best(region, signal, minutes, hours)

    def my_access(self) -> list[contract.Access]:
        return access.of_account(service.get("my-access", {}))


class Account(exports.Account):
    """User name and password are put in by `wae:http`; they are not to be seen here."""

    def register(self, email: str, organization: str | None) -> str:
        return register.register(email, organization)

    def login(self) -> None:
        service.login()


class Location(exports.Location):
    """`wae:watttime/location`."""

    def by_address(self) -> location.Place:
        return place.by_address()


def _index(
    content: object, name: str, signal: contract.Signal
) -> Result[contract.Index, contract.Error]:
    try:
        return Ok(index(content, name, signal))
    except Err as error:
        return error
