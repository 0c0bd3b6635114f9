// Markdown as elements. It comes from models and contracts, so it is never parsed as HTML.

import { blocks } from "./blocks.js";
import { copyButton, element, scrolling } from "./dom.js";
import { inline } from "./inline.js";

/** `{ node, show(text) }`; `show` makes only those blocks anew that have changed, so that a text can
 * grow. Headings go below `level`, one step at a time. */
export function markdown(level = 2) {
  const node = element("div", { class: "prose" });
  let shown = [];
  function show(text) {
    const found = headed(blocks(text), level);
    const made = found.map((block, place) => {
      const key = JSON.stringify(block);
      return shown[place]?.key === key ? shown[place] : { key, node: rendered(block) };
    });
    made.forEach((one, place) => {
      if (one === shown[place]) return;
      if (node.children[place]) node.children[place].replaceWith(one.node);
      else node.append(one.node);
    });
    while (node.children.length > made.length) node.lastElementChild.remove();
    shown = made;
  }
  return { node, show };
}

/** The elements of a text that is whole. */
export function prose(text, level = 2) {
  const { node, show } = markdown(level);
  show(text);
  return node;
}

/** The blocks with the headings' levels as those of the page: none is skipped. */
function headed(found, level) {
  let last = level;
  return found.map((block) => {
    if (block.kind !== "heading") return block;
    last = Math.min(block.level + level, last + 1, 6);
    return { ...block, level: last };
  });
}

function rendered(block) {
  switch (block.kind) {
    case "heading": return element(`h${block.level}`, {}, inline(block.text));
    case "code": return code(block.text, block.language);
    case "rule": return element("hr");
    case "quote": return element("blockquote", {}, element("div", { class: "prose" }, all(block.blocks)));
    case "list": return list(block);
    case "table": return table(block);
    default: return element("p", {}, inline(block.text));
  }
}

/** What is inside another block; a heading there is only emphasis. */
function all(found) {
  return found.map((block) => (block.kind === "heading"
    ? element("p", {}, element("strong", {}, inline(block.text))) : rendered(block)));
}

function list({ start, items }) {
  const made = items.map((inner) => {
    const [first, ...rest] = inner;
    if (first?.kind !== "paragraph") return element("li", {}, all(inner));
    return element("li", {}, inline(first.text), all(rest));
  });
  return start === null ? element("ul", {}, made) : element("ol", { start }, made);
}

function table({ right, rows: [head, ...rows] }) {
  const cell = (tag, more) => (text, place) =>
    element(tag, { ...more, class: right[place] && "number" }, inline(text));
  return scrolling("Table", element("table", {},
    element("thead", {}, element("tr", {}, head.map(cell("th", { scope: "col" })))),
    element("tbody", {}, rows.map((row) => element("tr", {}, row.map(cell("td", {})))))));
}

/** A block of code with its language, and a button that copies it. */
export function code(text, language = "") {
  return element("div", { class: "block" },
    element("p", {}, element("span", {}, language), copyButton(() => text, "Copy", "small")),
    element("pre", { tabindex: 0 }, element("code", {}, text)));
}
