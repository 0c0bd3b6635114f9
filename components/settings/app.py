"""The component `settings`: the only reader of `.env` files and keeper of tokens."""

from wit_world import exports
from wit_world.exports.presence import Source
from wit_world.exports.values import Rank, Setting

import answers
import plain
import tokens
from sources import find, find_for


class Values(exports.Values):
    """`wae:settings/values`."""

    def get(self, name: str, most: Rank) -> Setting | None:
        """A setting from sources of a rank or lower. Raises `Err` with `bad-file`."""
        return find(name, most)


class Presence(exports.Presence):
    """`wae:settings/presence`."""

    def find(self, name: str) -> Source | None:
        """Where a setting is set. Raises `Err` with `bad-file`."""
        setting = find(name)
        return setting.source if setting else None

    def find_for(self, name: str, url: str) -> Source | None:
        """Where a credential for a server is set. Raises `Err` with `bad-file`."""
        setting = find_for(name, url)
        return setting.source if setting else None


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
