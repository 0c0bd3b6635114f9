"""Contracts out of registries: WIT packages, by their names and versions."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from wae.build import fetched
from wae.build.lock import ContractPin
from wae.build.tools import BuildError
from wae.build.wit_package import MOST, decode
from wae.contract.versions import order
from wae.manifest.contracts import VERSION
from wae.registry.client import Registry
from wae.registry.errors import NoArtifact
from wae.registry.exchange import Pulled, pull, registry_of
from wae.registry.reference import Reference
from wae.registry.versions import tag_of, version_of

_MOST_LISTED = 5


@dataclass(frozen=True)
class Contracts:
    """The contract ``name`` in a ``repository`` of a registry; see :func:`registry_of`."""

    name: str
    repository: Reference
    environ: Mapping[str, str]
    insecure: bool = False

    def newest(self) -> str:
        """The newest version that is no prerelease. Raises :class:`BuildError`, RegistryError."""
        versions = [v for v in self._versions() if "-" not in v.partition("+")[0]]
        if not versions:
            raise BuildError(
                f"{self.repository.name} has no version of {self.name}", hint=self._hint()
            )
        return versions[-1]

    def fetch(self, version: str, known: ContractPin | None) -> ContractPin:
        """Fetches a version, keeps it, and tells what pins it.

        If it is ``known`` it has to be what it was. Raises :class:`BuildError` for that, and for
        what is no such package; RegistryError.
        """
        reference = self.repository.tagged(tag_of(version))
        try:
            pulled = pull(self._registry(), reference, most=MOST)
        except NoArtifact as error:
            raise NoArtifact(error.message, hint=self._hint()) from None
        wanted = f"{self.name}@{version}"
        if known is not None and known.version == version:
            _check_same(reference, pulled, known)
        identity = decode(pulled.wasm, str(reference)).identity
        if identity != wanted:
            raise BuildError(f"{reference} holds {identity}, not {wanted}")
        fetched.keep(self.name, pulled.wasm)
        digest = hashlib.sha256(pulled.wasm).hexdigest()
        return ContractPin(version, digest, str(pulled.reference))

    def _registry(self) -> Registry:
        return registry_of(self.repository, self.environ, insecure=self.insecure)

    def _versions(self) -> list[str]:
        """The tags that are versions, the oldest first."""
        return sorted(
            filter(VERSION.fullmatch, map(version_of, self._registry().tags())), key=order
        )

    def _hint(self) -> str:
        versions = self._versions()[-_MOST_LISTED:]
        return f"Versions there: {', '.join(versions)}" if versions else "No version is there"


def _check_same(reference: Reference, pulled: Pulled, known: ContractPin) -> None:
    """Raises :class:`BuildError` where a version has other bytes than those that were locked."""
    name, _, digest = known.oci.partition("@")
    if name == reference.name and digest != pulled.reference.digest:
        raise BuildError(
            f"{reference} is {pulled.reference.digest} now, and was {digest} when it was locked: "
            "a version does not change",
            hint="Ask its publisher. To take it: wae update --accept",
        )
