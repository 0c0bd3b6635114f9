"""Codes of grid regions, and whose they are.

WattTime writes `CAISO_NORTH`, Electricity Maps `DK-DK1` and `US-CAL-CISO`. Two letters are a whole
country to both.
"""

import re
from collections.abc import Iterable

_COUNTRY = re.compile(r"[A-Z]{2}")


class Mixed(ValueError):
    """Regions of both services, which have no value in common."""

    def __init__(self, watttime: str, maps: str) -> None:
        super().__init__(
            f"{watttime} is a region of WattTime and {maps} one of Electricity Maps, and their "
            "values are not to be compared"
        )


def are_of_maps(codes: Iterable[str]) -> bool | None:
    """Whether the regions are Electricity Maps', not WattTime's; None where they may be either's.

    Raises `Mixed`.
    """
    told = {code: "-" in code for code in codes if not _COUNTRY.fullmatch(code)}
    if len({*told.values()}) > 1:
        first = {of_maps: code for code, of_maps in reversed(told.items())}
        raise Mixed(first[False], first[True])
    return next(iter(told.values()), None)


def asks_maps(*, watttime_set: bool, maps_set: bool) -> bool:
    """The same for regions that may be either's: whose account or key is set; WattTime where both
    or none is."""
    return maps_set and not watttime_set
