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


def are_of_maps(codes: Iterable[str], *, watttime_set: bool, maps_set: bool) -> bool:
    """Whether to ask Electricity Maps about the regions, and not WattTime: as their codes say, and
    where these say nothing, whose account or key is set; WattTime where both or none is.

    Raises `Mixed`.
    """
    told = {code: "-" in code for code in codes if not _COUNTRY.fullmatch(code)}
    if not told:
        return maps_set and not watttime_set
    if len({*told.values()}) > 1:
        first = {of_maps: code for code, of_maps in reversed(told.items())}
        raise Mixed(first[False], first[True])
    return any(told.values())
