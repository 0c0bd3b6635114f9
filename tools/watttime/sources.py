"""Whom to ask: the service of a signal, or the one that regions and settings tell."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from componentize_py_types import Err
from wit_world.exports import emissions as contract
from wit_world.imports import client

import grid_codes
import maps
import watttime
from outcomes import Outcome

Signal = contract.Signal


class Source(Protocol):
    """A service: `watttime` or `maps`."""

    NAME: str
    URL: str
    OWN: str | None
    SETTINGS: str

    def locate(self, latitude: float, longitude: float, signal: Signal, /) -> contract.Region: ...
    def indexes(
        self, regions: Sequence[str], signal: Signal, /
    ) -> list[Outcome[contract.Index]]: ...
    def forecasts(
        self, regions: Sequence[str], signal: Signal, hours: int, /
    ) -> list[Outcome[contract.Series]]: ...
    def historical(
        self, region: str, signal: Signal, start: str | None, end: str | None, /
    ) -> contract.Series: ...
    def my_access(self) -> list[contract.Access]: ...
    def unset(self, words: str, /) -> str: ...


@dataclass(frozen=True)
class Choice:
    """The service, the signal to ask it for, and the `other` service, where it may know the regions
    as well."""

    source: Source
    signal: Signal
    other: Source | None = None


#: Who has accounts.
WATTTIME = Choice(watttime, Signal.CO2_MOER)


def choose(regions: Sequence[str], signal: Signal | None) -> Choice:
    """By the signal, else by the regions, else by whose credential is set.

    Raises `Err` (`invalid`) without a signal, for regions of both.
    """
    if signal is not None:
        return Choice(maps if signal is Signal.CARBON_INTENSITY else watttime, signal)
    try:
        of_maps = grid_codes.are_of_maps(regions)
    except grid_codes.Mixed as error:
        raise Err(contract.Error_Invalid(str(error))) from None
    if of_maps is not None:
        return _usual(of_maps=of_maps)
    of_maps = grid_codes.asks_maps(
        watttime_set=client.has_credential(watttime.URL),
        maps_set=client.has_credential(maps.URL),
    )
    return replace(_usual(of_maps=of_maps), other=_usual(of_maps=not of_maps).source)


def failure(choice: Choice, error: contract.Error) -> contract.Failure:
    """What went wrong, and who was asked; where nobody can be without a credential, what to set."""
    source, other = choice.source, choice.other
    if isinstance(error, contract.Error_Unauthorized) and not client.has_credential(source.URL):
        words = source.unset(error.value)
        if other is not None:
            words += f"; for {other.NAME}, set {other.SETTINGS} instead"
        error = contract.Error_Unauthorized(words)
    return contract.Failure(client.other_server(source.URL) or source.OWN, error)


def _usual(*, of_maps: bool) -> Choice:
    return Choice(maps, Signal.CARBON_INTENSITY) if of_maps else WATTTIME
