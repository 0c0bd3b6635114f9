// Any app: a form for each function, made from the description.

import { Problem, call, parsed, stream } from "./api.js";
import { curl, python } from "./code.js";
import { copyButton, element, empty, labelled, once, waiting } from "./dom.js";
import { parameters } from "./form.js";
import { code, prose } from "./markdown.js";
import { outline } from "./schema.js";
import { failure, result, shown } from "./shown.js";

const ID = "function:"; // before the path of one

/** All functions by their interfaces, with a filter over their names and words. */
export function view(description) {
  const entries = Object.entries(description.paths).map(([path, { post }]) => ({
    node: functionForm(description, path, post), tag: post.tags?.[0] ?? "",
    text: [path.replaceAll("/", " "), post.summary, post.description ?? ""].join(" ").toLowerCase(),
  }));
  const about = new Map(description.tags?.map(({ name, description: text }) => [name, text !== name && text]));
  const groups = [...Map.groupBy(entries, ({ tag }) => tag)].map(([tag, inside]) => ({
    inside, node: element("div", { class: "interface" },
      about.get(tag) ? element("div", { class: "muted" }, prose(about.get(tag), 3)) : null,
      inside.map(({ node }) => node)) }));
  const none = empty("No function has all of these words.");
  none.hidden = entries.length > 0;
  const filter = element("input", { type: "search", input: () => {
    const wanted = filter.value.toLowerCase().split(/[\s/·.]+/);
    for (const { node, text } of entries) node.hidden = !wanted.every((one) => text.includes(one));
    for (const { node, inside } of groups) node.hidden = inside.every((one) => one.node.hidden);
    none.hidden = entries.some(({ node }) => !node.hidden);
  } });
  return element("section", { "aria-labelledby": "functions-title", place: reveal },
    element("h2", { id: "functions-title" }, "All functions"),
    entries.length > 3 ? labelled("Find", filter) : null,
    groups.map(({ node }) => node), none,
    description.info.description
      ? element("div", { class: "muted" }, prose(description.info.description, 3)) : null);
}

/** Opens the form of the function that a link leads to, with the arguments that it has. */
function reveal({ detail }) {
  const [, path, , given] = /^([^?]*)(\?(.*))?$/s.exec(detail);
  const node = document.getElementById(`${ID}/${path}`);
  if (!node) return;
  if (given) node.dispatchEvent(new CustomEvent("given", { detail: given }));
  for (let one = node; one; one = one.parentElement.closest("[hidden]")) one.hidden = false;
  node.open = true;
  node.querySelector("summary").focus();
}

function functionForm(description, path, operation) {
  const { schemas } = description.components;
  const { schema, example } = operation.requestBody.content["application/json"];
  const answers = operation.responses["200"].content;
  const streams = "text/event-stream" in answers;
  const about = withoutParameters(operation.description ?? words(path, operation));
  const url = new URL(path, location.origin).href;
  const options = { token: Boolean(description.components.securitySchemes), streams };
  let arguments_ = parameters(schemas, schema, example);
  const fields = element("div", { class: "stack" }, arguments_.nodes);
  const output = element("div", { class: "output", "aria-live": "polite" });
  const took = element("span", { class: "actions took" });
  const button = element("button", { class: "primary" }, streams ? "Open" : "Call");
  const form = element("form", { submit: (event) => {
    event.preventDefault();
    once(button, () => send(path, arguments_.json(), streams, { form, button, output, took }));
  } }, fields, element("p", { class: "actions" }, button, took));
  const node = element("details", { class: "function", id: ID + path,
    toggle: () => { if (node.open) history.replaceState(null, "", `#functions${path}`); },
    given: ({ detail }) => {
      arguments_ = parameters(schemas, schema, values(detail) ?? example);
      fields.replaceChildren(...arguments_.nodes);
      form.dispatchEvent(new Event("input"));
    } },
  summary(path, operation),
  about ? prose(about, 3) : null,
  element("div", { class: "work" }, form,
    element("div", { class: "stack" }, output,
      request(form, () => arguments_.json(), url, path, options),
      element("details", {}, element("summary", {}, "Answers"),
        responses(schemas, operation.responses)))));
  return node;
}

function summary(path, operation) {
  const text = words(path, operation);
  return element("summary", {}, element("code", {}, path.slice(1).replaceAll("/", " · ")),
    text ? [" ", element("span", { class: "words" }, quoted(text))] : null);
}

/** Text with what stands between backticks as code. */
function quoted(text) {
  return text.split(/`([^`]+)`/).map((part, n) => (n % 2 ? element("code", {}, part) : part));
}

/** What the contract says of a function first; nothing where the description has only its name. */
function words(path, { summary: text }) {
  return text === path.split("/").slice(-2).join(".") ? "" : text;
}

/** A description without the list of parameters, whose words stand at the controls. */
function withoutParameters(text) {
  return text.replace(/(^|\n\n)(- `[^`\n]+`: [^\n]*(\n(?![-\n])[^\n]*)*\n?)+$/, "");
}

/** The request as code, always as the form is now. */
function request(form, json, url, path, options) {
  const shell = element("div"), script = element("div");
  const link = () => `${url.slice(0, -path.length)}/#functions${path}?${encodeURIComponent(json())}`;
  const node = element("details", { toggle: write }, element("summary", {}, "Request"),
    element("div", { class: "stack" }, shell, script,
      element("p", {}, copyButton(link, "Copy a link to this form", "small"))));
  function write() {
    if (!node.open) return;
    shell.replaceChildren(code(curl(url, json(), options), "curl"));
    script.replaceChildren(code(python(url, json(), options), "Python"));
  }
  for (const event of ["input", "change", "click"]) form.addEventListener(event, write);
  return node;
}

function responses(schemas, all) {
  return element("dl", { class: "answers" }, Object.entries(all).map(([status, { description: words, content }]) => {
    const schema = content?.["application/json"]?.schema;
    return element("div", {}, element("dt", { class: "code" }, status),
      element("dd", {}, schema ? outline(schemas, schema) : prose(words, 3)));
  }));
}

function values(text) {
  try {
    return parsed(text);
  } catch {
    return null; // a link that was cut short: the form is as it always is
  }
}

async function send(path, body, streams, { form, button, output, took }) {
  const started = performance.now();
  took.replaceChildren();
  output.replaceChildren(waiting("Calling…"));
  let status = 200;
  try {
    if (streams) await list(path, body, { button, output });
    else output.replaceChildren(result(await call(path, body)));
    form.querySelectorAll("[aria-invalid]").forEach((one) => one.removeAttribute("aria-invalid"));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    status = error.details.status;
    output.querySelector(":scope > .busy")?.remove();
    output.append(failure(error, form));
  }
  const time = `after ${Math.round(performance.now() - started).toLocaleString()} ms`;
  took.replaceChildren(...(status ? [element("span", { class: `status ${status < 400 ? "" : "bad"}` },
    String(status)), " "] : []), element("span", { class: "muted" }, time));
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
