"""Random manifests for random components: wiring, exports, and what is left to the outside."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import lru_cache

from tests.graphs.components import BARE, Component, component
from tests.graphs.contracts import KV, NAMES, contracts

from wae.binary.types import Interface
from wae.compose import ComponentSpec
from wae.compose.contracts import exported
from wae.compose.graph import APP, AppExport, Wire

POOL = 40  # components that one set of contracts is made into
SHARE = 100  # graphs that draw from one pool
OTHER = ("other", "other-log", "t:z/other")


@dataclass(frozen=True)
class Wish:
    parts: list[ComponentSpec]
    exports: list[str | AppExport]
    imports: list[str]


@lru_cache(maxsize=4)
def _pool(seed: str) -> list[Component]:
    rng = random.Random(seed)
    known = contracts(rng)
    return [component(rng, known) for _ in range(POOL)]


def wish(seed: int, number: int) -> Wish:
    """Graph ``number`` of a seed."""
    rng = random.Random(f"{seed}/{number}")
    pool = _pool(f"{seed}/pool/{number // SHARE}")
    chosen = [rng.choice(pool) for _ in range(rng.randint(1, 5))]
    kinds = {f"c{place}": made for place, made in enumerate(chosen)}
    parts = [
        ComponentSpec(name, made.binary, made.type, wiring=_wiring(rng, name, kinds))
        for name, made in kinds.items()
    ]
    asked = {wire.component for part in parts for wire in part.wiring.values()}
    unused = [name for name in kinds if name not in asked]
    shown = list(dict.fromkeys([*unused, *rng.sample([*kinds], rng.randint(1, len(kinds)))]))
    left = [name.split("@")[0] for name in (*NAMES, *BARE) if rng.random() < 0.9]
    used = {
        title.split("@")[0]
        for part in parts
        for title in part.type.imports
        if title not in part.wiring
    }
    exports = [each for name in shown for each in _exports_of(rng, name, kinds[name])]
    return Wish(parts, exports, [name for name in left if name in used])


def _wiring(rng: random.Random, name: str, kinds: dict[str, Component]) -> dict[str, Wire]:
    actual = {}
    for wanted, item in kinds[name].type.imports.items():
        if wanted.startswith("wasi:") and wanted != KV:
            continue
        chance = rng.random()
        if chance < 0.05:
            actual[wanted] = Wire(APP)
        elif chance < 0.1:
            actual[wanted] = Wire(APP, rng.choice(OTHER[:2] if wanted in BARE else OTHER))
        elif chance < 0.8:
            offering = [
                Wire(other, export, function)
                for other, made in kinds.items()
                if other != name
                for export, given in made.type.exports.items()
                for function in _functions(item, given)
                if export.split("@")[0] == wanted.split("@")[0] or rng.random() < 0.1
            ]
            if offering:
                actual[wanted] = rng.choice(offering)
    return actual


def _functions(wanted: object, given: object) -> list[str]:
    """What of an export could be meant: all of it, or a function of an interface."""
    if isinstance(given, Interface) and not isinstance(wanted, Interface):
        return [*given.functions()]
    return [""]


def _exports_of(rng: random.Random, name: str, made: Component) -> list[str | AppExport]:
    offered = exported(ComponentSpec(name, made.binary, made.type))
    if rng.random() < 0.6 or not offered:
        return [name]
    actual: list[str | AppExport] = []
    for export in rng.sample(offered, rng.randint(1, len(offered))):
        item = made.type.exports[export]
        title = rng.choice(["", "", f"{name}-shown", "t:z/shown"])
        functions = [*item.functions()] if isinstance(item, Interface) else []
        if functions and rng.random() < 0.3:
            actual.append(AppExport(name, export, rng.choice(functions), f"{name}-one"))
        else:
            actual.append(AppExport(name, export, "", title))
    return actual
