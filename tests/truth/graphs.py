"""Random apps, with what is true of them: among all else with the components that we make."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tests.truth.authority import FromRoot, Truth
from tests.truth.components import Component
from tests.truth.grower import Grower
from tests.truth.known import (
    ENVIRONMENT,
    INTERFACES,
    NAMES,
    ORIGINS,
    OUTGOING,
    ROOTS,
    RULES_OF_HTTP,
    TITLES,
    Known,
)
from tests.truth.ours import Denial, Filter, Gate, Limit, Ours, WholeDenial, policy
from tests.truth.shapes import GET, PLAIN, REQUEST, SEND, TEXTS, VARIABLES, Shape, fits
from tests.truth.steps import Bundle, Instance, Ref

from wae.binary.syntax import FUNC, INSTANCE
from wae.binary.types import Func


@dataclass(frozen=True)
class Graph:
    """An app, what is true of its instances in the order in which they come to be, and exports."""

    binary: bytes
    instances: list[Instance]
    exports: dict[str, Truth]


def graph(rng: random.Random) -> Graph:
    """One app. All that it consists of is drawn from ``rng``."""
    likely = [name for name in (ENVIRONMENT, OUTGOING) if rng.random() < 0.6]
    chosen = list(dict.fromkeys([*rng.sample([*ROOTS], rng.randint(1, 3)), *likely]))
    imports = {name: ROOTS[name][0] for name in chosen}
    grower = _Grower(rng)
    kind = rng.choices(["wires", "both"], [9, 1])[0]
    root, _ = grower.component("app", imports, kind, [])
    given = {name: _from_outside(*ROOTS[name]) for name in chosen}
    made: list[Instance] = []
    exports = root.run(given, None, made)
    return Graph(root.binary, made, exports)


def _from_outside(shape: Shape, capability: str) -> Truth:
    if isinstance(shape, Func):
        return FromRoot(capability)
    none: frozenset[str] = frozenset()
    return {
        name: FromRoot(capability, none)
        if capability == "environment" and kind == TEXTS
        else FromRoot(capability)
        for name, kind in shape.items()
    }


class _Grower(Grower):
    """Puts what the composer makes in its place, or far from it."""

    def generated(self, made: Component, scopes: list[Known]) -> None:
        self.left -= 1
        if self.left > 0:
            kinds = [self.whole_denial, self.denial, self.filtered, self.gated, self.ruled]
            self.rng.choices(kinds, [2, 2, 5, 5, 2])[0](made, scopes)

    def placed(
        self, made: Component, scopes: list[Known], ours: Ours, given: dict[str, Ref]
    ) -> Ref:
        """An instance of one of our components."""
        self.nested(made, scopes, ours, ours.exports)
        self.instantiate(made, scopes[0], len(scopes[0].components) - 1, given)
        return INSTANCE, len(scopes[0].instances) - 1

    def denial(self, made: Component, scopes: list[Known]) -> None:
        owner, (shape, _) = self.rng.choice([*ROOTS.items()])
        functions = {"f": shape} if isinstance(shape, Func) else shape
        self.placed(made, scopes, Denial(owner, functions), {})

    def whole_denial(self, made: Component, scopes: list[Known]) -> None:
        """Of which some say on stderr what was denied, on whatever they are given as that."""
        rng = self.rng
        functions = [(GET, VARIABLES), ("get-arguments", TEXTS), ("f", PLAIN), (SEND, REQUEST)]
        shape = dict(rng.sample(functions, rng.randint(1, 2)))
        owner = rng.choice([ENVIRONMENT, "x:y/z"])
        whole = WholeDenial(owner, shape, streams=rng.random() < 0.3)
        given = {}
        for name, wanted in whole.imports.items():
            fitting = [ref for ref, actual in scopes[0].things() if fits(actual, wanted)]
            if not fitting:
                return
            given[name] = rng.choice(fitting)
        self.placed(made, scopes, whole, given)

    def filtered(self, made: Component, scopes: list[Known]) -> None:
        """A filter of something like the environment."""
        known, rng = scopes[0], self.rng
        if rng.random() < 0.3:
            self.forged(made, known)
        sources = [
            (ref, shape)
            for ref, shape in known.things()
            if not isinstance(shape, Func)
            and shape.get(GET) == VARIABLES
            and {TEXTS, VARIABLES}.issuperset(shape.values())
        ]
        if sources:
            ref, shape = rng.choice(sources)
            assert not isinstance(shape, Func)
            owner = ENVIRONMENT if rng.random() < 0.8 else rng.choice(INTERFACES)
            names = tuple(rng.sample(NAMES, rng.randint(0, 2)))
            self.limit(made, scopes, Filter(owner, shape, names, rng.choice(TITLES)), ref)

    def gated(self, made: Component, scopes: list[Known]) -> None:
        """A gate before something that sends requests, or seems to."""
        known, rng = scopes[0], self.rng
        senders = [ref for ref, kind in known.bare() if kind == REQUEST]
        if senders and rng.random() < 0.3:
            made.steps.append(Bundle({SEND: rng.choice(senders)}, sends=True))
            known.add({SEND: REQUEST})
        wanted = {SEND: REQUEST}
        sources = [ref for ref, shape in known.things() if fits(shape, wanted)]
        if sources:
            owner = OUTGOING if rng.random() < 0.8 else rng.choice(INTERFACES)
            origins = tuple(rng.sample(ORIGINS, rng.randint(0, 2)))
            gate = Gate(owner, wanted, origins, rng.choice(TITLES))
            self.limit(made, scopes, gate, rng.choice(sources))

    def limit(self, made: Component, scopes: list[Known], limit: Limit, source: Ref) -> None:
        """A limit of ``source``, and often a component that is given it in the usual place."""
        ref = self.placed(made, scopes, limit, {limit.owner: source})
        if self.rng.random() < 0.7:
            usual = ENVIRONMENT if isinstance(limit, Filter) else OUTGOING
            self.child(made, scopes, {usual: ref})

    def ruled(self, made: Component, scopes: list[Known]) -> None:
        """A policy, or what looks like one, and a component that may have what it speaks of."""
        rng = self.rng
        owner = RULES_OF_HTTP if rng.random() < 0.8 else rng.choice(INTERFACES)
        hosts = tuple(rng.sample(ORIGINS, rng.randint(0, 2)))
        made_policy = policy(owner, hosts, rng.choice(TITLES), is_forged=rng.random() < 0.3)
        given = {RULES_OF_HTTP: self.placed(made, scopes, made_policy, {})}
        senders = [ref for ref, shape in scopes[0].things() if fits(shape, {SEND: REQUEST})]
        if senders:
            given[OUTGOING] = rng.choice(senders)
        self.child(made, scopes, given)

    def forged(self, made: Component, known: Known) -> None:
        """An instance like that of the environment, of functions from anywhere."""
        lists = [i for i, kind in enumerate(known.functions) if kind == VARIABLES]
        texts = [i for i, kind in enumerate(known.functions) if kind == TEXTS]
        if not lists:
            return
        members = {GET: (FUNC, self.rng.choice(lists))}
        other = self.rng.choice([*lists, *texts])
        members[self.rng.choice(["get-arguments", "initial-cwd", "f"])] = (FUNC, other)
        made.steps.append(Bundle(members))
        known.instances.append({name: known.functions[ref[1]] for name, ref in members.items()})
