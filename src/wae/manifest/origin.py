"""Where a component comes from: a folder, a file, a command of its own, or wae itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PREFIX = "wae:"
HTTP, SETTINGS = "http", "settings"
DEFAULTS: dict[str, dict[str, Any]] = {
    HTTP: {"grants": ["http"], "instance": "per-consumer"},
    SETTINGS: {},
}
"""The components that come with wae, with what their tables say where nobody says otherwise."""

KEYS = ("source", "path", "sha256", "build", "wit", "output")


class BadOrigin(ValueError):
    """What is wrong with a component's origin, at which key, and what to write instead."""

    def __init__(self, key: str | None, problem: str, hint: str) -> None:
        super().__init__(problem)
        self.key = key
        self.problem = problem
        self.hint = hint


@dataclass(frozen=True)
class BuildCommand:
    """A component's own toolchain: ``command`` is run by a shell, in the component's folder.

    ``wit`` is the folder of its world, ``output`` the file that it writes; without, that is the
    file in the variable WAE_OUTPUT, or the only .wasm that it writes to the folder.
    """

    command: str
    wit: Path
    output: Path | None = None


@dataclass(frozen=True)
class Origin:
    """One of ``source`` (with ``build`` a folder in any language), ``path`` and ``given``."""

    source: Path | None = None
    path: Path | None = None
    given: str | None = None
    sha256: str | None = None
    build: BuildCommand | None = None


def read_origin(name: str, entry: Mapping[str, Any], folder: Path) -> Origin:
    """What a table says of it; paths are seen from ``folder``. Raises :class:`BadOrigin`."""
    if ("source" in entry) == ("path" in entry):
        raise BadOrigin(
            None,
            f'component "{name}" needs either source or path',
            "source is a folder of Python, or of any language with build; path a .wasm file",
        )
    text = {key: _text(entry, key) for key in KEYS if key in entry}
    if "path" in text:
        return _file(name, text, folder)
    if "sha256" in text:
        raise BadOrigin("sha256", f'component "{name}" is built from source', "Remove sha256")
    if text["source"].startswith(PREFIX):
        return _given(name, text)
    source = folder / text["source"]
    return Origin(source=source, build=_build(name, text, source))


def _file(name: str, text: Mapping[str, str], folder: Path) -> Origin:
    for key in ("build", "wit", "output"):
        if key in text:
            raise BadOrigin(key, f"{key} goes with source, not with path", "Write source, a folder")
    if "sha256" not in text:
        raise BadOrigin(
            "path",
            f'component "{name}" has a path but no sha256',
            "Give the file's SHA-256 in hexadecimal",
        )
    return Origin(path=folder / text["path"], sha256=text["sha256"].lower())


def _given(name: str, text: Mapping[str, str]) -> Origin:
    given = text["source"].removeprefix(PREFIX)
    if given not in DEFAULTS:
        known = " and ".join(f"{PREFIX}{each}" for each in DEFAULTS)
        raise BadOrigin("source", f'wae has no component "{given}"', f"It has {known}")
    for key in ("build", "wit", "output"):
        if key in text:
            raise BadOrigin(key, f'component "{name}" comes with wae', f"Remove {key}")
    return Origin(given=given)


def _build(name: str, text: Mapping[str, str], source: Path) -> BuildCommand | None:
    if "build" not in text:
        for key in ("wit", "output"):
            if key in text:
                raise BadOrigin(
                    key,
                    f'component "{name}" has {key}, but no build',
                    'Name the command: build = "…"; Python needs none',
                )
        return None
    output = source / text["output"] if "output" in text else None
    return BuildCommand(text["build"], source / text.get("wit", "wit"), output)


def _text(entry: Mapping[str, Any], key: str) -> str:
    value = entry[key]
    if not isinstance(value, str) or not value:
        raise BadOrigin(key, f"{key} must be a string", f'For example: {key} = "…"')
    return value
