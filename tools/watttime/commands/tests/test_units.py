"""Units of signals, and numbers with as many digits as people need."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.watttime.commands import units


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (12345.6, "12,346"),
        (812.4, "812"),
        (23.44, "23.4"),
        (-1.234, "-1.23"),
        (0.0344, "0.034"),
        (-0.0, "0"),
        (1e-9, "0"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
    ],
)
def test_three_digits(value, shown):
    """Large numbers are whole, small ones keep three digits, and nothing is 0."""
    assert units.rounded(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.0123456, "0.0123"), (-0.0000001234, "-0.000000123"), (0.0, "0"), (1.5, "1.50")],
)
def test_small_amounts(value, shown):
    """An amount that is small is not nothing."""
    assert units.significant(value) == shown


@given(st.floats(-1e12, 1e12))
def test_rounding_is_close(value):
    """What is shown is within half a percent, or half a thousandth, of the value."""
    shown = float(units.rounded(value).replace(",", ""))
    assert abs(shown - value) <= max(abs(value) * 0.006, 0.0005)


def test_pounds_and_grams():
    """1000 lbs/MWh are 453.6 g/kWh; other units have no grams."""
    assert units.grams_per_kwh(1000, "lbs_co2_per_mwh") == pytest.approx(453.59237)
    assert units.grams_per_kwh(1000, "dollars_per_mwh") is None
    assert units.amount(1000, "lbs_co2_per_mwh") == "1,000 lbs CO2/MWh (454 g/kWh)"


def test_unknown_units_are_shown_as_they_are():
    """A unit that is new reads well all the same, and is harmless."""
    assert units.name("kg_co2_per\x1b[2J_kwh") == "kg co2/kwh"
