"""Where a tool comes from: a registry, or a file."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from wae.errors import AppError
from wae.registry.client import Progress
from wae.registry.exchange import pull, registry_of
from wae.registry.reference import Reference, is_reference, parse
from wae.registry.versions import successor


@dataclass(frozen=True)
class Source:
    """``reference`` is a reference, or a file's path; ``digest`` as `Tool` has it."""

    reference: str
    digest: str
    wasm: bytes


def is_file(text: str) -> bool:
    """Whether a file is meant: one that is there, or what is no reference."""
    return os.path.exists(text) or not is_reference(text)


def word_of(text: str) -> str:
    """A word that can be typed, of the name that an artifact or a file has. Raises UsageError."""
    title = Path(text).absolute().stem if is_file(text) else parse(text).title
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def find(
    text: str, environ: Mapping[str, str], progress: Progress, *, insecure: bool = False
) -> Source:
    """The tool that a reference or a file is. Raises :class:`wae.errors.WaeError`."""
    if is_file(text):
        return _of_file(text)
    reference = parse(text)
    pulled = pull(registry_of(reference, environ, insecure=insecure), reference, progress)
    return Source(text, pulled.reference.digest, pulled.wasm)


def newest(
    reference: Reference, environ: Mapping[str, str], *, insecure: bool = False
) -> Reference:
    """The newest version on the artifact's track, if its tag is a version and no digest pins it;
    else itself."""
    if reference.digest:
        return reference
    registry = registry_of(reference, environ, insecure=insecure)
    tag = successor(reference.tag, registry.tags())
    return reference if tag == reference.tag else reference.tagged(tag)


def _of_file(text: str) -> Source:
    try:
        wasm = Path(text).read_bytes()
    except OSError as error:
        raise AppError(
            f"cannot read the tool {text}: {error.strerror}",
            hint="Name a .wasm, or HOST/NAME:TAG in a registry",
        ) from None
    return Source(os.path.abspath(text), "", wasm)
