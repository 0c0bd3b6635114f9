"""What reads a component that a stranger made: the decoder, `wae inspect`, the composer.

Each takes bytes; all that it may raise is a `WaeError`.
"""

from __future__ import annotations

import json

from tests.fuzz.seeds import Seed

from wae.binary.decode import decode_component
from wae.binary.exports import exported_names
from wae.binary.types import ComponentType
from wae.compose import ComponentSpec, encode, plan
from wae.compose.capabilities import GRANTS, is_wasi, source_of
from wae.inspect.diff import diff_apps
from wae.inspect.formats import as_json
from wae.inspect.picture import draw
from wae.inspect.report import AppReport, inspect_app
from wae.inspect.text import as_text


def decode(binary: bytes) -> ComponentType:
    kind = decode_component(binary)
    assert [*kind.exports] == [*dict.fromkeys(exported_names(binary))]
    return kind


def inspect(binary: bytes, before: AppReport) -> None:
    """All that `wae inspect` can be asked for, with the intact app as the one to compare with."""
    report = inspect_app(binary, "odd")
    json.dumps(as_json(report))
    as_text(report)
    draw(report)
    diff_apps(before, report)


def compose(binary: bytes, kind: ComponentType, seed: Seed) -> None:
    """Puts a component in the place of the seed, once with no grants and once with all."""
    outside = {name for name in kind.imports if not is_wasi(name)}
    offered = {name for other in seed.others for name in other.type.exports}
    every = {capability for name in kind.imports if (capability := source_of(name))}
    for grants in ({}, every.intersection(GRANTS)):
        odd = ComponentSpec("odd", binary, kind, frozenset(grants))
        encode(plan([odd, *seed.others], seed.exporters, outside - offered), "odd")
