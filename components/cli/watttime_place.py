"""Which region a command is about: told, or found by a place. Never guessed."""

from typing import Any

import click
from componentize_py_types import Err
from wit_world.imports import emissions, location, plain
from wit_world.imports.location import Place

import cleaning
import setting_place
import watttime_asking
import watttime_errors
from terminal import Terminal

SETTING = "WATTTIME_REGION"
_URL = "IPINFO_URL"


def region(terminal: Terminal, options: dict[str, Any]) -> str:
    """The code of the region that the options, the setting or a person name.

    Raises `click.UsageError` where nothing does, and `Failure`.
    """
    if options.get("region") is not None:
        _refuse_two_ways(options)
        return options["region"]
    if not _placed(options) and (setting := _setting()):
        return setting
    found, _ = locate(terminal, options)
    terminal.tell_person(f"This is in {cleaning.line(found.code)} ({cleaning.line(found.name)}).")
    return found.code


def locate(terminal: Terminal, options: dict[str, Any]) -> tuple[emissions.Region, Place]:
    """The region at the place that the options give, or that a person lets look up.

    Raises `click.UsageError` where there is none, and `Failure`.
    """
    _refuse_two_ways(options)
    if options["lat"] is not None:
        place = Place(options["lat"], options["lon"], "", "")
    elif options["here"] or _may_look_up(terminal):
        place = _look_up(terminal)
    else:
        raise click.UsageError(f"Which place? Give {_ways(options)}.")
    found = watttime_asking.ask(
        terminal, emissions.locate, place.latitude, place.longitude, options["signal"]
    )
    return found, place


def _placed(options: dict[str, Any]) -> bool:
    return options["here"] or options["lat"] is not None or options["lon"] is not None


def _ways(options: dict[str, Any]) -> str:
    if "region" in options:
        return f"--region CODE, --lat and --lon, or --here; or set {SETTING}"
    return "--lat and --lon, or --here"


def _refuse_two_ways(options: dict[str, Any]) -> None:
    if (options["lat"] is None) != (options["lon"] is None):
        raise click.UsageError("--lat and --lon go together.")
    ways = (options.get("region") is not None, options["lat"] is not None, options["here"])
    if sum(ways) > 1:
        raise click.UsageError("Give one place: --region, or --lat and --lon, or --here.")


def _setting() -> str | None:
    try:
        return plain.get(SETTING)
    except Err as error:
        raise setting_place.bad_file(error.value) from None


def _may_look_up(terminal: Terminal) -> bool:
    if not terminal.interactive:
        return False
    service = _service()
    terminal.tell("No place is given. This machine's IP address leads to one;")
    terminal.tell(f"{service}, a third party, gets to see it.")
    return watttime_asking.agreed(terminal, f"Ask {service}?")


def _look_up(terminal: Terminal) -> Place:
    service = _service()
    with terminal.waiting(f"Asking {service}…"):
        try:
            place = location.by_address()
        except Err as error:
            raise watttime_errors.failure(error.value, service) from None
    where = cleaning.line(place.name) or f"{place.latitude:g}, {place.longitude:g}"
    terminal.tell_person(f"{cleaning.line(place.source)} says that this machine is in {where}.")
    return place


def _service() -> str:
    """Who is asked for the place of an IP address."""
    return "ipinfo.io" if setting_place.first(_URL) is None else f"the server in {_URL}"
