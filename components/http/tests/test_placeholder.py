"""`{$NAME}` in a body."""

import json

from hypothesis import given
from hypothesis import strategies as st

from placeholder import fill

texts = st.text(st.characters(exclude_categories=["Cs"]))


@given(texts, texts)
def test_values_stay_within_their_string(user: str, password: str) -> None:
    """Whatever the values are, the JSON around them is what it was."""
    body = json.dumps({"username": "{$USER}", "password": "{$PASSWORD}", "org": "{$OTHER}"})
    filled = fill(body.encode(), {"USER": user, "PASSWORD": password})
    expected = {"username": user, "password": password, "org": "{$OTHER}"}
    assert expected == json.loads(filled)


def test_a_value_is_no_placeholder() -> None:
    """A value that looks like a placeholder is a value."""
    assert b"{$B} x" == fill(b"{$A} {$B}", {"A": "{$B}", "B": "x"})


def test_others_stay() -> None:
    """Names that are not given, and what is no name, stay."""
    body = b"{$C} {A} $A {$A|b} { $A} {$} {$1}"
    assert body == fill(body, {"A": "x"})
