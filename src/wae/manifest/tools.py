"""Which components of an app are tools: those that have a folder among the team's own tools."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from wae.manifest.model import ComponentEntry, Manifest

FILE = "tool.toml"
"""The file by which a folder is that of a tool."""

CONTRACT = "contract"
"""The folder in it with the tool's WIT packages, which are the app's, too."""


def with_tools(manifest: Manifest) -> Manifest:
    """The manifest with the folder of each component that is a tool, and with their contracts.

    A tool is a component that is called as a folder in `[app] tools`. What is left out of an app
    that this one extends keeps its contract, too: that says what is missing. Raises ManifestError
    for no such folder, and for a component that is made there without being a tool.
    """
    folder = manifest.tools
    if folder is None:
        return manifest
    if not folder.is_dir():
        raise manifest.error_at(
            "app", f"there is no folder {folder}", "Put the app's own tools there", "tools"
        )
    entries = {name: _entry(manifest, folder, e) for name, e in manifest.components.items()}
    left_out = [_entry(manifest, folder, entry) for entry in manifest.left_out.values()]
    known = [entry.tool for entry in (*entries.values(), *left_out)]
    tools = [tool for tool in known if tool is not None]
    contracts = [tool / CONTRACT for tool in tools if (tool / CONTRACT).is_dir()]
    return replace(manifest, components=entries, wit=(*manifest.wit, *contracts))


def _entry(manifest: Manifest, folder: Path, entry: ComponentEntry) -> ComponentEntry:
    tool = folder / entry.name
    if tool.is_symlink():
        message = f'the tool "{entry.name}" is a symbolic link: {tool}'
        raise manifest.error(entry.name, message, "Put the folder itself there")
    if (tool / FILE).is_file():
        return replace(entry, tool=tool)
    real = Path(os.path.realpath(entry.source)) if entry.source else None
    if real is None or real.parent != Path(os.path.realpath(folder)):
        return entry
    if real.name != entry.name and (real / FILE).is_file():
        message = f'component "{entry.name}" is made of the tool "{real.name}"'
        raise manifest.error(entry.name, message, "Give it the tool's name")
    message = f'component "{entry.name}": there is no {FILE} in {real}'
    raise manifest.error(entry.name, message, "Everything in the folder of [app] tools has one")
