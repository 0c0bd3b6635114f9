"""Components that somebody else built: read from a file, checked, whatever language they are in."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from wae.binary.decode import decode_component
from wae.binary.reader import BinaryError
from wae.binary.sections import sections
from wae.binary.types import ComponentType
from wae.binary.versions import split, track
from wae.build.modules import component_of, is_module
from wae.build.tools import BuildError, last_lines, problem_of
from wae.build.tree import TreeError, read_file
from wae.manifest import ComponentEntry, Manifest


def read_prebuilt(manifest: Manifest, entry: ComponentEntry) -> bytes:
    """The component in the file of an entry with a ``path``.

    Raises :class:`wae.manifest.ManifestError` for no component, or not the one that is meant.
    """
    assert entry.path is not None
    text = f'component "{entry.name}": {entry.path}'
    try:
        binary = read_file(Path(os.path.realpath(entry.path)))
    except TreeError as error:
        raise manifest.error(entry.name, f'component "{entry.name}": {error.message}') from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", error)
        raise manifest.error(entry.name, f"{text}: {reason}") from None
    digest = hashlib.sha256(binary).hexdigest()
    if entry.sha256 is not None and digest != entry.sha256:
        raise manifest.error(
            entry.name,
            f"{text} has SHA-256 {digest}, not the one given",
            "Check where the file comes from before you change the manifest",
        )
    try:
        return checked_component(binary, text)
    except BuildError as error:
        raise manifest.error(entry.name, error.message, error.hint) from None


def type_of(manifest: Manifest, entry: ComponentEntry, binary: bytes) -> ComponentType:
    """The type of an entry's component.

    Raises :class:`wae.manifest.ManifestError` for one with constructs that are not read.
    """
    try:
        return decode_component(binary)
    except BinaryError as error:
        text = f'component "{entry.name}": {error.message}'
        raise manifest.error(entry.name, text, error.hint) from None


def checked_component(binary: bytes, text: str) -> bytes:
    """A valid component of bytes that are one, or a core module that says for which world it is.

    Raises :class:`BuildError`; its message begins with ``text``.
    """
    try:
        binary = component_of(binary) if is_module(binary) else binary
        next(sections(binary), None)
    except (BinaryError, BuildError) as error:
        raise BuildError(f"{text}: {error.message}", hint=error.hint) from None
    problem = problem_of(binary)
    if problem:
        is_newer = not problem_of(binary, every_feature=True)
        verdict = "has what is not supported" if is_newer else "is not valid"
        raise BuildError(f"{text} {verdict}: {last_lines(problem, 2)}")
    return binary


def check_exports(binary: bytes, wanted: Iterable[str], text: str, owner: str) -> None:
    """Raises :class:`BuildError` where a component lacks an interface that ``owner`` says it has.

    A newer version on the same compatibility track will do.
    """
    there = [*decode_component(binary).exports]
    tracks = {track(name) for name in there}
    for name in wanted:
        if track(name) in tracks:
            continue
        others = [each for each in there if split(each)[0] == split(name)[0]]
        if others:
            raise BuildError(
                f"{text} exports {others[0]}, but {owner} {name}: no version of the one takes the "
                "place of the other",
                hint=f"Use one for {track(name)}",
            )
        raise BuildError(
            f"{text} does not export {name}, which {owner}",
            hint=f"It exports {', '.join(n for n in there if ':' in n) or 'no interface'}",
        )
