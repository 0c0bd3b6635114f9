"""The loop: plans graphs, and validates what is composed of them, many in one go."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from tests.dummy import problem
from tests.graphs.grow import wish

from wae.binary.build import ComponentBuilder
from wae.binary.decode import decode_component
from wae.binary.reader import BinaryError
from wae.compose import PlanError, encode, plan


@dataclass
class Outcome:
    """``invalid`` says by the graph's number what wasm-tools says of it, or our own reader."""

    counts: Counter[str] = field(default_factory=Counter)
    invalid: dict[int, str] = field(default_factory=dict)


def compose(seed: int, number: int) -> bytes | None:
    """The composite; None where the planner refuses."""
    wanted = wish(seed, number)
    try:
        return encode(plan(wanted.parts, wanted.exports, wanted.imports), "app")
    except PlanError:
        return None


def run(graphs: int, seed: int, *, first: int = 0) -> Outcome:
    """Composes that many graphs. The same seed gives the same graphs."""
    outcome = Outcome()
    made = {number: compose(seed, number) for number in range(first, first + graphs)}
    composed = {number: binary for number, binary in made.items() if binary is not None}
    outcome.counts["composed"] = len(composed)
    outcome.counts["refused"] = graphs - len(composed)
    _judge(composed, outcome)
    for number, binary in composed.items():
        try:
            decode_component(binary)
        except BinaryError as error:
            outcome.invalid.setdefault(number, error.message)
    return outcome


def _judge(composed: dict[int, bytes], outcome: Outcome) -> None:
    """Halves what is not valid together until it is known which."""
    if not composed:
        return
    builder = ComponentBuilder()
    for binary in composed.values():
        builder.component(binary)
    said = problem(builder.finish())
    if said and len(composed) == 1:
        outcome.invalid[next(iter(composed))] = said
    elif said:
        numbers = [*composed]
        half = len(numbers) // 2
        for part in (numbers[:half], numbers[half:]):
            _judge({number: composed[number] for number in part}, outcome)
