// How clean electricity will be, as a chart.

import { Problem, call } from "../../api.js";
import { chart } from "./chart.js";
import { element, labelled, once } from "../../dom.js";
import { failure, grouped } from "../../shown.js";

export const PANELS = [{ name: "forecast", title: "Electricity", needs: "/watttime/emissions/forecast", view }];

const BASE = "/watttime/emissions/";
const SIGNALS = [["co2-moer", "CO₂, the next unit"], ["co2-aoer", "CO₂, the average unit"],
  ["health-damage", "damage to health"]];
const UNITS = { lbs_co2_per_mwh: "lb CO₂/MWh" };

/** Asks for a forecast and draws it. */
export function view(description) {
  const region = element("input", { value: "CAISO_NORTH", required: true, autocomplete: "off",
    spellcheck: "false" });
  const signal = element("select", {}, SIGNALS.map(([value, text]) => element("option", { value }, text)));
  const hours = element("input", { type: "number", min: 1, max: 72, value: 24, required: true });
  const output = element("div", { class: "output", "aria-live": "polite" });
  const button = element("button", { class: "primary" }, "Show");
  const locate = element("button", { type: "button", class: "quiet", click: () =>
    attempt(output, locate, async () => {
      const place = await call("/watttime/location/by-address", {});
      const { latitude, longitude } = place;
      const found = await call(`${BASE}locate`, { latitude, longitude, signal: signal.value });
      region.value = found.code;
      return element("p", {}, `${place.name}: ${found.name}`);
    }) }, "Where am I?");
  const form = element("form", { class: "inline", submit: (event) => {
    event.preventDefault();
    attempt(output, button, async () => drawing(await call(`${BASE}forecast`,
      { region: region.value, signal: signal.value, hours: Number(hours.value) })));
  } }, labelled("Region", region), labelled("Signal", signal), labelled("Hours", hours), button,
  "/watttime/location/by-address" in description.paths ? locate : null);
  return element("section", { "aria-labelledby": "forecast-title" },
    element("h2", { id: "forecast-title" }, "How clean electricity will be"), form, output);
}

function attempt(output, button, work) {
  return once(button, () => told(output, work));
}

async function told(output, work) {
  output.replaceChildren(element("p", { class: "muted" }, "Asking WattTime…"));
  try {
    output.replaceChildren(await work());
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    output.replaceChildren(failure(error));
  }
}

function drawing(series) {
  const points = series.points.map(({ time, value }) => ({ time: new Date(time), value }));
  if (points.length < 2) return element("p", {}, "The service has no forecast for that.");
  const unit = UNITS[series.units] ?? series.units;
  const best = points.reduce((least, one) => (one.value < least.value ? one : least));
  const text = `Lowest: ${grouped(best.value)} ${unit}, ${clock(best.time)}`;
  return element("figure", {},
    element("figcaption", {}, `${series.region}, ${unit}. ${text}.`),
    chart(points, best, `Forecast for ${series.region} in ${unit}. ${text}.`),
    series.warnings.map((warning) => element("p", { class: "muted" }, warning)),
    element("details", {}, element("summary", {}, "Table"), table(points, unit)));
}

function table(points, unit) {
  return element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Table" },
    element("table", {},
      element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "Time"),
        element("th", { scope: "col" }, unit))),
      element("tbody", {}, points.map(({ time, value }) => element("tr", {},
        element("td", {}, clock(time)), element("td", { class: "number" }, grouped(value)))))));
}

function clock(time) {
  return time.toLocaleString(undefined, { weekday: "short", hour: "2-digit", minute: "2-digit" });
}
