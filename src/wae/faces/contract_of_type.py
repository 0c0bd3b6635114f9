"""The contract of a component whose type is known: without what reads types from bytes."""

from __future__ import annotations

from wae.binary import types as wit
from wae.binary.internal import is_internal
from wae.contract.docs import Docs
from wae.contract.model import Contract, make_contract


def contract_of_type(component: wit.ComponentType, docs: Docs) -> Contract:
    """The contract of what a component of this type exports. Raises NameClash."""
    exports = {n: item for n, item in component.exports.items() if not is_internal(n, item)}
    return make_contract(component, docs, exports)
