"""Whom to ask: the service of a signal, or the one that regions and settings tell."""

from collections.abc import Sequence
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

    URL: str
    OWN: str | None

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


def choose(regions: Sequence[str], signal: Signal | None) -> tuple[Source, Signal]:
    """The service, and the signal to ask it for.

    Raises `Err` (`invalid`) without a signal, for regions of both.
    """
    if signal is not None:
        return _service(of_maps=signal is Signal.CARBON_INTENSITY), signal
    try:
        of_maps = grid_codes.are_of_maps(
            regions,
            watttime_set=client.has_credential(watttime.URL),
            maps_set=client.has_credential(maps.URL),
        )
    except grid_codes.Mixed as error:
        raise Err(contract.Error_Invalid(str(error))) from None
    return _service(of_maps=of_maps), Signal.CARBON_INTENSITY if of_maps else Signal.CO2_MOER


def server(source: Source) -> str | None:
    """The origin that is asked, where it is not WattTime's own."""
    return client.other_server(source.URL) or source.OWN


def _service(*, of_maps: bool) -> Source:
    return maps if of_maps else watttime
