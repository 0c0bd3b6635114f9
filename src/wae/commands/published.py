"""What a component on this machine is once it is published, without asking any registry."""

from __future__ import annotations

import os
from pathlib import Path

from wae.errors import AppError, UsageError, WaeError
from wae.grants import answers
from wae.manifest import load_manifest
from wae.registry.exchange import Pulled
from wae.registry.layout import TITLE, VERSION, Artifact, annotations_of, artifact, digest
from wae.registry.reference import Reference


def read(file: Path) -> bytes:
    """The bytes of an app. Raises :class:`AppError`."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise AppError(f"cannot read the app {file}: {error.strerror}") from None


def as_published(wasm: bytes) -> Artifact:
    """What `wae push` makes of a component here. Raises :class:`AppError` for anything else."""
    return artifact(wasm, {**annotations_of(wasm), **_of_manifest(wasm)})


def local(file: Path, reference: Reference) -> Pulled:
    """The app in a file, as if it came out of its registry.

    Raises UsageError where the reference has the digest of something else.
    """
    wasm = read(file)
    here = as_published(wasm).digest
    # On another machine nobody knows the manifest that it was built from.
    known = (here, artifact(wasm, annotations_of(wasm)).digest)
    if reference.digest and reference.digest not in known:
        raise UsageError(
            f"{file} is not {reference}: published, it is {here}",
            hint="Name the file that was pushed by `wae push`, or leave out the digest",
        )
    return Pulled(reference.at(reference.digest or here), wasm, {})


def _of_manifest(wasm: bytes) -> dict[str, str]:
    """Name and version in the wae.toml from which an app was built here, if it is still there."""
    identity = answers.identify(digest(wasm).removeprefix("sha256:"), os.environ)
    if not identity.is_built:
        return {}
    try:
        manifest = load_manifest(Path(identity.text))
    except (WaeError, OSError):
        return {}
    return {TITLE: manifest.name, VERSION: manifest.version}
