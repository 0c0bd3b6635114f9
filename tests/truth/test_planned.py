"""What the composer makes of a manifest is what its rules of authority say, and `wae inspect` tells
just that: of components that provide WASI to others, in any order, with and without grants, and of
those that have clocks and requests of WASI 0.3 on floors."""

from tests.dummy import problem
from tests.truth.planned import made_of, run

GRAPHS = 100
CHECKED = ("granted", "denied", "provided", "provided over two", "gated", "on a floor")


def test_planned_authority() -> None:
    """Each component has what it was granted, and what its providers may pass on; no more, no less.
    A component that is told to have WASI of another has nothing of the host's."""
    outcome = run(GRAPHS, seed=1)
    assert {} == outcome.understated
    assert all(outcome.counts[what] > 10 for what in CHECKED), outcome.counts


def test_planned_apps_are_valid() -> None:
    """wasm-tools accepts them."""
    assert [""] * 20 == [problem(made_of(1, number).compose()) for number in range(20)]
