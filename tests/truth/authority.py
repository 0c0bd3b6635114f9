"""What functions of a graph can truly reach, known because the graph was made that way.

Deliberately another model than that of the inspector: here a function *is* what a call of it can
come to, as objects that point to each other; there are no names, indices or bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

ALL = "*"  # every variable, or origin, there is
HARMLESS = ""  # the capability of what reaches nothing
# capability -> of the environment which variables, of http which origins
Authority: TypeAlias = dict[str, frozenset[str]]


@dataclass(frozen=True)
class FromRoot:
    """A function that the app imports, with the capability that it is a part of."""

    capability: str
    extent: frozenset[str] = frozenset({ALL})


@dataclass(eq=False)
class Code:
    """An instance with core code, and the functions that this code was handed, for good."""

    handed: list[Target] = field(default_factory=list)

    def handed_by_root(self, capability: str) -> bool:
        """Whether it has functions of the app's imports with this capability."""
        return any(isinstance(o, FromRoot) and o.capability == capability for o in self.handed)


@dataclass(frozen=True)
class Filtered:
    """What ``of`` returns, but only variables with these names; or sends, but to these origins."""

    of: Target
    names: frozenset[str]


@dataclass(frozen=True)
class Answer:
    """A policy's answer, which always has these hosts."""

    hosts: frozenset[str]


Target: TypeAlias = FromRoot | Code | Filtered | Answer
Truth: TypeAlias = "Target | dict[str, Truth]"  # of a function, or of an instance by member


def reach(target: Target) -> Authority:
    """All that a call can come to: code may do anything that it was handed, at any time."""
    actual: Authority = {}
    seen: set[int] = set()
    todo = [target]
    while todo:
        one = todo.pop()
        if isinstance(one, Answer):
            continue
        if isinstance(one, Code):
            if id(one) not in seen:
                seen.add(id(one))
                todo += one.handed
            continue
        if isinstance(one, Filtered):
            names, source = one.names, one.of
            while isinstance(source, Filtered):
                names, source = names & source.names, source.of
            if not isinstance(source, FromRoot):  # its answers are its own: names prove nothing
                todo.append(source)
                continue
            one = FromRoot(source.capability, _both(names, source.extent))
        if one.capability != HARMLESS:
            actual[one.capability] = actual.get(one.capability, frozenset()) | one.extent
    return actual


def _both(names: frozenset[str], extent: frozenset[str]) -> frozenset[str]:
    return names if ALL in extent else names & extent


def functions(truth: Truth) -> list[Target]:
    """The functions of an instance, at any depth, or the one that it is."""
    if not isinstance(truth, dict):
        return [truth]
    return [one for inner in truth.values() for one in functions(inner)]


def lacks(reported: Authority, true: Authority) -> Authority:
    """What is true, but not reported."""
    actual = {}
    for capability, extent in true.items():
        told = reported.get(capability)
        if told is None:
            actual[capability] = extent
        elif ALL not in told and not extent <= told:
            actual[capability] = extent - told
    return actual
