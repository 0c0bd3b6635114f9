"""JSON from a service."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import json_text

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text('[]{}"\\'),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text('[{"\\a'), inner),
    max_leaves=20,
)


@given(VALUES)
def test_what_is_written_is_read(value: object) -> None:
    """Any value comes back, whatever brackets and quotes are in its texts."""
    value = [value, *[[] for _ in range(70)]]
    assert value == json_text.parse(json.dumps(value))


@given(st.text(st.sampled_from('[]{}",:\\a1 \n')))
def test_any_text_is_json_or_bad(text: str) -> None:
    """The parser's own verdict counts; nothing but `BadJson` comes out."""
    try:
        expected = json.loads(text)
    except ValueError:
        with pytest.raises(json_text.BadJson):
            json_text.parse(text)
    else:
        assert expected == json_text.parse(text)


@pytest.mark.parametrize("text", ["[" * 65, '{"a":' * 100_000, '["[", "\\"", ' + "[" * 65])
def test_deep_json_is_not_parsed(text: str) -> None:
    """Nesting that could exhaust the stack is refused before the parser sees it."""
    with pytest.raises(json_text.BadJson, match="nested too deeply"):
        json_text.parse(text)
