"""The lock: of each installed tool what it is, to the byte, and what it was granted.

One JSON file in the data folder, which belongs to the user alone and is written whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from wae.binary.value import Value, fields
from wae.errors import UsageError, WaeError
from wae.grants import options
from wae.grants.model import Grants
from wae.installed import place
from wae.installed.key_text import origins_of, setting_of
from wae.runtime.lock import Lock
from wae.runtime.private import Directory, open_directory
from wae.runtime.private_files import read_note, remove, replace

_NAME = "lock.json"
_INSECURE = "WAE_INSECURE_ORIGINS"  # which `http` looks up before it sends a key
_VERSION = 1
_LONGEST = 8 << 20


class Tool(Value):
    """``reference`` is where it came from: a reference, or the path of a file. ``digest`` is that
    of its manifest in the registry, empty for a file, ``sha256`` that of the component.

    ``granted`` and ``denied`` are options as `wae install` takes them; ``keys`` are
    `NAME=ORIGIN` or `HEADER:NAME=ORIGIN`.
    """

    name: str
    reference: str
    digest: str
    sha256: str
    granted: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()

    @property
    def grants(self) -> Grants:
        """What it gets, without its keys. Raises WaeError for a damaged lock."""
        return _grants(self.granted)

    @property
    def settings(self) -> tuple[str, ...]:
        """The variables that its `wae:http` reads: of its keys, and where those are sent."""
        names = {setting_of(key) for key in self.keys}
        names |= {origin[1:] for origin in origins_of(self.keys) if origin.startswith("$")}
        return tuple(sorted({*names, _INSECURE})) if names else ()

    @property
    def asked(self) -> Grants:
        """All that was ever decided of it."""
        both = self.grants
        both.add(_grants(self.denied))
        return both


def read(environ: Mapping[str, str]) -> dict[str, Tool]:
    """The installed tools, by name. Raises :class:`wae.errors.WaeError` for a damaged lock."""
    try:
        with open_directory(place.folder(environ), make=False) as folder:
            return _read(folder)
    except OSError:
        return {}


def find(name: str, environ: Mapping[str, str]) -> Tool:
    """The installed tool with this name. Raises UsageError."""
    tools = read(environ)
    if name not in tools:
        known = ", ".join(tools) or "none"
        raise UsageError(f"no tool {name} is installed", hint=f"Installed: {known}")
    return tools[name]


@contextmanager
def changing(environ: Mapping[str, str]) -> Iterator[Changes]:
    """The tools, to be changed by nobody else meanwhile. Raises :class:`wae.errors.WaeError`."""
    where = place.folder(environ)
    try:
        with open_directory(where) as folder, Lock(folder):
            yield Changes(folder)
    except OSError as error:
        raise WaeError(f"cannot keep tools in {where}: {error.strerror}") from error


class Changes:
    """What is installed, while one process changes it."""

    def __init__(self, folder: Directory) -> None:
        self._folder = folder
        self.tools = _read(folder)

    def put(self, tool: Tool, wasm: bytes) -> None:
        """Installs a tool, instead of what had its name; the lock comes last."""
        replace(tool.name + place.SUFFIX, wasm, self._folder.descriptor)
        self._write({**self.tools, tool.name: tool})

    def take(self, name: str) -> None:
        """Removes a tool; the lock comes first."""
        self._write({other: tool for other, tool in self.tools.items() if other != name})
        remove(name + place.SUFFIX, self._folder.descriptor)

    def _write(self, tools: dict[str, Tool]) -> None:
        known = {name: _to_json(tools[name]) for name in sorted(tools)}
        text = json.dumps({"version": _VERSION, "tools": known}, indent=2) + "\n"
        replace(_NAME, text.encode(), self._folder.descriptor)
        self.tools = tools


def _to_json(tool: Tool) -> dict[str, Any]:
    return {key: value for key, value in fields(tool).items() if key != "name"}


def _read(folder: Directory) -> dict[str, Tool]:
    text = read_note(_NAME, folder.descriptor, _LONGEST)[0]
    if not text:
        return {}
    damaged = WaeError(
        f"{folder.path}/{_NAME} is damaged", hint="Restore it, or remove it and install anew"
    )
    try:
        document = json.loads(text)
        if document["version"] != _VERSION:
            raise damaged
        tools = {name: _tool(name, known) for name, known in document["tools"].items()}
        for tool in tools.values():
            tool.asked  # noqa: B018 - raises
    except (ValueError, TypeError, KeyError, AttributeError, UsageError):
        raise damaged from None
    return tools


def _tool(name: str, known: dict[str, Any]) -> Tool:
    texts = [known[key] for key in ("reference", "digest", "sha256")]
    lists = [known[key] for key in ("granted", "denied", "keys")]
    words = [word for each in lists for word in each]
    if not all(isinstance(text, str) for text in (*texts, *words)):
        raise ValueError
    return Tool(name, *texts, *map(tuple, lists))


def _grants(words: tuple[str, ...]) -> Grants:
    grants, rest = options.take([*words])
    if rest or grants.everything:
        raise UsageError("what is locked is no grant")
    return grants
