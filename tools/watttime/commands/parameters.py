"""Options that the commands of `wae watttime` share."""

import math
from collections.abc import Callable, Mapping
from typing import Any

import click
from wit_world.imports.emissions import Series, Signal

from shared.json_option import json_option
from tools.watttime.commands.sources import SOURCES

SIGNALS = {signal.name.lower(): signal for signal in Signal}
#: What a signal is called.
NAMES = {
    Signal.CO2_MOER: "marginal CO2",
    Signal.CO2_AOER: "average CO2",
    Signal.HEALTH_DAMAGE: "damage to health",
    Signal.CARBON_INTENSITY: "average CO2eq, life cycle",
}

_SAME = "The same as REGION: a grid region, such as CAISO_NORTH or DE."
_Function = Callable[..., Any]


class Degrees(click.ParamType[float]):
    """A latitude or longitude."""

    name = "degrees"

    def __init__(self, most: int) -> None:
        self._most = most

    def convert(
        self, value: str | float, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        try:
            degrees = float(value)
        except ValueError:
            degrees = math.nan
        if not abs(degrees) <= self._most:
            self.fail(f"{value!r} is not a number from -{self._most} to {self._most}.")
        return degrees


class SignalName(click.Choice[str]):
    """The name of a signal, as the service writes it."""

    def __init__(self) -> None:
        super().__init__(list(SIGNALS))

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Any:  # a Signal, though a choice among texts is one of these
        return value if isinstance(value, Signal) else SIGNALS[super().convert(value, param, ctx)]


source = click.option(
    "--source",
    type=click.Choice(list(SOURCES)),
    metavar="NAME",
    help=f"{' or '.join(SOURCES)} (default: by region, then by what is set).",
)


def signal(function: _Function) -> _Function:
    """`--signal` and `--source`."""
    option = click.option(
        "--signal",
        type=SignalName(),
        metavar="NAME",
        help=f"{', '.join(SIGNALS)} (default: co2_moer or carbon_intensity).",
    )
    return option(source(function))


def region(function: _Function) -> _Function:
    """`[REGION]` and `--region`, then those of `place`: where a command looks at one place."""
    option = click.option("--region", metavar="CODE", help=_SAME)
    return click.argument("code", metavar="[REGION]", required=False)(option(place(function)))


def regions(function: _Function) -> _Function:
    """`[REGION]...` and `--region`, then those of `place`: where it looks at many."""
    option = click.option("--region", "regions", multiple=True, metavar="CODE", help=_SAME)
    return click.argument("codes", metavar="[REGION]...", nargs=-1)(option(place(function)))


def place(function: _Function) -> _Function:
    """`--lat`, `--lon` and `--here`."""
    for option in (
        click.option(
            "--here",
            is_flag=True,
            help="Locate this machine by IP address, with ipinfo.io.",
        ),
        click.option("--lon", type=Degrees(180), metavar="DEGREES", help="East is positive."),
        click.option("--lat", type=Degrees(90), metavar="DEGREES", help="North is positive."),
    ):
        function = option(function)
    return function


def error(options: Mapping[str, Any]) -> list[str]:
    """The field that documents have where several regions are asked for: why one has failed."""
    several = len({*options.get("codes", ()), *options.get("regions", ())}) > 1
    return ["error"] if several else []


def _fields(options: Mapping[str, Any]) -> list[str | type]:
    return [Series, *error(options)]


def form(function: _Function) -> _Function:
    """How a series is shown or written: one of them, or a picture in a file."""
    for option in (
        click.option("--force", is_flag=True, help="Replace FILE if it is there."),
        click.option("--plot", metavar="FILE", help="Draw it into FILE, as SVG."),
        click.option("--csv", "as_csv", is_flag=True, help="Print CSV."),
        json_option(by=_fields),
        click.option("--table", "as_table", is_flag=True, help="Print a table."),
        click.option(
            "--chart", "as_chart", is_flag=True, help="Draw it (the default on a terminal)."
        ),
    ):
        function = option(function)
    return function
