"""The component `settings`: the only reader of `.env` files."""

from wit_world import exports
from wit_world.exports.presence import Source

from sources import find


class Values(exports.Values):
    """`wae:settings/values`."""

    def get(self, name: str) -> str | None:
        """The value of a setting. Raises `Err` with `bad-file`."""
        found = find(name)
        return found[1] if found else None


class Presence(exports.Presence):
    """`wae:settings/presence`."""

    def find(self, name: str) -> Source | None:
        """Where a setting is set. Raises `Err` with `bad-file`."""
        found = find(name)
        return found[0] if found else None
