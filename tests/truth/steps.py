"""What a component consists of, step by step, and what is true of the things that it makes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from tests.truth.authority import Code, Target, Truth
from tests.truth.shapes import Shape

from wae.binary.syntax import FUNC
from wae.binary.types import Func

Ref: TypeAlias = tuple[int, int]  # a sort, and an index in its space


class AnyComponent(Protocol):
    """``imports`` are those with functions, by name, in their order, after those of ``around``.

    ``around`` are the interfaces of the surroundings that it imports.
    """

    @property
    def imports(self) -> dict[str, Shape]: ...

    @property
    def around(self) -> tuple[str, ...]: ...

    @property
    def binary(self) -> bytes: ...

    def run(
        self, given: dict[str, Truth], parent: Scope | None, made: list[Instance]
    ) -> dict[str, Truth]:
        """An instance of it: what its exports truly are. Notes all instances in ``made``."""
        ...


@dataclass(frozen=True)
class Nested:
    component: AnyComponent


@dataclass(frozen=True)
class Outer:
    """A component of the component around, ``depth`` levels out."""

    depth: int
    index: int


@dataclass(frozen=True)
class Instantiate:
    """``around``: the interfaces of the surroundings that it is given besides."""

    component: int
    given: dict[str, Ref]
    title: str
    around: tuple[str, ...]


@dataclass(frozen=True)
class Bundle:
    """``sends``: some of them send requests, so that the types of these have to be beside them."""

    members: dict[str, Ref]
    sends: bool = False


@dataclass(frozen=True)
class Alias:
    instance: int
    name: str
    sort: int


@dataclass(frozen=True)
class Run:
    """Core code that is handed functions, and makes others; ``start``: runs at once."""

    handed: tuple[tuple[int, Func], ...]
    made: tuple[Func, ...]
    start: bool


@dataclass(frozen=True)
class Export:
    name: str
    ref: Ref


Step: TypeAlias = Nested | Outer | Instantiate | Bundle | Alias | Run | Export


@dataclass
class Instance:
    """What is true of one instance; ``code`` is all code in it, also that of its parts."""

    sha256: str
    has_code: bool
    code: list[Code]
    given: dict[str, Truth]


@dataclass
class Scope:
    """The index spaces of one instance, with what is true of what is in them."""

    parent: Scope | None = None
    functions: list[Target] = field(default_factory=list)
    instances: list[dict[str, Truth]] = field(default_factory=list)
    components: list[tuple[AnyComponent, Scope]] = field(default_factory=list)

    def at(self, ref: Ref) -> Truth:
        return self.functions[ref[1]] if ref[0] == FUNC else self.instances[ref[1]]

    def add(self, truth: Truth) -> None:
        if isinstance(truth, dict):
            self.instances.append(truth)
        else:
            self.functions.append(truth)
