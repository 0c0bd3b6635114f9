"""The services that know how clean electricity is, and which of them a command asks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import click
from wit_world.imports.emissions import Signal

import grid_codes
from shared import setting_place
from shared.server import Server


@dataclass(frozen=True)
class Source:
    """A service: the `word` for it, its server, and its signals, of which the first is the usual
    one. `days` are those of a history that the component asks for at once; `settings` are its
    credential."""

    word: str
    server: Server
    signals: tuple[Signal, ...]
    days: int
    settings: tuple[str, ...]


USERS = ("WATTTIME_USER", "WATTTIME_USERNAME")
PASSWORD = "WATTTIME_PASSWORD"
TOKEN = "WATTTIME_TOKEN"
KEY = "ELECTRICITY_MAPS_API_KEY"
WATTTIME = Source(
    "watttime",
    Server("WattTime", "api.watttime.org", "WATTTIME_API_URL"),
    (Signal.CO2_MOER, Signal.CO2_AOER, Signal.HEALTH_DAMAGE),
    8 * 32,
    (USERS[0], PASSWORD),
)
MAPS = Source(
    "electricity-maps",
    Server("Electricity Maps", "api.electricitymaps.com", "ELECTRICITY_MAPS_API_URL"),
    (Signal.CARBON_INTENSITY,),
    4 * 10,
    (KEY,),
)
SOURCES = {source.word: source for source in (WATTTIME, MAPS)}


def of(signal: Signal) -> Source:
    """Whose signal it is."""
    return MAPS if signal in MAPS.signals else WATTTIME


@dataclass(frozen=True)
class Choice:
    """The service to ask, its signal, and the `other` one, where it may know the regions as
    well."""

    source: Source
    signal: Signal
    other: Source | None = None


#: Who has accounts.
ACCOUNT = Choice(WATTTIME, Signal.CO2_MOER)


def choose(codes: Sequence[str], options: dict[str, Any]) -> Choice:
    """Whom to ask: by `--signal` or `--source`, else by the codes of the regions, else by what is
    set.

    Raises `click.UsageError` for what does not go together, and `Failure` where a file of settings
    cannot be read.
    """
    chosen: Signal | None = options.get("signal")
    source = SOURCES.get(options.get("source") or "")
    if source is None and chosen is None:
        return _by_codes(codes)
    if source and chosen and chosen not in source.signals:
        names = ", ".join(each.name.lower() for each in source.signals)
        raise click.UsageError(f"{source.server.name} has other signals: {names}.")
    if chosen:
        return Choice(of(chosen), chosen)
    assert source is not None
    return _usual(source)


def _by_codes(codes: Sequence[str]) -> Choice:
    try:
        of_maps = grid_codes.are_of_maps(codes)
    except grid_codes.Mixed as error:
        raise click.UsageError(f"{error}. Ask about them one after another.") from None
    if of_maps is not None:
        return _usual(MAPS if of_maps else WATTTIME)
    asks_maps = grid_codes.asks_maps(watttime_set=is_set(WATTTIME), maps_set=is_set(MAPS))
    source, other = (MAPS, WATTTIME) if asks_maps else (WATTTIME, MAPS)
    return replace(_usual(source), other=other)


def _usual(source: Source) -> Choice:
    return Choice(source, source.signals[0])


def is_set(source: Source) -> bool:
    """Whether the account or the key is set. Raises `Failure` where a file of settings cannot be
    read."""
    if source is MAPS:
        return setting_place.first(KEY) is not None
    account = setting_place.first(*USERS) and setting_place.first(PASSWORD)
    return bool(account or setting_place.first(TOKEN))
