"""What stands at the root of a component's world without an interface: functions and types.

In the maps from interface names to interfaces they are the items of one more interface, whose name
is empty, as the type model has it (:func:`wae.binary.decode.decode_component`).
"""

from __future__ import annotations

import re

from wae.binary.types import Func, Interface, Item, Resource, TypeDef
from wae.binary.versions import split

WORLD = ""
# ``plainname`` (``Explainer.md``, Import and Export Definitions): any other name says where an
# import comes from, so that a function under it is none that a component could meet.
# Each word of a label is in small letters, or in capitals; packages have small ones alone.
_LABEL = r"(?:[a-z][a-z0-9]*|[A-Z][A-Z0-9]*)(?:-(?:[a-z0-9]+|[A-Z0-9]+))*"
_PACKAGE = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
# Versions as in semver.org, items 2, 9 and 10.
_NUMBER = r"(0|[1-9][0-9]{0,19})"
_LARGEST = 2**64 - 1  # as engines keep them
_BEFORE = r"(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)"
_BUILD = r"\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*"
_VERSION = rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}(?:-{_BEFORE}(?:\.{_BEFORE})*)?(?:{_BUILD})?"
_PLAINNAME = re.compile(rf"(?:\[[a-z ]+\])?({_LABEL})(?:\.{_LABEL})?")


def is_plainname(name: str) -> bool:
    return _PLAINNAME.fullmatch(name) is not None


_INTERFACE = re.compile(rf"{_PACKAGE}:{_PACKAGE}/{_LABEL}(?:@{_VERSION})?")


def is_title(name: str, *, is_interface: bool) -> bool:
    """Whether a composite may export, or import, an interface, or what is none, by this name."""
    if re.fullmatch(_LABEL, name):
        return True
    match = _INTERFACE.fullmatch(name) if is_interface else None
    return match is not None and all(int(each or 0) <= _LARGEST for each in match.groups())


def forms(name: str) -> tuple[str, ...]:
    """The names by which a manifest may mean an import.

    An interface goes by its name with or without version, a method also by its resource's.
    """
    match = _PLAINNAME.fullmatch(name)
    if match:
        return (name, match[1]) if match[1] != name else (name,)
    return (name, split(name)[0])


def is_value_type(item: Item) -> bool:
    """Whether an import is a type that only stands for its definition, and so needs no provider."""
    return isinstance(item, TypeDef) and not isinstance(item.type, Resource)


def needs_no_provider(item: Item) -> bool:
    """Whether an import has nothing to call and nothing to hold: a value type, or an interface that
    only defines some."""
    return all(map(is_value_type, item.items.values() if isinstance(item, Interface) else [item]))


def short(name: str) -> str:
    """The name that a manifest should use."""
    return forms(name)[-1]


def world_items(items: dict[str, Item]) -> Interface:
    """The functions and types among a component's imports or exports."""
    return Interface({n: item for n, item in items.items() if isinstance(item, Func | TypeDef)})


def owner_of(name: str, item: Item) -> str:
    """The interface to which an import or export belongs: itself, or the world."""
    return name if isinstance(item, Interface) else WORLD
