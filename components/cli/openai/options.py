"""Types of options of `wae openai`."""

import math

import click


class Temperature(click.ParamType):
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
