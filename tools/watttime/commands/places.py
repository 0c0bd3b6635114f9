"""Which region a command is about: told, or found by a place. Never guessed."""

from typing import Any

import click
from componentize_py_types import Err
from wit_world.imports import emissions, location, plain
from wit_world.imports.location import Place

from shared import cleaning, setting_place
from shared.server import Server
from shared.terminal import Terminal
from tools.watttime.commands import errors, requests, sources
from tools.watttime.commands.sources import Choice

SETTING = "WATTTIME_REGION"
SERVER = Server("ipinfo.io", "ipinfo.io", "IPINFO_URL")
_QUESTION = "Region, such as CAISO_NORTH or DE (Enter: where this machine is)"
_ONE = "Give one place: a REGION, or --lat and --lon, or --here."


def region(terminal: Terminal, options: dict[str, Any]) -> tuple[str, Choice]:
    """The code of the one region that the options, the setting or a person name, and whom to ask.

    Raises `click.UsageError` where nothing does, and `Failure`.
    """
    codes, choice = regions(terminal, options)
    if len(codes) > 1:
        raise click.UsageError(_ONE)
    return codes[0], choice


def regions(terminal: Terminal, options: dict[str, Any]) -> tuple[list[str], Choice]:
    """The same for commands that look at many regions; one at least."""
    named = _named(options)
    if named:
        _refuse_two_ways(options)
    elif not _placed(options) and (setting := _setting()):
        named = [setting]
    elif not _placed(options) and terminal.interactive and (typed := terminal.ask(_QUESTION)):
        named = [typed]
    named = [code.upper() for code in named]  # as both services write them
    choice = sources.choose(named, options)
    if named:
        return named, choice
    located, _ = locate(terminal, options, choice)
    terminal.tell_person(
        f"This is in {cleaning.line(located.code)} ({cleaning.line(located.name)})."
    )
    return [located.code], choice


def locate(
    terminal: Terminal, options: dict[str, Any], choice: Choice
) -> tuple[emissions.Region, Place]:
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
    coordinates = (place.latitude, place.longitude)
    located = requests.ask(terminal, choice, emissions.locate, *coordinates, choice.signal)
    return located, place


def _named(options: dict[str, Any]) -> list[str]:
    """What `parameters.region` or `parameters.regions` took."""
    one = (options.get("code"), options.get("region"))
    many = (*options.get("codes", ()), *options.get("regions", ()))
    return [code for code in (*one, *many) if code is not None]


def _placed(options: dict[str, Any]) -> bool:
    return options["here"] or options["lat"] is not None or options["lon"] is not None


def _ways(options: dict[str, Any]) -> str:
    if "code" in options or "codes" in options:
        return f"a REGION, --lat and --lon, or --here; or set {SETTING}"
    return "--lat and --lon, or --here"


def _refuse_two_ways(options: dict[str, Any]) -> None:
    if (options["lat"] is None) != (options["lon"] is None):
        raise click.UsageError("--lat and --lon go together.")
    ways = (bool(_named(options)), options["lat"] is not None, options["here"])
    if sum(ways) > 1:
        raise click.UsageError(_ONE)


def _setting() -> str | None:
    try:
        return plain.get(SETTING)
    except Err as error:
        raise setting_place.bad_file(error.value) from None


def _may_look_up(terminal: Terminal) -> bool:
    if not terminal.interactive:
        return False
    service = SERVER.called()
    terminal.tell("No place is given. This machine's IP address leads to one;")
    terminal.tell(f"{service}, a third party, will see it.")
    return requests.agreed(terminal, f"Ask {service}?")


def _look_up(terminal: Terminal) -> Place:
    with terminal.waiting(f"Asking {SERVER.briefly()}…"):
        try:
            place = location.by_address()
        except Err as error:
            raise errors.failure(error.value, SERVER) from None
    where = cleaning.line(place.name) or f"{place.latitude:g}, {place.longitude:g}"
    terminal.tell_person(f"{cleaning.line(place.source)} says that this machine is in {where}.")
    return place
