"""When to run something."""

import time
from datetime import UTC, datetime

from componentize_py_types import Err
from wit_world.exports import emissions as contract

import times
import windows

MINUTE = 60
HOUR = 3600


def check(minutes: int, hours: int) -> None:
    """Raises `Err` (`invalid`) for a job that does not fit into it."""
    if minutes < 1:
        raise Err(contract.Error_Invalid("it has to take a minute or more"))
    if minutes * MINUTE > hours * HOUR:
        problem = f"{minutes} minutes do not fit into the time, which is {hours * 60}"
        raise Err(contract.Error_Invalid(problem))


def of_forecast(forecast: contract.Series, minutes: int, hours: int) -> contract.Advice:
    """The window of `minutes` within the next `hours` with the lowest average, and the highest.

    Raises `Err` with an error of the contract.
    """
    points = [(_seconds(point.time), point.value) for point in forecast.points]
    now = int(time.time())
    steps = windows.steps(points, forecast.period)
    choice = windows.choose(steps, minutes * MINUTE, now, now + hours * HOUR)
    if choice is None:
        wanted = "a minute" if minutes == 1 else f"{minutes} minutes on end"
        problem = f"the forecast for {forecast.region} does not cover {wanted} from now on"
        raise Err(contract.Error_Invalid(problem))
    return contract.Advice(
        region=forecast.region,
        signal=forecast.signal,
        units=forecast.units,
        period=forecast.period,
        generated_at=forecast.generated_at,
        model_date=forecast.model_date,
        now=_window(choice.first),
        best=_window(choice.best),
        worst=_window(choice.worst),
        missing=forecast.missing,
        warnings=forecast.warnings,
    )


def _seconds(text: str) -> int:
    return int(times.parse(text).timestamp())


def _window(window: windows.Window) -> contract.Window:
    return contract.Window(_time(window.start), _time(window.end), float(window.average))


def _time(seconds: int) -> str:
    return times.show(datetime.fromtimestamp(seconds, UTC))
