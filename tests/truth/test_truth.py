"""Nothing is understated: what `wae inspect` tells of random graphs is all that is true of them."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.dummy import wasm_tools
from tests.truth.run import make, run

from wae.compose.generate.environment import environment_filter
from wae.inspect import access, authority, exports, limits, recognize, variables
from wae.inspect.denials import read_denial
from wae.inspect.generated import Declared, Generated
from wae.inspect.graph import Thing

ROOT = Path(__file__).parents[2]
SOME = 400
GRAPHS = 1000


def test_nothing_is_understated() -> None:
    """Of no instance and no export less is told than is true. CONTRIBUTING.md has more graphs."""
    outcome = run(SOME, seed=1)
    assert {} == outcome.understated
    kinds = [f"instances: {role}" for role in ("denial", "filter", "gate", "policy")]
    limits = [f"with {what}" for what in ("variables", "origins", "policy")]
    for what in (*kinds, *limits, "exports"):
        assert outcome.counts[what] > SOME // 20, what


def test_graphs_are_valid() -> None:
    """wasm-tools accepts the graphs: what is looked at could run, once start functions do."""
    told = [
        wasm_tools("validate", "--features", "all", "-", given=make(1, number).binary).stderr
        for number in range(40)
    ]
    assert [b""] * 40 == told


def test_the_command() -> None:
    """The command runs as many graphs as it is told, and says how it went."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.truth", "--graphs", "20", "--seed", "7"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (0, "20 graphs: nothing is understated") == (
        done.returncode,
        done.stdout.splitlines()[0],
    )


def _labels(component: bytes, says: Declared) -> Generated | None:
    """What an inspector would take a component for that believes its name."""
    return Generated("denial", 1) if says.title.startswith("deny ") else None


def _any_functions(component: bytes, says: Declared) -> Generated | None:
    """A filter by its bytes, of an interface that nobody looks at."""
    ((owner, interface),) = says.imports.items()
    names = variables._names(component)
    same = environment_filter(owner, interface, names, says.title) == component
    return Generated("filter", 1, frozenset({owner}), names) if same else None


def _by_name(thing: Thing, names: list[str]) -> tuple[exports.Origin, ...]:
    return (exports.Origin(names[0], ""),) if names else ()


def _functions_alone(name: str) -> str | None:
    actual = authority.source_of(name)
    return actual if name.startswith("wasi:") else None


def _no_way_around(self: object, capability: str, thing: Thing, in_its_name: bool = False) -> bool:
    """Whoever is given a gate sends requests through that alone."""
    return capability == "environment" and _gives(self, capability, thing, in_its_name)


_gives: Any = limits._Reader.gives
BUGS: dict[str, tuple[Any, str, Any]] = {
    "a label makes a denial": (recognize, "READERS", (_labels,)),
    "a filter of anything": (recognize, "_is_of_root", lambda given, name: True),
    "a filter with any functions": (recognize, "READERS", (read_denial, _any_functions)),
    "an export of the first instance": (exports, "_origins", _by_name),
    "an unknown interface is harmless": (authority, "authority", _functions_alone),
    "what passes is not asked": (authority, "_neighbours", lambda part: set()),
    "nothing goes around a gate": (limits._Reader, "gives", _no_way_around),
    "a policy is a proof": (access, "PROMISED", access.PROVED),
    "others never have more": (access._Limit, "holds_for", lambda own, other: True),
}


@pytest.mark.parametrize(("where", "name", "bug"), BUGS.values(), ids=BUGS.keys())
def test_it_finds_bugs(monkeypatch: pytest.MonkeyPatch, where: Any, name: str, bug: Any) -> None:
    """An inspector with one fault is found out."""
    monkeypatch.setattr(where, name, bug)
    assert any(run(1, seed=1, first=number).understated for number in range(GRAPHS))
