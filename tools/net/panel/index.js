// The network as the server's machine sees it: addresses, ports, the time.

import { Problem, call } from "../../api.js";
import { element, labelled, once, scrolling } from "../../dom.js";
import { answered } from "../../shown.js";
import { clock } from "./clock.js";

export const PANELS = [{ name: "network", title: "Network", needs: "/net/names/look-up", view }];

const WAIT = 5000; // milliseconds
const PORTS = { http: 80, https: 443, ssh: 22, postgres: 5432 };
const OUTCOMES = { open: "open", refused: "closed", "timed-out": "no answer", unreachable: "no way there",
  "not-allowed": "not allowed" };
const ERRORS = { "invalid-name": "no host name", "not-found": "name not found",
  "temporary-failure": "name server failed", "timed-out": "name server timed out",
  "not-allowed": "not allowed", failed: "look-up failed" };

/** The panel: a card for each thing that can be asked. */
export function view(description) {
  const cards = [
    card("Addresses", "Look up", "Looking up…", [field("Host", "example.com")], addresses),
    "/net/ports/probe" in description.paths && card("Ports", "Try", "Trying…",
      [field("Host", "example.com"), field("Ports", "", "443, 80", "Numbers or names (http, https, ssh, postgres).")], ports),
    "/net/time-server/ask" in description.paths && card("Clock", "Ask", "Asking…",
      [field("Time server", "", "pool.ntp.org")], clock),
  ].filter(Boolean);
  return element("section", { "aria-labelledby": "network-title" },
    element("h2", { id: "network-title" }, "The network, as this server sees it"),
    element("div", { class: "columns" }, cards));
}

function field(name, placeholder, value = "", hint = "") {
  const control = element("input", { placeholder, value, required: true, autocomplete: "off",
    spellcheck: "false", autocapitalize: "off" });
  return { control, node: labelled(name, control, hint) };
}

function card(title, word, busy, fields, ask) {
  const output = element("div", { class: "output", "aria-live": "polite" });
  const button = element("button", { class: "primary" }, word);
  const form = element("form", { submit: (event) => {
    event.preventDefault();
    once(button, () => answered(output, busy, () => ask(...fields.map(({ control }) => control.value.trim()))));
  } }, fields.map(({ node }) => node), element("p", { class: "actions" }, button));
  return element("article", { class: "card" }, element("h3", {}, title), form, output);
}

async function addresses(host) {
  const found = await call("/net/names/look-up", { host, timeout: WAIT });
  return element("ul", {}, found.addresses.map(({ ip }) => element("li", { class: "code" }, ip)));
}

async function ports(host, text) {
  const numbers = text.split(/[\s,]+/).filter(Boolean).map((one) => PORTS[one.toLowerCase()] ?? Number(one));
  const wrong = numbers.find((one) => !(Number.isInteger(one) && one > 0 && one < 65536));
  if (wrong !== undefined || !numbers.length) {
    throw new Problem({ title: "No port", detail: "Give numbers from 1 to 65535, or names, with commas between" });
  }
  const results = await call("/net/ports/probe",
    { endpoints: numbers.map((port) => ({ host, port })), timeout: WAIT });
  return scrolling("Ports", element("table", {},
    element("thead", {}, element("tr", {}, ["Port", "Address", "Result", "Time"].map((name) =>
      element("th", { scope: "col" }, name)))),
    element("tbody", {}, results.flatMap((result, place) => rows(numbers[place], result)))));
}

function rows(port, { ok, error }) {
  if (!ok) return [row(port, "", ERRORS[named(error)] ?? named(error), "")];
  return ok.map(({ address, outcome, duration }) => row(port, address.ip,
    OUTCOMES[named(outcome)] ?? `failed: ${outcome.failed}`, `${duration.toFixed(1)} ms`));
}

function row(...cells) {
  return element("tr", {}, cells.map((cell) => element("td", { class: "number" }, String(cell))));
}

/** The name of a variant's case. */
function named(value) {
  return typeof value === "string" ? value : Object.keys(value)[0];
}
