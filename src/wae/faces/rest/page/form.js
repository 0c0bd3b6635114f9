// Controls for the values of a JSON schema. Each knows its `path`, as problems name it, begins with
// the value that is `given` for it or that the schema has as its default or example, and gives its
// value as JSON text, so that whole numbers of 64 bits stay whole. What may be left out begins empty.

import { base64 } from "./base64.js";
import { checkbox, element, freshId, labelled } from "./dom.js";
import { inline } from "./inline.js";

const LONG = /content|prompt|text|description|notes/;
const SAFE = 2 ** 53;

/** `{ node, json() }` for a schema; `name` is what it is called, `path` where it is. */
export function control(schemas, schema, name, path, given) {
  const kind = resolved(schemas, schema);
  const words = schema.description ?? kind.description;
  const example = (schema.examples ?? kind.examples)?.[0];
  const isOptional = kind.anyOf?.some(({ type }) => type === "null");
  const first = given ?? schema.default ?? kind.default ?? (isOptional ? undefined : example);
  const at = { name, path, hint: words && inline(words), first, example };
  const make = (inner, title, where, value) => control(schemas, inner, title, where, value);
  if (kind.anyOf) return optional(schemas, kind, at, make);
  if (kind.oneOf) return choice(kind.oneOf, at, make);
  if (kind.type === "object") return record(kind, at, make);
  if (kind.prefixItems) return tuple(kind.prefixItems, at, make);
  if (kind.type === "array") return kind.items.enum ? flags(kind, at) : list(kind, at, make);
  return scalar(kind, at);
}

/** The arguments' controls: `{ nodes, json() }`. */
export function parameters(schemas, schema, given) {
  const make = (inner, name, path, value) => control(schemas, inner, name, path, value);
  const made = members(schema, "", make, given);
  return { nodes: made.map(({ part }) => part.node), json: () => objectText(made) };
}

/** A schema, or what it refers to. */
export function resolved(schemas, schema) {
  return schema.$ref ? schemas[schema.$ref.split("/").pop()] : schema;
}

function members(schema, path, make, given) {
  return Object.entries(schema.properties ?? {}).map(([name, inner]) => ({
    name, part: make(inner, name, path ? `${path}.${name}` : name, given?.[name]),
  }));
}

function objectText(made) {
  return `{${made.map(({ name, part }) => `${JSON.stringify(name)}:${part.json()}`).join(",")}}`;
}

function scalar(kind, at, absent = false) {
  const { name, path, hint, first } = at;
  if (kind.const !== undefined) return { node: "", json: () => JSON.stringify(kind.const) };
  if (kind.type === "boolean") {
    const { control: box, node } = checkbox(name, first === true, { "data-path": path });
    if (hint) node.append(element("p", { class: "hint" }, hint));
    return { node, json: () => String(box.checked) };
  }
  if (kind.enum) {
    const none = absent ? [element("option", { value: "" }, "none")] : [];
    const labels = kind.enum.map((label) => element("option", { selected: label === first }, label));
    const select = element("select", { "data-path": path }, none, labels);
    const json = () => (select.value ? JSON.stringify(select.value) : "null");
    return { node: labelled(name, select, hint), json };
  }
  if (isNumber(kind)) return numeric(kind, at, absent);
  const long = LONG.test(name);
  const input = element(long ? "textarea" : "input", {
    "data-path": path, rows: long && 3, autocomplete: "off", spellcheck: "false",
    minlength: kind.minLength, maxlength: kind.maxLength, placeholder: absent && at.example,
  });
  input.value = first ?? "";
  const json = () => (absent && !input.value ? "null" : JSON.stringify(input.value));
  const node = labelled(absent ? `${name} (optional)` : name, input, hint);
  if (kind.contentEncoding === "base64") node.append(fileInput(name, input));
  return { node, json };
}

function isNumber(kind) {
  return kind.type === "number" || isWhole(kind);
}

/** Of 64 bits come as strings as well. */
function isWhole(kind) {
  return [kind.type].flat().includes("integer");
}

function numeric(kind, { name, path, hint, first, example }, absent) {
  const whole = isWhole(kind);
  const large = whole && kind.maximum > SAFE;
  const input = element("input", {
    type: large ? "text" : "number", inputmode: whole ? "numeric" : "decimal",
    pattern: large && "-?[0-9]+", step: whole ? 1 : "any",
    min: large ? null : kind.minimum, max: large ? null : kind.maximum,
    required: !absent, "data-path": path, autocomplete: "off", value: first,
    placeholder: absent && example,
  });
  const node = labelled(absent ? `${name} (optional)` : name, input, hint);
  return { node, json: () => (input.value === "" ? "null" : input.value) };
}

