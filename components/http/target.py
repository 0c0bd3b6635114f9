"""Where a credential would go, and how far whoever sends it there is trusted."""

from dataclasses import dataclass

from wit_world.imports.values import Rank, Setting

from setting import PLACES
from url import Origin


@dataclass(frozen=True)
class Target:
    """An origin. `rank` is that of who names it: the highest for the app's manifest, else that of
    the source of a setting, which `name` and `place` tell."""

    origin: Origin
    rank: Rank = Rank.USER
    name: str | None = None
    place: str | None = None


def of_setting(origin: Origin, name: str, value: Setting) -> Target:
    """The target that a setting names."""
    return Target(origin, value.rank, name, PLACES[value.source])
