"""Units of the signals."""

from decimal import Decimal

from shared import cleaning

_POUNDS = "lbs_co2_per_mwh"
_DOLLARS = "dollars_per_mwh"
_GRAMS = "gCO2eq/kWh"
_NAMES = {_POUNDS: "lbs CO2/MWh", _DOLLARS: "USD/MWh", _GRAMS: "g CO2eq/kWh"}
# One pound is 0.45359237 kg (the international pound of 1959), and a MWh is 1000 kWh.
_GRAMS_PER_KWH = 0.45359237
_BY_ENERGY = {
    _POUNDS: ("kg CO2", _GRAMS_PER_KWH / 1000),
    _DOLLARS: ("USD of damage to health", 1 / 1000),
    _GRAMS: ("kg CO2eq", 1 / 1000),
}


def name(units: str) -> str:
    """`lbs_co2_per_mwh` as `lbs CO2/MWh`; unknown units as they are."""
    return _NAMES.get(units) or cleaning.line(units).replace("_per_", "/").replace("_", " ")


def grams_per_kwh(value: float, units: str) -> float | None:
    """The value in g CO2/kWh, where it is an amount of CO2."""
    return value if units == _GRAMS else converted(value, units)


def converted(value: float, units: str) -> float | None:
    """The same, where it is not in that unit already."""
    return value * _GRAMS_PER_KWH if units == _POUNDS else None


def per_kilowatt_hour(units: str) -> tuple[str, float] | None:
    """What a value is an amount of, and how much of it one of `units` is by kilowatt-hour."""
    return _BY_ENERGY.get(units)


def amount(value: float, units: str) -> str:
    """`812 lbs CO2/MWh (368 g/kWh)`."""
    grams = converted(value, units)
    more = "" if grams is None else f" ({rounded(grams)} g/kWh)"
    return f"{rounded(value)} {name(units)}{more}".rstrip()


def rounded(value: float) -> str:
    """Three digits: `1,234`, `812`, `23.4`, `1.23`, `0.034`; `0` for nothing."""
    size = abs(value)
    if size < 0.0005:
        return "0"
    return f"{value:,.{0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3}f}"


def significant(value: float) -> str:
    """The same, but of what is less than one three digits, however small: `0.00123`."""
    small = 0 < abs(value) < 1
    return f"{Decimal(f'{value:.3g}'):f}" if small else rounded(value)
