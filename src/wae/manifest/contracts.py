"""The table ``[wit]``: contracts that an app depends on, each of one version, from one place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wae.errors import UsageError
from wae.registry.reference import Reference, parse

PLACES = ("path", "oci")
KEYS = (*PLACES, "version")
PACKAGE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*(:[a-z][a-z0-9]*(-[a-z0-9]+)*)+")
# semver.org, §2, §9 and §10.
VERSION = re.compile(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?")
_EXAMPLE = '"bank:currency" = { path = "../bank/wit", version = "0.1.0" }'


class BadContract(ValueError):
    """What is wrong with an entry of ``[wit]``, and what to write instead."""

    def __init__(self, name: str, problem: str, hint: str) -> None:
        super().__init__(problem)
        self.name = name
        self.problem = problem
        self.hint = hint


@dataclass(frozen=True)
class ContractEntry:
    """The package ``name`` of just this ``version``: in the folder or file ``path``, or, where that
    is None, in the ``repository`` of a registry, which has neither tag nor digest.

    ``written`` is the place as the manifest has it.
    """

    name: str
    version: str
    written: str
    path: Path | None = None
    repository: Reference | None = None
    line: int = 0

    @property
    def identity(self) -> str:
        """`bank:currency@0.1.0`."""
        return f"{self.name}@{self.version}"


def read_contract_entries(table: Mapping[str, Any], folder: Path) -> dict[str, ContractEntry]:
    """The entries of ``[wit]``, by name; paths are seen from ``folder``.

    Raises :class:`BadContract`.
    """
    return {name: _entry(name, value, folder) for name, value in table.items()}


def read_repository(text: str) -> Reference:
    """A place in a registry, `HOST[:PORT]/NAME`. Raises UsageError, also for a tag or digest."""
    found = parse(text)
    if found.tag or found.digest:
        raise UsageError(
            f"{text} names a tag or a digest, but a contract's version says which",
            hint=f"Write {found.name}",
        )
    return found


def _entry(name: str, value: Any, folder: Path) -> ContractEntry:
    if not PACKAGE.fullmatch(name):
        raise BadContract(name, f'"{name}" is not the name of a WIT package', f"Write {_EXAMPLE}")
    if not isinstance(value, dict):
        raise BadContract(name, f"{name} must have a path and a version", f"Write {_EXAMPLE}")
    for key in value:
        if key not in KEYS:
            raise BadContract(name, f'{name} has no key "{key}"', f"Keys: {', '.join(KEYS)}")
    place = next((key for key in PLACES if key in value), PLACES[0])
    for key in (place, "version"):
        if not isinstance(value.get(key), str) or not value[key]:
            problem = (
                f"{key} of {name} must be a string" if key in value else f"{name} has no {key}"
            )
            raise BadContract(name, problem, f"Write {_EXAMPLE}")
    if all(key in value for key in PLACES):
        raise BadContract(name, f"{name} has both path and oci", "Remove one of them")
    version, written = value["version"], value[place]
    if not VERSION.fullmatch(version):
        raise BadContract(
            name, f'{name}: "{version}" is not a version', 'Write all of it: version = "0.1.0"'
        )
    if place == "path":
        return ContractEntry(name, version, written, path=folder / written)
    try:
        return ContractEntry(name, version, written, repository=read_repository(written))
    except UsageError as error:
        raise BadContract(name, f"{name}: {error.message}", error.hint) from None
