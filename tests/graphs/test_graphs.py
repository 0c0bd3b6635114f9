"""Whatever the planner accepts is a valid component."""

from contextlib import suppress
from importlib import import_module
from typing import Any

import pytest
from tests.graphs.grow import wish
from tests.graphs.run import run

from wae.binary.decode import decode_component
from wae.binary.reader import BinaryError
from wae.compose import PlanError, encode, plan
from wae.compose.composite import composite_type
from wae.compose.graph import FromExport
from wae.compose.target import mismatches

GRAPHS = 1000


def test_every_plan_is_valid() -> None:
    """Of random components in random manifests nothing is composed that a validator refuses.

    CONTRIBUTING.md has more graphs. They have types of every kind, used across interfaces,
    resources among them; interfaces in two versions; instances that are passed on; names that
    differ in case alone; imports met by other names, by functions, by the app's own; chosen
    exports.
    """
    outcome = run(GRAPHS, seed=1)
    assert {} == outcome.invalid
    assert outcome.counts["composed"] > GRAPHS // 5
    assert outcome.counts["refused"] > GRAPHS // 5


def test_types_are_known_before() -> None:
    """What a plan says of the composite's type is what its bytes say, however things are passed
    on and renamed."""
    compared = 0
    for number in range(200):
        wanted = wish(2, number)
        with suppress(PlanError, BinaryError):  # two resources of one name: no reader tells apart
            planned = plan(wanted.parts, wanted.exports, wanted.imports)
            real = decode_component(encode(planned, "app"))
            kinds = {spec.name: spec.type for spec in wanted.parts}
            known = composite_type(planned, kinds)
            assert [*known.imports] == [*real.imports]
            assert [*known.exports] == [*real.exports]
            assert [] == mismatches(known, real) + mismatches(real, known)
            compared += 1
    assert compared > 30


def _any_order(chosen: dict[str, FromExport], *_: object) -> dict[str, FromExport]:
    return chosen


BUGS: dict[str, tuple[str, str, Any]] = {
    "exports in any order": ("exports", "_in_order", _any_order),
    "exports that differ in case": ("exports", "canonical", lambda name: name),
    "imports that differ in case": ("roots", "clash", lambda named: None),
}


@pytest.mark.parametrize(("where", "name", "bug"), BUGS.values(), ids=BUGS.keys())
def test_it_finds_bugs(monkeypatch: pytest.MonkeyPatch, where: str, name: str, bug: Any) -> None:
    """A planner with one fault is found out."""
    monkeypatch.setattr(import_module(f"wae.compose.{where}"), name, bug)
    assert any(run(200, seed=1, first=first).invalid for first in range(0, 10 * GRAPHS, 200))
