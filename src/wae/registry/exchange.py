"""A component in and out of a registry, as one thing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wae.registry import layout
from wae.registry.client import Progress, Registry, silent
from wae.registry.connection import PULL, PUSH, Connection
from wae.registry.errors import RegistryError
from wae.registry.layout import Artifact
from wae.registry.reference import Reference


@dataclass(frozen=True)
class Pulled:
    """A component that came out of a registry; ``reference`` has its digest, and no tag."""

    reference: Reference
    wasm: bytes
    annotations: dict[str, str]


def registry_of(
    reference: Reference, environ: Mapping[str, str], *, push: bool = False, insecure: bool = False
) -> Registry:
    """The registry of a reference. Raises UsageError for plain HTTP to another machine."""
    actions = PUSH if push else PULL
    return Registry(Connection(reference, environ, actions=actions, insecure=insecure))


def resolve(registry: Registry, reference: Reference) -> Reference:
    """The same artifact by its digest. Raises :class:`RegistryError`."""
    if reference.digest:
        return reference.at(reference.digest)
    return reference.at(layout.digest(registry.manifest(reference)))


def pull(
    registry: Registry,
    reference: Reference,
    progress: Progress = silent,
    most: int = layout.LARGEST,
) -> Pulled:
    """The component that a reference means, of at most so many bytes.

    With tag and digest, the digest decides. Raises :class:`RegistryError`.
    """
    whose = str(reference)
    manifest = registry.manifest(reference)
    contents = layout.read_manifest(manifest, whose, most)
    if contents.config.size > layout.LARGEST_CONFIG:
        raise RegistryError(f"the configuration of {whose} is too large")
    layout.check_config(registry.blob(contents.config), contents, whose)
    wasm = registry.blob(contents.layer, progress)
    layout.check_component(wasm, whose)
    return Pulled(reference.at(layout.digest(manifest)), wasm, contents.annotations)


def push(
    registry: Registry,
    reference: Reference,
    made: Artifact,
    wasm: bytes,
    progress: Progress = silent,
) -> bool:
    """Publishes an artifact, its manifest last; False where its component was there already.

    Raises :class:`RegistryError`, also for a reference by another digest.
    """
    if reference.digest not in ("", made.digest):
        raise RegistryError(f"the component's digest is {made.digest}, not {reference.digest}")
    is_new = registry.upload(wasm, made.layer, progress)
    registry.upload(made.config, made.configured)
    registry.put_manifest(made.manifest, reference)
    return is_new
