// A JSON schema in words: what an answer has in it.

import { element } from "./dom.js";
import { resolved } from "./form.js";
import { inline } from "./inline.js";

/** A list of the members of a schema, each with its type and what the contract says of it. */
export function outline(schemas, schema) {
  const inside = members(schemas, schema, []);
  return element("div", { class: "stack" }, element("p", {}, element("span", { class: "code" },
    typeName(schemas, schema))), inside.length ? element("ul", { class: "schema" }, inside) : null);
}

function members(schemas, schema, above) {
  if (schema.$ref && above.includes(schema.$ref)) return []; // a type that has itself in it
  const path = schema.$ref ? [...above, schema.$ref] : above;
  const kind = resolved(schemas, schema);
  if (kind.properties) {
    return Object.entries(kind.properties).map(([name, inner]) => member(schemas, name, inner, path));
  }
  if (kind.oneOf) return kind.oneOf.flatMap((one) => cased(schemas, one, path));
  if (kind.anyOf) return kind.anyOf.flatMap((one) => members(schemas, one, path));
  if (kind.prefixItems) return kind.prefixItems.flatMap((one) => members(schemas, one, path));
  return kind.items ? members(schemas, kind.items, path) : [];
}

function member(schemas, name, schema, path) {
  const inside = members(schemas, schema, path);
  return element("li", {}, element("strong", { class: "code" }, name), " ",
    element("span", { class: "muted" }, typeName(schemas, schema)), ...told(schema.description),
    inside.length ? element("ul", { class: "schema" }, inside) : null);
}

function cased(schemas, one, path) {
  if (one.const === undefined) {
    return Object.entries(one.properties ?? {}).map(([name, inner]) =>
      member(schemas, name, { description: one.description, ...inner }, path));
  }
  return [element("li", {}, element("strong", { class: "code" }, JSON.stringify(one.const)),
    ...told(one.description))];
}

function told(words) {
  return words ? [" ", ...inline(words)] : [];
}

/** `string`, `list of object`, `integer or null`. */
export function typeName(schemas, schema) {
  const kind = resolved(schemas, schema);
  if (kind.anyOf) {
    // A float is a number, or a word where it is none.
    const parts = kind.anyOf.filter((one) => !(one.enum && kind.anyOf.some(({ type }) => type === "number")));
    return [...new Set(parts.map((one) => typeName(schemas, one)))].join(" or ");
  }
  if (kind.oneOf) return "one of";
  if (kind.enum) return kind.enum.map((one) => JSON.stringify(one)).join(" or ");
  if (kind.prefixItems) return `[${kind.prefixItems.map((one) => typeName(schemas, one)).join(", ")}]`;
  if (kind.items) return `list of ${typeName(schemas, kind.items)}`;
  if (kind.contentEncoding) return `${kind.contentEncoding} string`;
  return [kind.type ?? "anything"].flat()[0];
}
