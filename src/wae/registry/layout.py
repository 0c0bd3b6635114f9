"""What an artifact consists of: the CNCF's layout for wasm (TAG Runtime, "Wasm OCI Artifact").

An OCI image manifest has a configuration, which says what the component imports and exports, and
the component as its only layer. All is made of the bytes and the annotations alone, so the same
component always has the same digest.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wae.binary.decode import decode_component
from wae.binary.reader import BinaryError
from wae.binary.sections import custom_sections
from wae.errors import AppError
from wae.registry.errors import RegistryError

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
CONFIG = "application/vnd.wasm.config.v0+json"
LAYER = "application/wasm"

LARGEST, LARGEST_CONFIG = 1 << 30, 4 << 20
"""Bytes of a component, and of its configuration."""

TITLE, VERSION = "org.opencontainers.image.title", "org.opencontainers.image.version"
# The custom sections of Bytecode Alliance's tools, and the annotations of the OCI image
# specification that mean the same.
_SECTIONS = {
    "authors": "org.opencontainers.image.authors",
    "description": "org.opencontainers.image.description",
    "homepage": "org.opencontainers.image.url",
    "licenses": "org.opencontainers.image.licenses",
    "revision": "org.opencontainers.image.revision",
    "source": "org.opencontainers.image.source",
    "version": VERSION,
}
_LONGEST = 4096
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}", re.ASCII)
_SCHEMA = 2
_BEGINNING = "1970-01-01T00:00:00Z"  # when it was made would change the digest


@dataclass(frozen=True)
class Descriptor:
    """A thing in a registry, by its bytes: ``digest`` is ``sha256:…``."""

    kind: str
    digest: str
    size: int

    def document(self) -> dict[str, object]:
        return {"mediaType": self.kind, "digest": self.digest, "size": self.size}


@dataclass(frozen=True)
class Artifact:
    """A component as it is published: the bytes of manifest and configuration, and its layer."""

    manifest: bytes
    config: bytes
    configured: Descriptor
    layer: Descriptor

    @property
    def digest(self) -> str:
        return digest(self.manifest)


@dataclass(frozen=True)
class Contents:
    """What a manifest names."""

    config: Descriptor
    layer: Descriptor
    annotations: dict[str, str]


def digest(content: bytes | bytearray) -> str:
    """The digest of some bytes, as registries write it."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def artifact(wasm: bytes, annotations: Mapping[str, str]) -> Artifact:
    """The artifact of a component. Raises AppError for anything else."""
    kind = _component(wasm)
    layer = Descriptor(LAYER, digest(wasm), len(wasm))
    config = _json(
        {
            "created": _BEGINNING,
            "architecture": "wasm",
            "os": "wasip2",
            "layerDigests": [layer.digest],
            "component": {"exports": sorted(kind.exports), "imports": sorted(kind.imports)},
        }
    )
    configured = Descriptor(CONFIG, digest(config), len(config))
    manifest = {
        "schemaVersion": _SCHEMA,
        "mediaType": MANIFEST,
        "config": configured.document(),
        "layers": [layer.document()],
    }
    if annotations:
        manifest["annotations"] = dict(sorted(annotations.items()))
    return Artifact(_json(manifest), config, configured, layer)


def annotations_of(wasm: bytes) -> dict[str, str]:
    """What a component says of itself, as annotations. Raises AppError for anything else."""
    annotations = {}
    try:
        for section, annotation in _SECTIONS.items():
            for content in custom_sections(wasm, section, _LONGEST):
                text = bytes(content).decode("utf-8", "replace")
                if text and text.isprintable():
                    annotations[annotation] = text
    except BinaryError as error:
        raise AppError(f"this component cannot be published: {error.message}") from None
    return annotations


def read_manifest(content: bytes, whose: str, most: int = LARGEST) -> Contents:
    """What a manifest names, whose component has at most so many bytes.

    Raises :class:`RegistryError` for another layout than the CNCF's.
    """
    document = _parsed(content, whose)
    kind = document.get("mediaType", MANIFEST)
    if kind != MANIFEST or document.get("schemaVersion") != _SCHEMA:
        raise _foreign(whose, f"its manifest is of the type {kind}")
    config = _descriptor(document.get("config"), whose)
    layers = document.get("layers")
    blobs = [_descriptor(each, whose) for each in layers] if isinstance(layers, list) else []
    if config.kind != CONFIG or [each.kind for each in blobs] != [LAYER]:
        kinds = ", ".join([config.kind, *(each.kind for each in blobs)])
        raise _foreign(whose, f"it consists of {kinds}")
    if blobs[0].size > most:
        raise RegistryError(f"{whose} has more than {most >> 20} MiB")
    notes = document.get("annotations")
    pairs = notes.items() if isinstance(notes, dict) else ()
    return Contents(config, blobs[0], {k: v for k, v in pairs if isinstance(v, str)})


def check_config(content: bytes, contents: Contents, whose: str) -> None:
    """Raises :class:`RegistryError` for the configuration of another component."""
    if _parsed(content, whose).get("layerDigests") != [contents.layer.digest]:
        raise RegistryError(f"the configuration of {whose} is that of another component")


def check_component(wasm: bytes, whose: str) -> None:
    """Raises :class:`RegistryError` for a layer that is no component."""
    try:
        _component(wasm)
    except AppError as error:
        raise RegistryError(f"{whose}: {error.message}") from None


def _component(wasm: bytes) -> Any:
    try:
        return decode_component(wasm)
    except BinaryError as error:
        raise AppError(f"this component cannot be published: {error.message}") from None


def _json(document: object) -> bytes:
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode()


def _parsed(content: bytes, whose: str) -> dict[str, Any]:
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        raise RegistryError(f"what the registry has of {whose} is damaged")
    return document


def _descriptor(document: object, whose: str) -> Descriptor:
    descriptor = document if isinstance(document, dict) else {}
    kind, name, size = (descriptor.get(key) for key in ("mediaType", "digest", "size"))
    if (
        isinstance(kind, str)
        and isinstance(name, str)
        and _DIGEST.fullmatch(name)
        and type(size) is int
        and size >= 0
    ):
        return Descriptor(kind, name, size)
    raise RegistryError(f"the manifest of {whose} is damaged")


def _foreign(whose: str, why: str) -> RegistryError:
    return RegistryError(
        f"{whose} is not a WebAssembly component: {why}",
        hint=f"One has a {CONFIG} and a single {LAYER}",
    )
