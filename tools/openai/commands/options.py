"""Types of options of `wae openai`."""

import json
import math
from collections.abc import Mapping, Sequence

import click

import json_text


class NameAndValue(click.ParamType[tuple[str, str]]):
    """`NAME=VALUE` as a pair."""

    name = "text"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        if isinstance(value, tuple):
            return value
        name, equals, text = str(value).partition("=")
        if not name or not equals:
            self.fail(f"{value!r} is not NAME=VALUE.")
        return name, text


class Temperature(click.ParamType[float]):
    """0 to 2."""

    name = "number"

    def convert(
        self, value: str | float, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        try:
            number = float(value)
        except ValueError:
            number = math.nan
        if not 0 <= number <= 2:
            self.fail(f"{value!r} is not a number from 0 to 2.")
        return number


def as_object(
    named: Mapping[str, str | None],
    more: Sequence[tuple[str, str]],
    taken: Mapping[str, str | None],
) -> str | None:
    """Options as a JSON object: those that are `named` as texts, of `more` what is JSON as that and
    the rest as text; None for none. Raises `click.UsageError` for a name that comes twice, or that
    is `taken`: by the option for it, or by the command itself."""
    options: dict[str, object] = {name: word for name, word in named.items() if word is not None}
    for name, text in more:
        if name in options:
            raise click.UsageError(f"{name!r} is given twice.")
        if name in taken:
            instead = f": give {taken[name]}" if taken[name] else ""
            raise click.UsageError(f"{name!r} is no --option to choose{instead}.")
        options[name] = _value(text)
    return json.dumps(options) if options else None


def _value(text: str) -> object:
    try:
        return json_text.parse(text)
    except json_text.BadJson:
        return text
