"""Recognizes generated denials: components that answer constants or trap, and call nothing."""

from __future__ import annotations

from wae.binary.rename import rename_owners
from wae.binary.types import Interface
from wae.compose.deny import deny_component
from wae.inspect.generated import Declared, Generated

_LABEL = "deny "


def read_denial(component: bytes, declared: Declared) -> Generated | None:
    """The denial that a component is; None if it is not exactly one that we generate.

    What its label says is denied proves nothing, but is part of its bytes. What it answers follows
    from the types that it declares, whatever they are called, so these are all that is compared.
    """
    if not declared.title.startswith(_LABEL):
        return None
    owner = declared.title.removeprefix(_LABEL)
    interface = Interface(
        {
            name: rename_owners(item, lambda named: named or owner)
            for name, item in declared.exports.items.items()
        }
    )
    if any(given.functions() for given in declared.imports.values()):
        return None
    again = deny_component(owner, {**declared.imports, owner: interface})
    return Generated("denial", 1) if again == component else None
