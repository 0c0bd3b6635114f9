"""Mutants that no test can kill, each with the reason: `explained.toml`, and whether it is true."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.mutation.mutants import Mutant

FILE = Path(__file__).with_name("explained.toml")


@dataclass(frozen=True)
class Explanation:
    """Why the change in `module` makes no difference that counts."""

    module: str
    mutant: Mutant
    reason: str


def read(text: str) -> list[Explanation]:
    """The explanations in the text. Raises KeyError, ValueError."""
    actual = []
    for module, entries in tomllib.loads(text).items():
        for entry in entries:
            mutant = Mutant(entry["in"], entry["code"], entry["becomes"], entry.get("times", 0))
            if not entry["because"].strip():
                raise ValueError(f"{module}: {mutant.before} is not explained")
            actual.append(Explanation(module, mutant, entry["because"]))
    return actual


def stale(explanations: Iterable[Explanation], module: str, known: list[Mutant]) -> list[Mutant]:
    """The explained mutants that the module no longer has."""
    return [e.mutant for e in explanations if e.module == module and e.mutant not in known]


def entry(mutant: Mutant) -> str:
    """The lines for `explained.toml`, without a reason yet."""
    import json

    lines = [
        f"in = {json.dumps(mutant.function)}",
        f"code = {json.dumps(mutant.before)}",
        f"becomes = {json.dumps(mutant.after)}",
    ]
    if mutant.times:
        lines.append(f"times = {mutant.times}")
    return "\n".join(lines)
