"""What an app that extends another one leaves out although it needs it."""

from __future__ import annotations

from collections.abc import Iterable

from wae.binary.versions import track
from wae.build.components import Components
from wae.compose import ComponentSpec
from wae.compose.contracts import exported, wire_of
from wae.compose.world import forms
from wae.errors import WaeError
from wae.manifest.extends import needed


def left_out_problems(made: Components, specs: Iterable[ComponentSpec]) -> list[WaeError]:
    """An error for each component whose import only somebody provides who is left out.

    wae's own `http` and `settings` stand in for nobody: whoever leaves out one that the other app
    has leaves out what it gave. Raises :class:`wae.errors.WaeError` for one whose exports cannot be
    read.
    """
    manifest = made.manifest
    specs = [*specs]
    provided = {track(name) for spec in specs for name in exported(spec)}
    lost = {
        track(name): left_out
        for left_out, entry in manifest.left_out.items()
        for name in made.exports_of(entry)
        if track(name) not in provided
    }
    return [
        needed(manifest, lost[track(name)], spec.name, name)
        for spec in specs
        for name in spec.type.imports
        if track(name) in lost
        and wire_of(spec, name) is None
        and not {*forms(name)} & {*manifest.imports}
    ]