function fileInput(name, target) {
  const input = element("input", { type: "file", "aria-label": `${name} from a file`,
    change: async () => {
      if (input.files.length) target.value = await base64(input.files[0]);
    } });
  return input;
}

function optional(schemas, kind, at, make) {
  const inner = kind.anyOf.find((one) => one.type !== "null");
  const target = resolved(schemas, inner);
  if (target.type === "number" && kind.anyOf.some((one) => one.enum)) {
    return numeric(target, at, false);
  }
  const { name, path, first } = at;
  const described = { ...at, hint: at.hint ?? (target.description && inline(target.description)) };
  const float = target.anyOf?.find((one) => one.type === "number");
  if (float) return numeric(float, described, true);
  const plain = !["object", "array", "boolean"].includes(target.type) && !target.oneOf &&
    !target.anyOf;
  if (plain) return scalar(target, described, true);
  const part = make(inner, name, path, first ?? undefined);
  const given = first !== undefined && first !== null;
  const { control: box, node } = checkbox(`give ${name}`, given, { change: show });
  function show() { part.node.hidden = part.node.disabled = !box.checked; }
  show();
  return {
    node: element("div", { class: "group" }, node, part.node),
    json: () => (box.checked ? part.json() : "null"),
  };
}

function record(kind, { name, path, hint, first }, make) {
  const made = members(kind, path, make, first);
  return { node: group(name, hint, made.map(({ part }) => part.node), "record"), json: () => objectText(made) };
}

function choice(cases, { name, path, hint, first }, make) {
  const place = element("div", { class: "stack" });
  const chosen = typeof first === "object" && first ? Object.keys(first)[0] : first;
  const select = element("select", { change: show, "data-path": path },
    cases.map((one, index) => element("option", { value: index, selected: caseName(one) === chosen },
      caseName(one))));
  let part;
  function show() {
    const one = cases[select.value];
    if (one.const === undefined) {
      const [label, inner] = Object.entries(one.properties)[0];
      const payload = inner.type === "null" ? nothing()
        : make(inner, label, `${path}.${label}`, first?.[label]);
      part = { node: payload.node, json: () => objectText([{ name: label, part: payload }]) };
    } else {
      part = { node: "", json: () => JSON.stringify(one.const) };
    }
    const about = one.description ? [element("p", { class: "hint" }, inline(one.description))] : [];
    place.replaceChildren(...about, part.node);
  }
  show();
  const node = group(name, hint, [labelled("which", select), place]);
  return { node, json: () => part.json() };
}

function caseName(one) {
  return one.const ?? Object.keys(one.properties)[0];
}

function nothing() {
  return { node: "", json: () => "null" };
}

function tuple(schemas, { name, path, hint, first }, make) {
  const made = schemas.map((one, index) =>
    make(one, `${index + 1}`, `${path}[${index}]`, first?.[index]));
  const json = () => `[${made.map((part) => part.json()).join(",")}]`;
  return { node: group(name, hint, made.map((part) => part.node)), json };
}

function flags(kind, { name, path, hint, first }) {
  const boxes = kind.items.enum.map((label) =>
    ({ label, ...checkbox(label, Boolean(first?.includes(label))) }));
  const node = group(name, hint, boxes.map((box) => box.node));
  node.dataset.path = path;
  const chosen = () => boxes.filter((box) => box.control.checked).map((box) => box.label);
  return { node, json: () => JSON.stringify(chosen()) };
}

function list(kind, { name, path, hint, first }, make) {
  const parts = [];
  const rows = element("ol", { class: "rows" });
  const add = element("button", { type: "button", class: "quiet", click: () => {
    more();
    rows.lastElementChild.querySelector("input, select, textarea")?.focus();
  } }, `Add to ${name}`);
  function more(value) {
    const part = make(kind.items, `${name} ${parts.length + 1}`, `${path}[${parts.length}]`, value);
    parts.push(part);
    rows.append(element("li", {}, part.node));
    fewer.hidden = false;
  }
  const fewer = element("button", { type: "button", class: "quiet", hidden: true, click: () => {
    parts.pop();
    rows.lastElementChild.remove();
    fewer.hidden = parts.length === 0;
    if (fewer.hidden) add.focus();
  } }, "Remove the last");
  const node = group(name, hint, [rows, element("p", { class: "actions" }, add, fewer)]);
  node.dataset.path = path;
  for (const value of Array.isArray(first) ? first : []) more(value);
  return { node, json: () => `[${parts.map((part) => part.json()).join(",")}]` };
}

function group(name, hint, children, kind) {
  const id = freshId();
  const note = hint ? element("p", { class: "hint", id }, hint) : null;
  return element("fieldset", { class: kind, "aria-describedby": note && id }, element("legend", {}, name), note, children);
}
