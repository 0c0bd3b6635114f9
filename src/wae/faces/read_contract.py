"""The contract of a component, read from its bytes."""

from __future__ import annotations

import json

from wae.binary import types as wit
from wae.binary.decode import decode_component
from wae.binary.reader import BinaryError
from wae.binary.sections import custom_sections
from wae.contract.docs import SECTION, Docs, clean
from wae.contract.model import Contract
from wae.faces import labels
from wae.faces.contract_of_type import contract_of_type

_LARGEST = 4 << 20


def read_contract(wasm: bytes) -> Contract:
    """The contract of what the component in ``wasm`` exports.

    Raises BinaryError if it is not a component, NameClash.
    """
    return checked_contract(decode_component(wasm), read_docs(wasm))


def checked_contract(component: wit.ComponentType, docs: Docs) -> Contract:
    """The contract of what a component of this type exports.

    Raises BinaryError where a name is invalid, or does not say what is meant; NameClash.
    """
    check(component)
    return contract_of_type(component, docs)


def check(component: wit.ComponentType) -> None:
    """Raises BinaryError where a name is invalid, or does not say what is meant."""
    _check_root(component)
    for items in (component.imports, component.exports):
        labels.check({n: item for n, item in items.items() if isinstance(item, wit.Interface)})
    labels.check(component.exports)


def read_docs(wasm: bytes) -> Docs:
    """The texts in a component, harmless to show; none where it has none, or they are damaged."""
    for content in custom_sections(wasm, SECTION, _LARGEST):
        try:
            texts = json.loads(bytes(content))
        except (ValueError, RecursionError):
            continue
        if isinstance(texts, dict):
            return Docs({k: clean(v) for k, v in texts.items() if isinstance(v, str)})
    return Docs()


def _check_root(component: wit.ComponentType) -> None:
    """Raises BinaryError where a type's name at the root does not say which type is meant."""
    for name, item in component.exports.items():
        own = isinstance(item, wit.TypeDef) and item.type != wit.Named("", name)
        if own and isinstance(component.imports.get(name), wit.TypeDef):
            raise BinaryError(f"it imports a type {name} and exports another")
