"""The toolbox with other components in the places of its own."""

import hashlib
from dataclasses import replace
from pathlib import Path

from wae.build.app import build_app, write_app
from wae.build.progress import Progress
from wae.manifest import Manifest, load_manifest

ROOT = Path(__file__).parents[2]


def seated(**places: Path) -> Manifest:
    """The toolbox's manifest with a component's file instead of the source of each one named.

    What the manifest grants stays with the place: nothing more, nothing less.
    """
    manifest = load_manifest(ROOT / "apps" / "toolbox" / "wae.toml")
    components = dict(manifest.components)
    for name, file in places.items():
        sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
        components[name] = replace(components[name], source=None, path=file, sha256=sha256)
    return replace(manifest, components=components)


def composed(output: Path, **places: Path) -> Path:
    """Builds that toolbox into `output`."""
    write_app(build_app(seated(**places), Progress(quiet=True)), output)
    return output
