"""The table ``[wit]``: contracts that an app depends on, each of one version, from one place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KEYS = ("path", "version")
_PACKAGE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*(:[a-z][a-z0-9]*(-[a-z0-9]+)*)+")
# semver.org, §2, §9 and §10.
_VERSION = re.compile(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?")
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
    """The package ``name`` of just this ``version``, in the folder or file ``path``.

    ``written`` is the path as the manifest has it.
    """

    name: str
    version: str
    path: Path
    written: str
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


def _entry(name: str, value: Any, folder: Path) -> ContractEntry:
    if not _PACKAGE.fullmatch(name):
        raise BadContract(name, f'"{name}" is not the name of a WIT package', f"Write {_EXAMPLE}")
    if not isinstance(value, dict):
        raise BadContract(name, f"{name} must have a path and a version", f"Write {_EXAMPLE}")
    for key in value:
        if key not in KEYS:
            raise BadContract(name, f'{name} has no key "{key}"', f"Keys: {', '.join(KEYS)}")
    for key in KEYS:
        if not isinstance(value.get(key), str) or not value[key]:
            problem = f"{key} of {name} must be text" if key in value else f"{name} has no {key}"
            raise BadContract(name, problem, f"Write {_EXAMPLE}")
    version = value["version"]
    if not _VERSION.fullmatch(version):
        raise BadContract(
            name, f'{name}: "{version}" is not a version', 'Write all of it: version = "0.1.0"'
        )
    return ContractEntry(name, version, folder / value["path"], value["path"])
