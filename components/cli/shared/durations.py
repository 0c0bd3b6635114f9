"""Lengths of time as they are typed (`1h30m`) and shown (`1 h 30 min`)."""

import re

import click

_PARTS = re.compile(r"(?:(\d{1,6})d)?(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,6})s)?", re.ASCII)
_UNITS = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))


class Duration(click.ParamType[int]):
    """`90m`, `1h30m`, `2h`, `1d`: a length of time in seconds, from `least` to `most`.

    With a `unit` (in seconds, with its name) it must be a whole number of those.
    """

    name = "duration"

    def __init__(self, least: int, most: int, unit: tuple[int, str] = (1, "seconds")) -> None:
        self._least = least
        self._most = most
        self._unit = unit

    def convert(
        self, value: str | int, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        seconds = value if isinstance(value, int) else parse(value)
        if seconds is None:
            self.fail(f"{value!r} is not a duration. Write 90m, 1h30m, 2h or 1d.")
        if not self._least <= seconds <= self._most:
            self.fail(f"{value!r} is not between {show(self._least)} and {show(self._most)}.")
        size, name = self._unit
        if seconds % size:
            self.fail(f"{value!r} is not a number of whole {name}.")
        return seconds


def parse(text: str) -> int | None:
    """The seconds in days, hours, minutes and seconds, each at most once and in this order."""
    match = _PARTS.fullmatch(text)
    if not text or match is None:
        return None
    return sum(
        int(part or 0) * size for part, (_, size) in zip(match.groups(), _UNITS, strict=True)
    )


def show(seconds: float) -> str:
    """`1 d 2 h`, `3 h 20 min`, `45 min`, `30 s`: the two largest units, rounded down."""
    left = max(0, int(seconds))
    shown: list[str] = []
    for name, size in _UNITS:
        amount, left = divmod(left, size)
        if amount or shown:
            shown.append(f"{amount} {name}" if amount else "")
    return " ".join(filter(None, shown[:2])) or "0 s"
