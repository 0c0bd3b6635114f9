"""``wae.lock``: digests of all that an app is made from and that its own folder does not pin.

What a build reads from elsewhere, a contract or what a component's own toolchain makes, may change
under the same name. The lock remembers what was used; whatever differs is an error until somebody
accepts it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from wae.atomic_write import write_atomically
from wae.build.tools import BuildError

NAME = "wae.lock"
_VERSION = 1
_HEAD = """\
# What this app was last built from, by `wae build`. Keep it with wae.toml.
version = 1
"""
_HINT = "Restore it, or remove it to lock what is there now"


@dataclass(frozen=True)
class ContractPin:
    """A contract's version, and the SHA-256 of its WIT.

    One that came from a registry is pinned by the SHA-256 of its component; ``oci`` is its
    reference by digest.
    """

    version: str
    sha256: str
    oci: str = ""

    def text(self) -> str:
        oci = f'oci = "{self.oci}"\n' if self.oci else ""
        return f'version = "{self.version}"\n{oci}sha256 = "{self.sha256}"\n'


@dataclass(frozen=True)
class OutputPin:
    """What a component's own build made: SHA-256 of what went in, and of the .wasm."""

    inputs: str
    sha256: str


@dataclass(frozen=True)
class Lock:
    """Pins by package, and by component."""

    contracts: Mapping[str, ContractPin] = field(default_factory=dict)
    outputs: Mapping[str, OutputPin] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not self.contracts and not self.outputs

    def with_contract(self, name: str, pin: ContractPin) -> Lock:
        """The same with another pin of one contract."""
        return replace(self, contracts={**self.contracts, name: pin})

    def text(self) -> str:
        """The file's content, in an order that does not depend on anything."""
        parts = [_HEAD]
        for name, pin in sorted(self.contracts.items()):
            parts.append(f'[wit."{name}"]\n{pin.text()}')
        for name, made in sorted(self.outputs.items()):
            parts.append(
                f'[components.{name}]\ninputs = "{made.inputs}"\nsha256 = "{made.sha256}"\n'
            )
        return "\n".join(parts)


def read_lock(manifest: Path) -> Lock:
    """The lock beside a manifest; an empty one where there is none. Raises :class:`BuildError`."""
    file = manifest.with_name(NAME)
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Lock()
    except (OSError, UnicodeDecodeError) as error:
        raise BuildError(f"{file} cannot be read: {error}") from None
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BuildError(f"{file}: this is not TOML: {error}", hint=_HINT) from None
    if data.get("version") != _VERSION:
        raise BuildError(
            f"{file} is of version {data.get('version')}, which this wae does not know",
            hint=f"It knows {_VERSION}",
        )
    contracts, outputs = _tables(data, "wit"), _tables(data, "components")
    return Lock(
        {n: _contract(file, t) for n, t in contracts},
        {n: OutputPin(*_texts(file, t, "inputs", "sha256")) for n, t in outputs},
    )


def write_lock(manifest: Path, lock: Lock) -> None:
    """Writes the lock beside a manifest, whole or not at all; not where nothing has changed.

    Where there is nothing to lock, none is written. Raises :class:`BuildError`.
    """
    file = manifest.with_name(NAME)
    try:
        known = file.read_text(encoding="utf-8") if file.is_file() else ""
        if lock.text() != known and not (lock.is_empty and not known):
            write_atomically(file, lock.text().encode())
    except (OSError, UnicodeDecodeError) as error:
        raise BuildError(f"{file} cannot be written: {error}") from None


def _tables(data: Mapping[str, Any], key: str) -> list[tuple[str, Any]]:
    table = data.get(key, {})
    return [*table.items()] if isinstance(table, dict) else [(key, None)]


def _contract(file: Path, table: Any) -> ContractPin:
    keys: tuple[str, ...] = ("version", "sha256")
    if isinstance(table, dict) and "oci" in table:
        keys += ("oci",)
    return ContractPin(*_texts(file, table, *keys))


def _texts(file: Path, table: Any, *keys: str) -> list[str]:
    values = [table.get(key) for key in keys] if isinstance(table, dict) else []
    texts = [value for value in values if isinstance(value, str)]
    if len(texts) != len(keys):
        raise BuildError(f"{file} is damaged", hint=_HINT)
    return texts
