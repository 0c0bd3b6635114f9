"""Whatever the planner accepts is a valid component."""

from importlib import import_module
from typing import Any

import pytest
from tests.graphs.run import run

from wae.compose.graph import FromExport

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


def _any_order(chosen: dict[str, FromExport], *_: object) -> dict[str, FromExport]:
    return chosen


BUGS: dict[str, tuple[str, str, Any]] = {
    "exports in any order": ("plan", "in_export_order", _any_order),
    "exports that differ in case": ("exports", "canonical", lambda name: name),
    "imports that differ in case": ("roots", "clash", lambda named: None),
}


@pytest.mark.parametrize(("where", "name", "bug"), BUGS.values(), ids=BUGS.keys())
def test_it_finds_bugs(monkeypatch: pytest.MonkeyPatch, where: str, name: str, bug: Any) -> None:
    """A planner with one fault is found out."""
    monkeypatch.setattr(import_module(f"wae.compose.{where}"), name, bug)
    assert any(run(200, seed=1, first=first).invalid for first in range(0, GRAPHS, 200))
