"""``wae.toml``: which components an app has, how they are wired, what each may do."""

from wae.manifest.lines import find_line
from wae.manifest.model import ComponentEntry, Manifest, ManifestError, OutputOptions
from wae.manifest.reader import load_manifest, parse_manifest

__all__ = [
    "ComponentEntry",
    "Manifest",
    "ManifestError",
    "OutputOptions",
    "find_line",
    "load_manifest",
    "parse_manifest",
]
