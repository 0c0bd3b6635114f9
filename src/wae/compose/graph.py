"""The plan of a composite: which instances there are and what each is given. Plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from wae.binary.syntax import INSTANCE
from wae.binary.types import ComponentType, Func, Item, Named, Type, TypeDef
from wae.compose.generate.policy import Policy
from wae.errors import WaeError


class PlanError(WaeError):
    """The components do not fit together. ``component`` is the one at fault, by manifest name."""

    def __init__(self, component: str, message: str, *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.component = component


APP = "[app]"  # instead of a component: the composite itself, whose imports are the root's


@dataclass(frozen=True)
class Wire:
    """What is to meet an import: ``name`` of ``component``, or of that the function ``item``.

    Without a ``name`` it is called as the import is. Of :data:`APP` it is an import.
    """

    component: str
    name: str = ""
    item: str = ""


@dataclass(frozen=True)
class AppExport:
    """What the composite exports: all that ``component`` exports, or ``name`` of it alone.

    ``item`` is one function of that interface, ``title`` what it is called then.
    """

    component: str
    name: str = ""
    item: str = ""
    title: str = ""


@dataclass(frozen=True)
class ComponentSpec:
    """One component of the manifest: its bytes, its type, and what it is granted.

    ``variables`` are the environment variables that it may read; None where its grants decide.
    ``consumers`` are the components that may import it; without a list, any may if it has no grants
    of its own to hand on.
    """

    name: str
    binary: bytes
    type: ComponentType
    grants: frozenset[str] = frozenset()
    policy: Policy | None = None
    per_consumer: bool = False
    consumers: frozenset[str] | None = None
    variables: tuple[str, ...] | None = None
    wiring: dict[str, Wire] = field(default_factory=dict)  # import -> what meets it


@dataclass(frozen=True)
class FromRoot:
    """The composite's own import, or the function ``item`` of that interface.

    ``sort`` tells interfaces, functions and types apart.
    """

    name: str
    sort: int = INSTANCE
    item: str = ""


@dataclass(frozen=True)
class FromExport:
    """An export of another instance, or the function ``item`` of that interface."""

    instance: str
    export: str
    sort: int = INSTANCE
    item: str = ""


@dataclass(frozen=True)
class FromInstance:
    """Another instance as a whole, which is an instance of the interface."""

    instance: str


@dataclass(frozen=True)
class FromType:
    """A type, in terms of what the same instance imports."""

    type: Type


Source: TypeAlias = FromRoot | FromExport | FromInstance | FromType


@dataclass(frozen=True)
class TypeName:
    """The type that ``instance`` exports as ``name`` of ``owner``; of the root one it imports."""

    instance: str
    owner: str
    name: str


@dataclass(frozen=True)
class Signature:
    """The type of an export, and what the names in it mean at the composite's root."""

    item: Func | TypeDef
    names: dict[Named, TypeName]


@dataclass(frozen=True)
class Instance:
    """``component`` is a key of :attr:`Plan.components`; ``arguments`` go by import name."""

    name: str
    component: str
    arguments: dict[str, Source]


@dataclass
class Plan:
    """Instances stand after those they depend on; so do imports and exports, for their types."""

    roots: dict[str, Item] = field(default_factory=dict)
    components: dict[str, bytes] = field(default_factory=dict)
    generated: set[str] = field(default_factory=set)  # those components that we made up
    instances: dict[str, Instance] = field(default_factory=dict)
    exports: dict[str, FromExport] = field(default_factory=dict)
    signatures: dict[str, Signature] = field(default_factory=dict)  # of exports that need another
