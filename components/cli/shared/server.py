"""Who is asked: a service's own server, or another one that a setting names."""

import re
from dataclasses import dataclass

from componentize_py_types import Err
from wit_world.imports import plain

from shared import cleaning, setting_place


@dataclass(frozen=True)
class Server:
    """A service's `name` and `host`, and the setting that names another server."""

    name: str
    host: str
    setting: str

    def other(self) -> str | None:
        """The other server, in the middle of a sentence; None where the service's own is asked.

        Raises `Failure` where a file of settings cannot be read.
        """
        try:
            url = plain.get(self.setting)
        except Err as error:
            raise setting_place.bad_file(error.value) from None
        if url is None:
            unusable = setting_place.first(self.setting) is not None
            return f"the server in {self.setting}" if unusable else None
        if re.fullmatch(rf"(?i)https://{re.escape(self.host)}\.?(:(443)?)?(/.*)?", url):
            return None
        return f"the server at {cleaning.line(url)} ({self.setting})"

    def called(self) -> str:
        """Who is asked, in the middle of a sentence. Raises `Failure`, as `other`."""
        return self.other() or self.name

    def briefly(self) -> str:
        """The same without the URL, for a line that a narrow terminal must not break.

        Raises `Failure`, as `other`.
        """
        return f"the server in {self.setting}" if self.other() else self.name

    def key(self, *names: str) -> str | None:
        """The first of the settings that is set for this server, and its place.

        Raises `Failure`, as `other`.
        """
        return setting_place.first(*names, server=self.setting if self.other() else None)

    def file(self) -> str | None:
        """The file that names the other server, and gets none of what is typed: it is trusted less
        than a person. None where there is none.

        Raises `Failure`, as `other`.
        """
        return setting_place.file(self.setting) if self.other() else None

    def how_to_set(self, *names: str) -> str:
        """How to set what the server wants so that it counts: where the current folder's file names
        the server, it gets nothing from elsewhere.

        Raises `Failure`, as `other`.
        """
        file = self.file()
        if file in (None, setting_place.CONFIGURATION):
            commands = (f"'wae config set {name}'" for name in names)
            return f"Run {' and '.join(commands)}"
        return f"Set {' and '.join(names)} in {file}"


def begin(words: str) -> str:
    """The same words at the beginning of a sentence; names stay as they are."""
    return f"T{words[1:]}" if words.startswith("the ") else words
