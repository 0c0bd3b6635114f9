// What a plan covers that has no forecasts: how clean it is now, and the last day.

import { element } from "../../dom.js";
import { failure, grouped } from "../../shown.js";
import { MEANINGS, clock, drawing, pointsOf } from "./forecast.js";
import { rounded, unitName } from "./units.js";

/** The elements of it; `refusal` is that of the forecast, `index` and `past` may be `{ error }`. */
export function withoutForecast(region, refusal, index, past) {
  const points = past.error ? [] : pointsOf(past);
  const there = points.length > 1;
  const unit = unitName(past.units ?? "");
  const label = `The last day in ${region}${unit ? `, ${unit}` : ""}`;
  return element("figure", { class: "forecast" },
    element("figcaption", { class: "card" }, failure(refusal),
      index.error ? null : now(region, index),
      told([index, past]).map(muted),
      there ? element("p", {}, `${label}:`) : noPast(past)),
    there ? drawing(points, null, unit, `${label}.`) : null);
}

/** Whether the plan does not cover what failed. */
export function isRefusal({ details }) {
  return details?.error?.reason?.forbidden !== undefined;
}

/** What the service wants people to know, each once. */
function told(answers) {
  return [...new Set(answers.flatMap(({ warnings }) => warnings ?? []))];
}

function noPast({ error }) {
  if (!error) return muted("There are no values of the last day.");
  return isRefusal(error) ? muted("The plan does not cover the last day, either.") : failure(error);
}

function now(region, { time, percentile, value, signal }) {
  const amount = value === null ? null : `${rounded(value)} ${unitName("gCO2eq/kWh")}`;
  const rank = percentile === null ? null : `${grouped(Math.round(percentile))} of 100, where 0 is cleanest`;
  return [element("h3", {}, `${region}, ${clock(new Date(time))}`),
    element("p", {}, [amount, rank].filter((one) => one !== null).join(": ")),
    element("p", { class: "muted" }, new Map(MEANINGS).get(signal)),
    rank === null ? muted("The plan does not cover what to compare it with.") : null];
}

function muted(words) {
  return element("p", { class: "muted" }, words);
}
