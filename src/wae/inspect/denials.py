"""Recognizes generated denials, of each version of their generator.

Version 1 is a component for each interface, which answers constants or traps, and calls nothing.
Version 2 is one for all interfaces that a component is denied; it writes to stderr.
"""

from __future__ import annotations

from wae.binary.rename import rename_owners
from wae.binary.types import Interface
from wae.compose.generate.denial import TITLE, denial
from wae.compose.generate.deny import deny_component
from wae.inspect.generated import Declared, Generated


def read_denial(component: bytes, declared: Declared) -> Generated | None:
    """The denial that a component is; None if it is not exactly one that we generate.

    What its label says is denied proves nothing, but is part of its bytes. What it answers follows
    from the types that it declares, whatever they are called, so these are all that is compared.
    """
    if not declared.title.startswith(TITLE):
        return None
    owner = declared.title.removeprefix(TITLE)
    interface = Interface(
        {
            name: rename_owners(item, lambda named: named or owner)
            for name, item in declared.exports.items.items()
        }
    )
    again = deny_component(owner, {**declared.imports, owner: interface})
    return Generated("denial", 1) if again == component else None


def read_whole_denial(component: bytes, declared: Declared) -> Generated | None:
    """The same of version 2, which exports the interfaces that are denied.

    It calls the host's stderr, and a clock for pollables that are ready. Whom it names on stderr is
    part of its bytes and proves nothing.
    """
    if not declared.title.startswith(TITLE):
        return None
    interfaces = {**declared.imports, **declared.interfaces}
    again = denial(declared.title.removeprefix(TITLE), declared.interfaces, interfaces)
    calls = frozenset(name for name, given in declared.imports.items() if given.functions())
    return Generated("denial", 2, calls) if again.binary == component else None
