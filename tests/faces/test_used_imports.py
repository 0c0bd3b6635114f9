"""What is remembered of an app's type is enough for its callers."""

from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import interface_sets

from wae.binary.types import ComponentType, Func, Interface
from wae.contract.docs import Docs
from wae.contract.stored import read, write
from wae.errors import NameClash
from wae.faces.contract_of_type import contract_of_type
from wae.faces.stubs import stubs
from wae.faces.used_imports import with_used_imports


@given(st.data())
def test_same_contract(data: st.DataObject) -> None:
    """Without the imports that exports do not refer to, callers find the same: types, functions,
    and what cannot be called."""
    interfaces = [*data.draw(interface_sets(2, 4)).items()]
    first = data.draw(st.integers(0, len(interfaces) - 1))
    component = ComponentType(dict(interfaces[:first]), dict(interfaces[first:]))
    kept, _ = read(write(with_used_imports(component), Docs()))
    assert component.exports == kept.exports
    assert not any(isinstance(item, Func) for one in kept.imports.values() for item in _items(one))
    assert _seen(component) == _seen(kept)


def _items(one: object) -> list[object]:
    assert isinstance(one, Interface)
    return [*one.items.values()]


def _seen(component: ComponentType) -> object:
    try:
        contract = contract_of_type(component, Docs())
    except NameClash as clash:
        return clash.message
    return stubs("app", contract), contract.skipped, [*contract.used]
