"""Apps that the composer makes of random manifests, and what is true of their components by its
rules: of those that provide WASI to others, and of those that have WASI 0.3 on floors."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping

from tests.truth.authority import ALL, Authority
from tests.truth.components import Component
from tests.truth.known import ORIGINS
from tests.truth.run import Outcome
from tests.truth.shapes import ASKS, NOW, PLAIN, VARIABLES
from tests.truth.steps import Alias, Bundle, Export, Run, Step
from tests.truth.told import told

from wae.binary.decode import decode_component
from wae.binary.syntax import FUNC, INSTANCE
from wae.binary.types import Func
from wae.compose import ComponentSpec, Policy, encode, plan
from wae.compose.floors import OLDER
from wae.compose.graph import AppExport, Wire
from wae.inspect.report import inspect_app

SOURCES = {
    "environment": ("wasi:cli/environment@0.2.9", "get-environment", VARIABLES),
    "files": ("wasi:filesystem/preopens@0.2.9", "open", PLAIN),
    "sockets": ("wasi:sockets/tcp-create-socket@0.2.9", "create", PLAIN),
    "http": ("wasi:http/client@0.3.0", "send", ASKS),
    "clocks": ("wasi:clocks/monotonic-clock@0.3.0", "now", NOW),
}
"""Interfaces that hand out authority, by the grant for it, with a function of each."""
OFFERED = ("environment", "files", "sockets")  # of these, what components provide
LIKELY = {**dict.fromkeys(OFFERED, 0.6), "http": 0.3, "clocks": 0.3}


def part(title: str, wanted: list[str], offered: list[str]) -> Component:
    """A component whose code is handed all that it wants, and that all its functions run."""
    imports = {SOURCES[each][0]: {SOURCES[each][1]: SOURCES[each][2]} for each in wanted}
    steps: list[Step] = [Alias(place, SOURCES[each][1], FUNC) for place, each in enumerate(wanted)]
    kinds: tuple[Func, ...] = (*(SOURCES[each][2] for each in offered), PLAIN)
    handed = tuple((place, SOURCES[each][2]) for place, each in enumerate(wanted))
    steps.append(Run(handed, kinds, start=False))
    names = [*(SOURCES[each][:2] for each in offered), (f"t:own/{title}", "run")]
    for place, (interface, function) in enumerate(names):
        steps.append(Bundle({function: (FUNC, len(wanted) + place)}))
        steps.append(Export(interface, (INSTANCE, len(wanted) + 2 * place)))
    return Component(title, dict(imports), steps)


class Made:
    """A random manifest, and what is true of each of its components."""

    def __init__(self, rng: random.Random) -> None:
        self.specs: list[ComponentSpec] = []
        self.true: dict[str, Authority] = {}
        self.counts: Counter[str] = Counter()
        depth: dict[str, int] = {}
        offers: dict[str, list[str]] = {each: [] for each in SOURCES}
        names = [f"c{number}" for number in range(rng.randint(2, 7))]
        for name in names:
            wanted = [each for each, often in LIKELY.items() if rng.random() < often]
            offered = [each for each in OFFERED if rng.random() < 0.5]
            grants, wiring, policy = set(), {}, None
            true: Authority = {}
            depth[name] = 0
            for each in wanted:
                chance = rng.random()
                self.counts["on a floor"] += each not in OFFERED
                if each == "clocks":
                    _add(true, {each: frozenset({ALL})})
                elif each == "http" and chance < 0.4:
                    policy = Policy(tuple(rng.sample(ORIGINS, rng.randint(1, 2))))
                    _add(true, {each: frozenset(policy.hosts)})
                    self.counts["gated"] += 1
                elif offers[each] and chance < 0.6:
                    provider = rng.choice(offers[each])
                    wiring[SOURCES[each][0].partition("@")[0]] = Wire(provider)
                    _add(true, self.true[provider])
                    depth[name] = max(depth[name], depth[provider] + 1)
                    self.counts["provided"] += 1
                    self.counts["provided over two"] += depth[name] > 1
                elif chance < 0.8:
                    grants.add(each)
                    _add(true, {each: frozenset({ALL})})
                    self.counts["granted"] += 1
                else:
                    self.counts["denied"] += 1
            if "http" in true:  # whose floor has a clock
                _add(true, {"clocks": frozenset({ALL})})
            self.true[name] = true
            binary = part(name, wanted, offered).binary
            self.specs.append(
                ComponentSpec(
                    name,
                    binary,
                    decode_component(binary),
                    frozenset(grants),
                    policy,
                    consumers=frozenset(names),
                    wiring=wiring,
                )
            )
            for each in offered:
                offers[each].append(name)

    def compose(self) -> bytes:
        shown = [AppExport(name, f"t:own/{name}") for name in self.true]
        return encode(plan(self.specs, shown, wasi=OLDER), "app")


def _add(true: Authority, more: Authority) -> None:
    for name, extent in more.items():
        true[name] = _whole(true.get(name, frozenset()) | extent)


def _whole(extent: frozenset[str]) -> frozenset[str]:
    """What is all, is no more with some of it."""
    return frozenset({ALL}) if ALL in extent else extent


def told_of(binary: bytes) -> Mapping[str, Authority]:
    """What `wae inspect` tells of each component."""
    instances = {each.name: each for each in inspect_app(binary, "app").instances}
    return {
        name: {what: _whole(extent) for what, extent in told(each, instances).items()}
        for name, each in instances.items()
        if not each.role
    }


def made_of(seed: int, number: int) -> Made:
    """Manifest ``number`` of a seed."""
    return Made(random.Random(f"planned/{seed}/{number}"))


def run(graphs: int, seed: int, *, first: int = 0) -> Outcome:
    """Inspects that many apps. What is told of one is to be what is true, no less and no more."""
    outcome = Outcome()
    for number in range(first, first + graphs):
        made = made_of(seed, number)
        binary = made.compose()
        reported = told_of(binary)
        outcome.counts += made.counts
        lines = [
            f"{name}: {reported[name]} is told, {true} is true"
            for name, true in made.true.items()
            if reported[name] != true
        ]
        if lines:
            outcome.understated[binary] = lines
    return outcome
