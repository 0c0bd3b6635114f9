"""What functions of a graph can truly reach, known because the graph was made that way.

Deliberately another model than that of the inspector: here a function *is* what a call of it can
come to, as objects that point to each other; there are no names, indices or bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

ALL = "*"  # every variable there is
Authority: TypeAlias = dict[
    str, frozenset[str]
]  # capability -> of the environment, which variables


@dataclass(frozen=True)
class FromRoot:
    """A function that the app imports, with the capability that it is a part of."""

    capability: str
    variables: frozenset[str] = frozenset({ALL})


@dataclass(eq=False)
class Code:
    """An instance with core code, and the functions that this code was handed, for good."""

    handed: list[Target] = field(default_factory=list)


@dataclass(frozen=True)
class Filtered:
    """What ``of`` returns, but only variables with these names."""

    of: Target
    names: frozenset[str]


Target: TypeAlias = FromRoot | Code | Filtered
Truth: TypeAlias = "Target | dict[str, Truth]"  # of a function, or of an instance by member


def reach(target: Target) -> Authority:
    """All that a call can come to: code may do anything that it was handed, at any time."""
    found: Authority = {}
    seen: set[int] = set()
    todo = [target]
    while todo:
        one = todo.pop()
        if isinstance(one, Code):
            if id(one) not in seen:
                seen.add(id(one))
                todo += one.handed
            continue
        if isinstance(one, Filtered):
            names, source = one.names, one.of
            while isinstance(source, Filtered):
                names, source = names & source.names, source.of
            if isinstance(source, Code):  # whose answers are its own: names prove nothing
                todo.append(source)
                continue
            one = FromRoot(source.capability, _both(names, source.variables))
        found[one.capability] = found.get(one.capability, frozenset()) | one.variables
    return found


def _both(names: frozenset[str], variables: frozenset[str]) -> frozenset[str]:
    return names if ALL in variables else names & variables


def functions(truth: Truth) -> list[Target]:
    """The functions of an instance, at any depth, or the one that it is."""
    if not isinstance(truth, dict):
        return [truth]
    return [one for inner in truth.values() for one in functions(inner)]


def lacks(reported: Authority, true: Authority) -> Authority:
    """What is true, but not reported."""
    found = {}
    for capability, variables in true.items():
        told = reported.get(capability)
        if told is None:
            found[capability] = variables
        elif ALL not in told and not variables <= told:
            found[capability] = variables - told
    return found
