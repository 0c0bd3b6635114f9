// How clean electricity will be, as a chart and a table, and the best time for a task.

import { Problem, call } from "../../api.js";
import { element, empty, labelled, once } from "../../dom.js";
import { answered } from "../../shown.js";
import { isRefusal, withoutForecast } from "./covered.js";
import { MEANINGS, forecast } from "./forecast.js";
import { place } from "./place.js";

const style = new URL("./forecast.css", import.meta.url);

export const PANELS = [
  { name: "forecast", title: "Electricity", needs: "/watttime/emissions/forecast", style, view },
];

const BASE = "/watttime/emissions/";
const BUSY = "Asking the service…";
const SIGNALS = [["", "by region"], ...MEANINGS];

/** The panel. A link may name the region. */
export function view(description) {
  const region = element("input", { value: "CAISO_NORTH", required: true, autocomplete: "off",
    spellcheck: "false", autocapitalize: "characters" });
  const signal = element("select", {}, SIGNALS.map(([value, text]) => element("option", { value }, text)));
  const hours = element("input", { type: "number", min: 1, max: 72, value: 24, required: true });
  const minutes = element("input", { type: "number", min: 1, max: 4320, value: 60, required: true });
  const output = element("div", { class: "output", "aria-live": "polite" },
    empty("Ask for a region: CAISO_NORTH is open to every account of WattTime; zones of Electricity Maps, such as DE, need its key."));
  const button = element("button", { class: "primary" }, "Show");
  const locate = element("button", { type: "button", click: () => once(locate, () => answered(output, BUSY, async () => {
    const found = await place(description, chosen(signal));
    if (found === null) return empty("Nobody was asked.");
    region.value = found.code;
    return element("p", {}, `${found.where}: ${found.name}`);
  })) }, "Where am I?");
  const form = element("form", { class: "card", submit: (event) => {
    event.preventDefault();
    history.replaceState(null, "", `#forecast/${encodeURIComponent(region.value)}`);
    once(button, () => answered(output, BUSY, () => asked(region.value, chosen(signal), Number(hours.value), Number(minutes.value))));
  } }, element("div", { class: "inline" }, labelled("Region", region), labelled("Signal", signal),
    labelled("Hours ahead", hours), labelled("Minutes of the task", minutes)),
  element("p", { class: "actions" }, button, "/watttime/emissions/locate" in description.paths ? locate : null));
  return element("section", { "aria-labelledby": "forecast-title",
    place: ({ detail }) => { region.value = detail; } },
  element("h2", { id: "forecast-title" }, "How clean electricity will be"), form, output);
}

/** The signal as an argument; none where the region tells. */
function chosen({ value }) {
  return value ? { signal: value } : {};
}

async function asked(region, signal, hours, minutes) {
  const [series, advice] = await Promise.all([
    tried(call(`${BASE}forecast`, { region, ...signal, hours })),
    // A task may be longer than what is asked for; the forecast is there even so.
    tried(call(`${BASE}best`, { region, ...signal, minutes, hours })),
  ]);
  if (!series.error) return forecast(series, advice);
  if (!isRefusal(series.error)) throw series.error;
  // What the plan covers is there even so.
  const [index, past] = await Promise.all([
    tried(call(`${BASE}indexes`, { regions: [region], ...signal }).then(([one]) => one.ok ?? one)),
    tried(call(`${BASE}historical`, { region, ...signal })),
  ]);
  return withoutForecast(region, series.error, index, past);
}

/** The answer, or `{ error }` where the function fails. */
async function tried(answer) {
  return answer.catch((error) => {
    if (error instanceof Problem) return { error };
    throw error;
  });
}
