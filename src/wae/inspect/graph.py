"""The component instances of an app, at every depth, and where all that they are given comes from.

Functions and instances are followed, for only these carry authority, through every component that
passes them on. Renaming, regrouping or re-exporting them hides nothing: an origin stays the import
of the root, or the instance whose core code it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TypeAlias


@dataclass(frozen=True)
class Root:
    """The app's own import of this name, or a part of it."""

    name: str


@dataclass(frozen=True)
class Own:
    """A function of instance number ``instance``, exported as ``name`` or as a part of it."""

    instance: int
    name: str = ""


Origins: TypeAlias = frozenset[Root | Own]


@dataclass(frozen=True, eq=False)
class Thing:
    """A function or an instance: its origins, and of an instance the members where they are known.

    ``whole`` is the number of the component instance that this is, ``root`` the name of the app's
    import, all of it. Of a function in an interface ``item`` is its name there. ``labels`` are
    names given by :meth:`exported`, which hold for the members, too.
    """

    origins: Origins
    members: dict[str, Thing | Closure] | None = None
    whole: int | None = None
    labels: tuple[tuple[int, str], ...] = ()
    root: str | None = None
    item: str = ""

    def exported(self, number: int, name: str) -> Thing:
        """The same, with the name under which instance ``number`` exports it."""
        own = Own(number)
        if own not in self.origins:
            return self
        origins = self.origins - {own} | {Own(number, name)}
        labels = (*self.labels, (number, name))
        return Thing(origins, self.members, self.whole, labels, item=self.item)

    def member(self, name: str) -> Thing | Closure:
        """Raises :class:`KeyError` for one that is not known."""
        assert self.members is not None
        member = self.members[name]
        if isinstance(member, Thing):
            if self.labels and member.members is None and not member.item:
                member = replace(member, item=name)
            for label in self.labels:
                member = member.exported(*label)
        return member


@dataclass
class Scope:
    """The index spaces of one component while it is followed."""

    parent: Scope | None
    functions: list[Thing] = field(default_factory=list)
    instances: list[Thing] = field(default_factory=list)
    components: list[Closure] = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class Closure:
    """A component with the scope around it, in which its outer aliases are looked up."""

    start: int
    end: int
    scope: Scope | None


@dataclass
class InstanceNode:
    """An instance of the component in ``data[start:end]``.

    ``within``: the number of the instance that it is a part of. ``wires_only``: it has no code but
    that of its parts. ``calls`` is what its core code is handed, of its ``arguments`` or of its
    parts; ``passed`` is what its ``exports`` consist of.
    """

    name: str
    component: str
    start: int
    end: int
    within: int | None
    wires_only: bool
    arguments: dict[str, Thing]
    calls: set[Root | Own] = field(default_factory=set)
    passed: Origins = frozenset()
    exports: tuple[str, ...] = ()


@dataclass
class Graph:
    """``types`` are imports of mere types, ``modules`` the sizes of shared core modules."""

    nodes: list[InstanceNode] = field(default_factory=list)
    imports: list[str] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    exports: dict[str, Thing] = field(default_factory=dict)
    modules: list[int] = field(default_factory=list)
