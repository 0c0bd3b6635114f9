// Any app: a form for each function, made from the description.

import { Problem, call, stream } from "./api.js";
import { element, labelled, once } from "./dom.js";
import { parameters } from "./form.js";
import { failure, result, shown } from "./shown.js";

/** All functions, with a filter. */
export function view(description) {
  const entries = Object.entries(description.paths).map(([path, { post }]) =>
    ({ path, node: functionForm(description, path, post) }));
  const filter = element("input", { type: "search", input: () => {
    const wanted = filter.value.toLowerCase();
    for (const { path, node } of entries) node.hidden = !path.toLowerCase().includes(wanted);
  } });
  return element("section", { "aria-labelledby": "functions-title" },
    element("h2", { id: "functions-title" }, "All functions"),
    entries.length > 3 ? labelled("Find", filter) : null,
    entries.map(({ node }) => node));
}

function functionForm(description, path, operation) {
  const schema = operation.requestBody.content["application/json"].schema;
  const { nodes, json } = parameters(description.components.schemas, schema);
  const streams = "text/event-stream" in operation.responses["200"].content;
  const output = element("div", { class: "output", "aria-live": "polite" });
  const button = element("button", { class: "primary" }, streams ? "Open" : "Call");
  const form = element("form", { submit: (event) => {
    event.preventDefault();
    once(button, () => send(path, json(), streams, { form, button, output }));
  } }, nodes, element("p", { class: "actions" }, button), output);
  const title = path.split("/").slice(-2).join(".");
  const about = operation.description === title ? "" : operation.description;
  return element("details", { class: "function" },
    element("summary", {}, element("code", {}, path.slice(1).replaceAll("/", " · "))),
    about ? element("p", {}, about) : null, form);
}

async function send(path, body, streams, { form, button, output }) {
  output.replaceChildren(element("p", { class: "muted" }, "…"));
  try {
    if (streams) await list(path, body, { button, output });
    else output.replaceChildren(result(await call(path, body)));
    form.querySelectorAll("[aria-invalid]").forEach((one) => one.removeAttribute("aria-invalid"));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    output.append(failure(error, form));
    output.querySelector(":scope > .muted")?.remove();
  }
}

async function list(path, body, { button, output }) {
  const stop = new AbortController();
  const items = element("ol", {});
  const end = element("button", { type: "button", class: "quiet", click: () => stop.abort() }, "Stop");
  output.replaceChildren(items, end);
  try {
    for await (const item of stream(path, body, stop.signal)) {
      items.append(element("li", {}, shown(item)));
    }
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  } finally {
    if (document.activeElement === end) button.focus();
    end.remove();
  }
}
