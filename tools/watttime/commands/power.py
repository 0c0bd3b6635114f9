"""What a job of so many watts causes: an amount of what a signal counts by energy."""

import re
from dataclasses import dataclass

import click
from wit_world.imports.emissions import Advice

from shared.errors import Failure
from tools.watttime.commands import units

_WATTS = re.compile(r"(\d{1,9}(?:\.\d{1,6})?) ?(W|w|kW|kw|KW|MW)?", re.ASCII)
_SIZES = {"": 1, "W": 1, "K": 1e3, "M": 1e6}
_MOST = 1e9


class Watts(click.ParamType[float]):
    """`300`, `300W`, `1.5kW`: a power in watts, up to a gigawatt."""

    name = "power"

    def convert(
        self, value: str | float, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        watts = value if isinstance(value, float) else parse(value)
        if watts is None:
            self.fail(f"{value!r} is not a power. Write 300, 300W or 1.5kW.")
        if not 0 < watts <= _MOST:
            self.fail(f"{value!r} is not between 0 W and 1,000 MW.")
        return watts


def parse(text: str) -> float | None:
    """The watts; `mw` is none, for it may be milliwatts."""
    match = _WATTS.fullmatch(text)
    return float(match[1]) * _SIZES[(match[2] or "")[:1].upper()] if match else None


@dataclass(frozen=True)
class Job:
    """What it causes where it begins now, at the best and at the worst time, in `unit`."""

    watts: float
    kilowatt_hours: float
    unit: str
    now: float
    best: float
    worst: float


def job(watts: float, seconds: int, advice: Advice) -> Job:
    """What so many watts cause for so long. Raises `Failure` for a unit that is none of energy."""
    hours = watts / 1000 * seconds / 3600
    per_hour = units.per_kilowatt_hour(advice.units)
    if per_hour is None:
        unit = units.name(advice.units) or "no unit"
        raise Failure(f"The answer has {unit}, which is no amount by energy", "Leave out --watts")
    unit, factor = per_hour
    now, best, worst = (
        hours * factor * window.average for window in (advice.now, advice.best, advice.worst)
    )
    return Job(watts, hours, unit, now, best, worst)
