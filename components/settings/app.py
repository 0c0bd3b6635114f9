"""The component `settings`: the only reader of `.env` files and keeper of tokens."""

from wit_world import exports
from wit_world.exports.presence import Source

import answers
import plain
import tokens
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


class Plain(exports.Plain):
    """`wae:settings/plain`."""

    def get(self, name: str) -> str | None:
        """The value of a setting that is no secret. Raises `Err` with `bad-file`."""
        return plain.get(name)


class Answers(exports.Answers):
    """`wae:settings/answers`."""

    def provide(self, name: str, value: str) -> None:
        """Remembers what the user typed."""
        answers.provide(name, value)


class Tokens(exports.Tokens):
    """`wae:settings/tokens`."""

    def recall(self, name: str) -> str | None:
        """What is kept under a name."""
        return tokens.recall(name)

    def keep(self, name: str, value: str, seconds: int) -> None:
        """Keeps a value for a time."""
        tokens.keep(name, value, seconds)

    def forget(self, name: str) -> None:
        """Keeps nothing under the name any more."""
        tokens.forget(name)
