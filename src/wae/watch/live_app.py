"""An app whose Python components load their sources late, and the versions of these sources."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from wae.atomic_write import write_atomically
from wae.binary.decode import decode_component
from wae.build.cache import cache_folder
from wae.build.check import Checked, Component, check_app
from wae.build.components import Components, brought
from wae.build.live import VERSIONS, can_be_live, live_component
from wae.build.progress import Progress
from wae.build.source import Source
from wae.build.tree import Tree, write_tree
from wae.compose import ComponentSpec, encode, plan
from wae.compose.asynchronous import ASYNC, asynchronous
from wae.manifest import load_manifest


@dataclass
class Versions:
    """The versions of all live sources, in a folder that the app can read.

    ``keeps_last``: where the newest cannot be imported, the one before is.
    """

    folder: Path
    keeps_last: bool = False
    number: int = 0
    known: dict[str, Tree] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def add(self, source: Source) -> bool:
        """Makes these sources the newest version; False if they are that already."""
        if self.known.get(source.name) == source.files:
            return False
        self.number += 1
        name = f"v{self.number}"
        write_tree(source.files, self.folder / source.name / name)
        before = self.names.get(source.name, "") if self.keeps_last else ""
        text = f"{name}\n{before}\n".rstrip() + "\n"
        write_atomically(self.folder / source.name / VERSIONS, text.encode())
        self.known[source.name], self.names[source.name] = source.files, name
        return True


def check(file: Path) -> tuple[Components, Checked]:
    """The app as it is now. Raises :class:`wae.errors.WaeError` where it cannot be read."""
    made = Components(load_manifest(file))
    return made, check_app(made)


def compose_live(made: Components, checked: Checked) -> bytes:
    """The app with live components where they can be, and the others as they are built."""
    specs = []
    for component in checked.components.values():
        binary, is_live = _binary(made, component)
        entry = component.entry
        specs.append(
            ComponentSpec(
                name=entry.name,
                binary=binary,
                type=decode_component(binary),
                grants=entry.grants | ({"files"} if is_live else set()),
                policy=entry.policy,
                per_consumer=entry.per_consumer,
                consumers=_consumers(component, is_live, checked),
                variables=entry.variables,
                wiring=entry.wiring,
            )
        )
    manifest = made.manifest
    if manifest.contract_kind == ASYNC:
        specs = [asynchronous(spec) for spec in specs]
    planned = plan(specs, manifest.exports, manifest.imports, wasi=manifest.wasi)
    return encode(planned, manifest.name)


def _consumers(component: Component, is_live: bool, checked: Checked) -> frozenset[str] | None:
    """Who may ask it: reading its own sources is no grant that the manifest had to speak of."""
    known = component.entry.consumers
    return frozenset(checked.components) if known is None and is_live else known


def live_sources(checked: Checked) -> list[Source]:
    """The sources of the components that are live."""
    return [
        each.inputs.source
        for each in checked.components.values()
        if each.inputs and each.world and each.inputs.is_python and can_be_live(each.world)
    ]


def _binary(made: Components, component: Component) -> tuple[bytes, bool]:
    inputs, world = component.inputs, component.world
    if inputs and world and inputs.is_python and can_be_live(world):
        return live_component(inputs, world, cache_folder()), True
    if component.entry.given:
        return brought(component.entry).binary, False
    return made.component(component.entry, Progress(quiet=True)).binary, False


def places(checked: Checked) -> list[Path]:
    """The files and folders that the app is made of."""
    manifest = checked.manifest
    watched = [*manifest.files, *manifest.wit, *manifest.shared]
    for component in checked.components.values():
        watched += [each for each in (component.entry.source, component.entry.path) if each]
        if component.inputs:
            watched += component.inputs.source.included.values()
    return [Path(os.path.realpath(each)) for each in dict.fromkeys(watched)]
