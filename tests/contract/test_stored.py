"""A component's type as text."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import worlds

from wae.binary.types import ComponentType, Interface
from wae.contract import stored
from wae.contract.docs import Docs


@given(worlds(), worlds(), st.dictionaries(st.text(), st.text()))
def test_round_trip(imports: Interface, exports: Interface, texts: dict[str, str]) -> None:
    """Every type is read as it was written, and so are all texts."""
    component, docs = ComponentType(imports.items, exports.items), Docs(texts)
    assert (component, docs) == stored.read(stored.write(component, docs))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(st.sampled_from(["", "Record", "List", "Interface", "x"]), inner)
    ),
)


@given(json_values)
def test_anything_else(value: object) -> None:
    """What is no such text is a ValueError, whatever it is."""
    with pytest.raises(ValueError, match="not the text of a contract"):
        stored.read(json.dumps(value))


@pytest.mark.parametrize("text", ["", "contract", "[]", "[" * 100_000])
def test_no_json(text: str) -> None:
    """So is what is no JSON, or none that can be read."""
    with pytest.raises(ValueError, match="not the text of a contract"):
        stored.read(text)
