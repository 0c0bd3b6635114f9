// Units of the signals.

const POUNDS = "lbs_co2_per_mwh";
const NAMES = { [POUNDS]: "g CO₂/kWh", dollars_per_mwh: "USD/MWh", "gCO2eq/kWh": "g CO₂eq/kWh" };
// One pound is 0.45359237 kg (the international pound of 1959), and a MWh is 1000 kWh.
const GRAMS = 0.45359237;

/** The unit that values are shown in. */
export function unitName(units) {
  return NAMES[units] ?? units.replace("_per_", "/").replaceAll("_", " ");
}

/** A value of the service's in the unit that it is shown in. */
export function converted(value, units) {
  return units === POUNDS ? value * GRAMS : value;
}

/** Three digits, as the terminal has them. */
export function rounded(value) {
  const size = Math.abs(value);
  if (size < 0.0005) return "0";
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  return value.toLocaleString(undefined, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
