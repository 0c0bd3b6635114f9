"""The loop: makes graphs, inspects them, and keeps those of which less is told than is true."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field

from tests.truth.graphs import Graph, graph
from tests.truth.told import understated

from wae.inspect.report import inspect_app


@dataclass
class Outcome:
    """``lines`` by the bytes of the graph; ``counts`` say what the graphs consisted of."""

    counts: Counter[str] = field(default_factory=Counter)
    understated: dict[bytes, list[str]] = field(default_factory=dict)


def make(seed: int, number: int) -> Graph:
    """Graph ``number`` of a seed."""
    return graph(random.Random(f"{seed}/{number}"))


def run(graphs: int, seed: int, *, first: int = 0) -> Outcome:
    """Inspects that many graphs. The same seed gives the same graphs."""
    outcome = Outcome()
    for number in range(first, first + graphs):
        made = make(seed, number)
        report = inspect_app(made.binary, "app")
        for instance in report.instances:
            outcome.counts[f"instances: {instance.role or 'code'}"] += 1
            outcome.counts["instances with authority"] += bool(
                instance.capabilities or instance.through
            )
            is_code = instance.role is None
            for what in ("variables", "origins", "policy"):
                outcome.counts[f"with {what}"] += is_code and getattr(instance, what) is not None
        outcome.counts["exports"] += len(report.exports)
        lines = understated(made, report)
        if lines:
            outcome.understated[made.binary] = lines
    return outcome
