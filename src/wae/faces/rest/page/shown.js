// Results and errors, for people.

import { Problem } from "./api.js";
import { pictureType } from "./base64.js";
import { copyButton, element, outside, scrolling, waiting } from "./dom.js";

const BASE64 = /^[A-Za-z0-9+/]+=*$/;
/** A time of RFC 3339. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;
/** Characters of values that stand beside each other. */
const SHORT = 16;

/** A value of JSON as elements: objects as lists of terms, arrays of objects as tables. */
export function shown(value) {
  if (value === null || value === undefined) return element("span", { class: "muted" }, "none");
  if (Array.isArray(value)) return sequence(value);
  if (typeof value === "object") return terms(value);
  if (typeof value === "boolean") return element("span", {}, value ? "yes" : "no");
  if (typeof value === "number") return element("span", { class: "number" }, grouped(value));
  return text(value);
}

/** A result with its JSON. */
export function result(value) {
  const json = JSON.stringify(value, null, 2);
  const raw = element("details", {}, element("summary", {}, "JSON"),
    element("pre", { tabindex: 0 }, json), copyButton(() => json));
  return element("div", { class: "result stack" }, shown(value), raw);
}

/** An error, marked at the control that it names. */
export function failure(error, form = null) {
  const details = error.details ?? { detail: error.message };
  form?.querySelectorAll("[aria-invalid]").forEach((one) => one.removeAttribute("aria-invalid"));
  if (details.field !== undefined && form) {
    const found = named(form, details.field);
    found?.setAttribute("aria-invalid", "true");
    found?.focus();
  }
  return element("div", { class: "failure", role: "alert" },
    element("strong", {}, details.title ?? "Failed"), details.detail ? [" ", details.detail] : null);
}

/** Shows in `output` that an answer is awaited, then what `work` makes of it, or why there is none,
 * which may mark a control of the `form`. */
export async function answered(output, words, work, form = null) {
  output.replaceChildren(waiting(words));
  try {
    output.replaceChildren(await work());
  } catch (error) {
    output.replaceChildren(failure(error, form));
    if (!(error instanceof Problem)) throw error;
  }
}

/** The control with this path; a function's own error may have the path's end alone. */
function named(form, field) {
  const all = [...form.querySelectorAll("[data-path]")];
  const inner = all.filter((one) => one.dataset.path.endsWith(`.${field}`));
  return all.find((one) => one.dataset.path === field) ?? (inner.length === 1 ? inner[0] : null);
}

/** A number with its digits in groups. */
export function grouped(number) {
  return number.toLocaleString("en", { maximumFractionDigits: 3 });
}

/** A time where the reader is, with what was written as its title. */
export function moment(time, style = { dateStyle: "medium", timeStyle: "short" }) {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return element("span", {}, time);
  return element("time", { datetime: time, title: time }, date.toLocaleString(undefined, style));
}

function text(value) {
  const type = pictureType(value);
  if (type && BASE64.test(value)) return picture(value, type);
  if (/^https?:\/\/[^\s]+$/.test(value)) return outside(value);
  if (TIME.test(value)) return moment(value);
  return element(value.includes("\n") ? "pre" : "span", {}, value);
}

/** The picture; its text where it is none after all. */
function picture(value, type) {
  const made = element("img", { class: "picture", alt: `Picture (${type})`,
    src: `data:image/${type};base64,${value}`,
    error: () => made.replaceWith(element("span", {}, value)) });
  return made;
}

function terms(value) {
  return element("dl", {}, Object.entries(value).map(([name, inner]) =>
    element("div", { class: !isFlat(inner) && "deep" }, element("dt", {}, name), element("dd", {}, shown(inner)))));
}

/** Whether there is no structure in a value. */
function isScalar(value) {
  return value === null || typeof value !== "object";
}

/** Whether a value stands in one cell. */
function isFlat(value) {
  return Array.isArray(value) ? value.every(isScalar) : isScalar(value);
}

function sequence(values) {
  if (values.length === 0) return element("span", { class: "muted" }, "none");
  if (values.every(isScalar)) {
    const isShort = values.every((one) => String(one).length <= SHORT);
    return element(isShort ? "ul" : "ol", { class: isShort && "marks" },
      values.map((one) => element("li", {}, shown(one))));
  }
  if (values.every((one) => Array.isArray(one) && one.every(isScalar))) return table(values);
  const records = values.every((one) => !isScalar(one) && !Array.isArray(one) && Object.values(one).every(isFlat));
  const names = records ? Object.keys(values[0]) : [];
  if (names.length > 1 && values.every((one) => Object.keys(one).join() === names.join())) {
    return table(values.map((one) => Object.values(one)), names);
  }
  return element("ol", { class: "items" }, values.map((one) => element("li", {}, shown(one))));
}

function table(rows, names = []) {
  return scrolling("Table", element("table", {}, names.length ? element("thead", {}, element("tr", {},
    names.map((name) => element("th", { scope: "col" }, name)))) : null,
  element("tbody", {}, rows.map((row) => element("tr", {}, row.map((cell) => element("td", {}, shown(cell))))))));
}
