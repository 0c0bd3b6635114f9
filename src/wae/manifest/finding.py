"""Which ``wae.toml`` a command line means."""

from __future__ import annotations

import os
from pathlib import Path

MANIFEST = "wae.toml"

_REPOSITORY = ".git"


def manifest_file(word: str | None = None) -> Path:
    """The manifest that ``word`` names, by itself or by its folder.

    Without a word it is the nearest one: in the current folder or above it, but not above the
    repository. Whether there is any is told by who reads it.
    """
    if word is not None:
        place = Path(word)
        return place if place.suffix == ".toml" else place / MANIFEST
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / MANIFEST).is_file():
            return Path(os.path.relpath(folder / MANIFEST))
        if (folder / _REPOSITORY).exists():
            break
    return Path(MANIFEST)
