// A forecast: when is best, a chart, and a table beside it.

import { element, empty, scrolling } from "../../dom.js";
import { failure } from "../../shown.js";
import { chart } from "./chart.js";
import { converted, rounded, unitName } from "./units.js";

/** Signals, what each means, and whose it is. */
export const MEANINGS = [
  ["co2-moer", "marginal CO₂, of one kWh more (WattTime)"],
  ["co2-aoer", "average CO₂ (WattTime)"],
  ["health-damage", "damage to health (WattTime)"],
  ["carbon-intensity", "average CO₂eq, life cycle (Electricity Maps)"],
];

/** The elements of a forecast, and of the advice that came with it, or of why none did. */
export function forecast(series, advice) {
  const { region, units, warnings } = series;
  const points = pointsOf(series);
  if (points.length < 2) return empty("The service has no forecast for that.");
  const unit = unitName(units);
  const best = advice.error ? null : stretch(advice.best, units);
  const least = points.reduce((a, b) => (b.value < a.value ? b : a));
  const text = best ? `Best: ${span(best)}, ${rounded(best.average)} ${unit} on average`
    : `Lowest: ${rounded(least.value)} ${unit}, ${clock(least.time)}`;
  const saved = best && saving(stretch(advice.now, units), best);
  return element("figure", { class: "forecast" },
    element("figcaption", { class: "card" }, element("h3", {}, `${region}, ${unit}`),
      element("p", {}, `${text}${saved ? `: ${saved}` : ""}.`),
      element("p", { class: "muted" }, new Map(MEANINGS).get(series.signal)),
      warnings.map((warning) => element("p", { class: "muted" }, warning)),
      advice.error ? failure(advice.error) : null),
    ...drawing(points, best, unit, `Forecast for ${region} in ${unit}. ${text}.`));
}

/** The points of a series, in the unit that is shown. */
export function pointsOf({ points, units }) {
  return points.map(({ time, value }) => ({ time: new Date(time), value: converted(value, units) }));
}

/** Points as a chart, as wide as there is room, and as a table. */
export function drawing(points, best, unit, label) {
  const picture = element("div", { class: "drawing" });
  const draw = () => picture.replaceChildren(chart(points, best, label, Math.round(picture.clientWidth) || 640));
  new ResizeObserver(draw).observe(picture);
  return [element("div", { class: "card" }, picture),
    element("div", { class: "card" }, table(points, best, unit))];
}

function stretch({ start, end, average }, units) {
  return { start: new Date(start), end: new Date(end), average: converted(average, units) };
}

function saving(now, best) {
  if (!(now.average > 0) || now.average <= best.average) return "now is as good";
  return `${Math.round((1 - best.average / now.average) * 100)} % less than now`;
}

function table(points, best, unit) {
  const isBest = ({ time }) => best && time >= best.start && time < best.end;
  return scrolling("Values", element("table", {},
    element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "Time"),
      element("th", { scope: "col", class: "number" }, unit))),
    element("tbody", {}, points.map((point) => element("tr", { class: isBest(point) && "best" },
      element("td", {}, clock(point.time), isBest(point) ? " best" : null),
      element("td", { class: "number" }, rounded(point.value)))))));
}

/** A time where the reader is. */
export function clock(time) {
  return time.toLocaleString(undefined, { weekday: "short", hour: "2-digit", minute: "2-digit" });
}

function span({ start, end }) {
  return `${clock(start)} to ${end.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" })}`;
}
