"""What the command line knows about a tool beside what it says of itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import click

from shared.errors import Failure
from shared.server import Server
from wae.tools.description import Tool as Described


@dataclass(frozen=True)
class Service:
    """What a tool needs from outside, for `wae doctor`."""

    name: str
    #: Whom it asks; the credentials are for the first.
    servers: tuple[Server, ...]
    #: The settings that let the user in; of each group the first that is set counts.
    credentials: tuple[tuple[str, ...], ...]
    #: Whether it tells something without them.
    public: bool
    #: Asks for something small. Raises `Err` with an error of the tool's contract.
    ask: Callable[[], object]
    #: What that error means.
    explain: Callable[[Any], Failure]
    #: A setting that is enough where not all of the credentials are set.
    instead: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tool:
    """What a tool says of itself, its command of `wae`, and what it needs from outside."""

    described: Described
    command: click.Command
    services: tuple[Service, ...] = ()


def examples(*commands: str) -> str:
    """An epilog for `--help` with a command on each line."""
    return "\n".join(["\b", "Examples:", *(f"  {command}" for command in commands)])


def given(context: click.Context, name: str) -> bool:
    """Whether the parameter was given on the command line."""
    return context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE


class WholeNumber(click.ParamType[int]):
    """A WIT `u32`; its range is for the contract to judge."""

    name = "number"

    def __init__(self, minimum: int = 0) -> None:
        self._minimum = minimum

    def convert(
        self, value: str | int, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        text = str(value)
        if not (text.isascii() and text.isdecimal()):
            self.fail(f"{text!r} is not a whole number.")
        if len(text) > len(str(2**32)) or int(text) >= 2**32:
            self.fail(f"{text!r} is too large.")
        if int(text) < self._minimum:
            self.fail(f"{text!r} is too small.")
        return int(text)
