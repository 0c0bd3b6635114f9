"""JSON as RFC 8259 has it, for every face."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wae.contract import json_text
from wae.contract.json_text import NumberTooLarge

FINITE = st.recursive(
    st.none()
    | st.booleans()
    | st.text()
    | st.integers()
    | st.floats(allow_nan=False, width=64).filter(math.isfinite),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(FINITE)
def test_what_is_written_is_read(value: object) -> None:
    """Every value of JSON comes back."""
    assert value == json_text.parse(json.dumps(value))


@pytest.mark.parametrize(
    "number",
    [
        *("1e999", "-1e999", "1E+400", "1e400", "1.8e308", "-1.8e308", "0.9999999999e9999"),
        *("9999999999999999e999", "99999999999999999e999"),
        *("9" * 310, "-" + "9" * 400, "1" * 5000),
    ],
)
@pytest.mark.parametrize("around", ["{}", "[{}]", '{{"a": {}}}', '[0, {{"a": [1, {}]}}]'])
def test_no_number(number: str, around: str) -> None:
    """A number that no float can hold is refused, wherever it stands, and shown in short."""
    with pytest.raises(NumberTooLarge) as caught:
        json_text.parse(around.format(number))
    shown = number if len(number) <= 20 else f"{number[:20]}…"
    assert f"{shown} is too large for a number" == str(caught.value)


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_no_json(constant: str) -> None:
    """What Python's parser takes beyond JSON is refused, with what to write instead."""
    with pytest.raises(ValueError, match="is not JSON") as caught:
        json_text.parse(f'{{"a": [{constant}]}}')
    assert not isinstance(caught.value, NumberTooLarge)
    assert f'{constant} is not JSON: write it as a string, "{constant}"' == str(caught.value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.7e308", 1.7e308),
        ("-1.7976931348623157e308", -1.7976931348623157e308),
        ("1e-999", 0.0),
        ("0e999", 0.0),
        ("-0.0", -0.0),
        ("9" * 308, int("9" * 308)),
        ("-" + "1" * 308, -int("1" * 308)),
        ("18446744073709551615", 2**64 - 1),
    ],
)
def test_numbers(text: str, value: float) -> None:
    """Whatever a float can hold or round to is a number; whole ones are exact."""
    assert value == json_text.parse(text)


@pytest.mark.parametrize(
    "text", ["", "{", "01", "1.", ".5", "+1", "1e", "nan", "inf", "0x1", "1_0"]
)
def test_not_json(text: str) -> None:
    """Anything else is no JSON."""
    with pytest.raises(json.JSONDecodeError):
        json_text.parse(text)
