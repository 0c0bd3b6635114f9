"""Types of options of `wae openai`."""

import math

import click


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
