"""JSON from outside."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import json_text
from json_text import BadJson

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.text('[]{}"\\'),
    lambda inner: st.lists(inner) | st.dictionaries(st.text('[{"\\a'), inner),
)


@given(VALUES, st.integers(0, 50))
def test_what_is_written_is_read(value: object, depth: int) -> None:
    """Any value comes back, whatever brackets and quotes are in its texts."""
    for _ in range(depth):
        value = [value, *[[] for _ in range(70)]]
    assert value == json_text.parse(json.dumps(value))


@given(st.text(st.sampled_from('[]{}",:\\a1 \n')))
def test_any_text_is_json_or_bad(text: str) -> None:
    """The parser's own verdict counts; nothing but `BadJson` comes out."""
    try:
        expected = json.loads(text)
    except ValueError:
        with pytest.raises(BadJson):
            json_text.parse(text)
    else:
        assert expected == json_text.parse(text)


@pytest.mark.parametrize(
    ("text", "kind", "reason"),
    [
        ('{"a":\n', "not JSON (line 2, column 1)", "line 2, column 1: Expecting value"),
        ("\n<p>", "HTML, not JSON (line 2, column 1)", "line 2, column 1: Expecting value"),
        ("[" * 65, "nested too deeply", "it is nested too deeply"),
        ("1" * 5000, "JSON with a number that is too long", "it has a number that is too long"),
        ("[NaN]", "not JSON (NaN)", "NaN is not JSON"),
        ("-Infinity", "not JSON (-Infinity)", "-Infinity is not JSON"),
        ('{"a": Infinity}', "not JSON (Infinity)", "Infinity is not JSON"),
        ("1e999", "JSON with a number that is too large", "it has a number that is too large"),
        (
            "[1, -1e999]",
            "JSON with a number that is too large",
            "it has a number that is too large",
        ),
        ("1.8e308", "JSON with a number that is too large", "it has a number that is too large"),
    ],
)
def test_what_is_bad_is_said(text: str, kind: str, reason: str) -> None:
    """The error says what the text is, and why it is not JSON."""
    with pytest.raises(BadJson) as raised:
        json_text.parse(text)
    assert (kind, reason) == (str(raised.value), raised.value.reason)


def test_large_and_small_numbers() -> None:
    """What a number of 64 bits can hold, or round to, is a number."""
    assert [1.7e308, -1.7e308, 0.0, 10**400] == json_text.parse(
        f"[1.7e308,-1.7e308,1e-999,{10**400}]"
    )


@pytest.mark.parametrize("depth", [0, 1, 16, json_text.DEPTH])
def test_depth(depth: int) -> None:
    """As deep as asked for is parsed, one deeper is not; what is closed again does not count."""
    text = "[" * depth + "1" + "]" * depth
    assert json.loads(text) == json_text.parse(text, depth)
    with pytest.raises(BadJson, match="^nested too deeply$"):
        json_text.parse(f'{{"a": {text}}}', depth)
    if depth > 1:
        wide = json.dumps([[], {}] * depth)
        assert json.loads(wide) == json_text.parse(wide, depth)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 65,
        "[" * 1_000_000,
        '{"a":' * 100_000,
        "[" * 65 + "]" * 65,
        '["[", "\\"", ' + "[" * 65,
        "[]," * 100 + '[{"a":' * 33,
    ],
)
def test_deep_json_is_not_parsed(text: str) -> None:
    """Nesting that could exhaust the stack is refused before the parser sees it."""
    with pytest.raises(BadJson, match="nested too deeply"):
        json_text.parse(text)


def test_brackets_in_texts_are_not_nesting() -> None:
    """Release notes full of brackets are text."""
    value = {"body": '[{"' * 1000, "other": ["\\" * 99] * 99}
    assert value == json_text.parse(json.dumps(value))


@pytest.mark.parametrize(
    "text",
    [
        "[" * 65 + '"' + "a" * 1_000_000,
        "[]" * 500_000,
        '"' * 1_000_001 + "[" * 65,
        '"\\' * 500_000 + "[" * 65,
        "a" * 1_000_000 + "[" * 65,
    ],
)
def test_a_hostile_text_takes_no_time(text: str) -> None:
    """Time grows with the length of the text, not with its square."""
    start = time.process_time()
    with pytest.raises(BadJson):
        json_text.parse(text)
    assert time.process_time() - start < 20
