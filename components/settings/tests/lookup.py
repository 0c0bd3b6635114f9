"""Looks a setting up as a component with every right does."""

from wit_world.exports.values import Rank

from app import Values


def value(name: str) -> str | None:
    """The value of a setting, from whichever source."""
    setting = Values().get(name, Rank.USER)
    return setting.value if setting else None
