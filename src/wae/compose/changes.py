"""What a change of a contract means: for each function whether it is the same, an addition, or
breaks those who were built against the old one.

An import must be exactly what was meant, so every change of a type that a function mentions breaks
it (``Subtyping.md``); a function or an interface that is new breaks nobody who calls.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from wae.binary.internal import is_internal
from wae.binary.rename import map_item, map_type
from wae.binary.types import (
    ComponentType,
    Func,
    Interface,
    Item,
    Named,
    Resource,
    Type,
    TypeDef,
)
from wae.binary.versions import split, track
from wae.compose.capabilities import is_wasi, source_of
from wae.compose.compare import Difference, difference
from wae.compose.interfaces import Interfaces
from wae.compose.world import WORLD, is_value_type, needs_no_provider

BREAKING, ADDITION, SAME = "breaking", "addition", "same"


@dataclass(frozen=True)
class Change:
    """``name`` is a function or resource of ``interface``, empty for all of it; what a world has
    outside of any has none. ``detail`` says what is different in words, empty where the kind says
    it all. ``is_import``: the interface is asked of whoever runs the app."""

    kind: str
    interface: str
    name: str
    detail: str = ""
    is_import: bool = False

    @property
    def title(self) -> str:
        """What changed: `a:b/c.f`."""
        return ".".join(filter(None, (self.interface, self.name)))


@dataclass(frozen=True)
class Surface:
    """What an app is for others: what it ``exports`` for its callers, and ``imports`` of whoever
    runs it; None of contracts alone. What a world has outside of any interface is that without a
    name."""

    exports: Interfaces
    imports: Interfaces | None = None

    @classmethod
    def of(cls, kind: ComponentType) -> Surface:
        """That of a component. What every command has of WASI is no export for callers."""
        types = {name: item for name, item in kind.imports.items() if is_value_type(item)}
        exports = interfaces(kind.exports, types)
        own = {
            name: each
            for name, each in exports.items()
            if not is_wasi(name) and not is_internal(name, each)
        }
        return cls(own, interfaces(kind.imports))

    @property
    def types(self) -> Interfaces:
        """The interfaces whose types the exports may use."""
        return {**(self.imports or {}), **self.exports}


def changes(old: Surface, new: Surface) -> list[Change]:
    """What became of every function that ``old`` exports, and what ``new`` has beside them.

    An interface is found by its track: 0.1.0 and 0.1.4 are one, 0.1.0 and 0.2.0 are two.
    """
    later = {track(name): name for name in new.exports if name != WORLD}
    all_changes: list[Change] = []
    if WORLD in old.exports or WORLD in new.exports:
        all_changes += _of_interface(WORLD, WORLD, _with_world(old.types), _with_world(new.types))
    for name in old.exports:
        if name == WORLD:
            continue
        now = later.pop(track(name), None)
        all_changes += (
            [_gone(name, new.exports)]
            if now is None
            else _of_interface(name, now, old.types, new.types)
        )
    return all_changes + [Change(ADDITION, name, "") for name in later.values()]


def import_changes(old: Interfaces, new: Interfaces) -> list[Change]:
    """What became of the imports that whoever runs an app has to give: one more breaks hosts, one
    fewer breaks nobody, and a function that both have must be the same.

    Which functions of an interface are imported is left alone: that depends on the compiler. So are
    interfaces of WASI that give no authority, which every program has, and those of types alone.
    """
    before, after = (
        {track(name): name for name, inside in each.items() if _is_asked(name, inside)}
        for each in (old, new)
    )
    differences = _of_world(_with_world(old), _with_world(new))
    for key, name in after.items():
        if key not in before:
            source = source_of(name)
            text = f"is needed now, for {source}" if source else "is needed now"
            differences.append(Change(BREAKING, name, "", text, is_import=True))
            continue
        each = [*_of_interface(before[key], name, old, new)]
        broken = [c for c in each if c.kind == BREAKING and c.name in new[name].items]
        differences += [replace(c, is_import=True) for c in broken]
        differences += [] if broken else [Change(SAME, name, "", is_import=True)]
    gone = [name for key, name in before.items() if key not in after]
    return differences + [
        Change(ADDITION, n, "", "is no longer needed", is_import=True) for n in gone
    ]


def _of_world(old: Interfaces, new: Interfaces) -> list[Change]:
    """The same of imports outside of any interface, each of which is one by itself."""
    turned = {ADDITION: (BREAKING, "is needed now"), "is gone": (ADDITION, "is no longer needed")}
    differences = []
    for each in _of_interface(WORLD, WORLD, old, new):
        key = each.detail if each.detail in turned else each.kind
        kind, detail = turned.get(key, (each.kind, each.detail))
        differences.append(replace(each, kind=kind, detail=detail, is_import=True))
    return differences


def _with_world(around: Interfaces) -> Interfaces:
    return {WORLD: Interface(), **around}


def _is_asked(name: str, inside: Interface) -> bool:
    if is_wasi(name):
        return source_of(name) is not None
    return name != WORLD and not needs_no_provider(inside)


def _gone(name: str, new: Interfaces) -> Change:
    other = next((other for other in new if split(other)[0] == split(name)[0]), None)
    text = f"{other} is another track" if other else "is gone"
    return Change(BREAKING, name, "", text)


def _of_interface(name: str, now: str, old: Interfaces, new: Interfaces) -> Iterator[Change]:
    before, after = _expanded(name, old), _expanded(now, new)
    for title, item in before.items():
        if title not in after:
            yield Change(BREAKING, name, title, "is gone")
            continue
        differing = difference(title, item, after[title])
        if differing is None:
            yield Change(SAME, now, title)
        else:
            yield Change(BREAKING, now, title, _text(differing))
    for title in after:
        if title not in before:
            yield Change(ADDITION, now, title)


def _text(differing: Difference) -> str:
    if not differing.wanted:
        return f"{differing.place} {differing.offered}"
    return f"{differing.place} {differing.wanted} before and {differing.offered} now"


def _expanded(name: str, around: Interfaces) -> dict[str, Item]:
    """The functions and resources of an interface, with the meanings of all types in them.

    Resources are known by interface, whatever its version is; so are WASI's types, which do not
    change.
    """
    tracks = {track(each): each for each in around}

    def leaf(kind: Type) -> Type:
        if not isinstance(kind, Named):
            return kind
        if is_wasi(kind.owner):
            return Named(split(kind.owner)[0], kind.name)
        owner = around.get(kind.owner) or around.get(tracks.get(track(kind.owner), ""))
        item = owner.items.get(kind.name) if owner else None
        if isinstance(item, TypeDef) and not is_resource(item):
            return map_type(item.type, leaf)
        return Named(split(kind.owner)[0], kind.name)

    return {
        title: TypeDef(Resource()) if is_resource(item) else map_item(item, leaf)
        for title, item in around[name].items.items()
        if isinstance(item, Func) or is_resource(item)
    }


def is_resource(item: Item) -> bool:
    return isinstance(item, TypeDef) and isinstance(item.type, Resource)


def interfaces(items: Mapping[str, Item], types: Mapping[str, Item] | None = None) -> Interfaces:
    """The interfaces among a component's imports or exports. What stands outside of any is one
    more, beside the ``types`` of the world."""
    named = {name: item for name, item in items.items() if isinstance(item, Interface)}
    world = {**(types or {}), **{name: i for name, i in items.items() if name not in named}}
    return {**named, WORLD: Interface(world)} if world else named
