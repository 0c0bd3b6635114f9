// Markdown within a line, as elements: code, emphasis, links. In time that grows with the text alone.

import { element, outside } from "./dom.js";

const TOKEN = new RegExp([
  "\\\\([!-/:-@[-`{-~])", // an escape
  "(`{1,16})(?!`)", // code begins
  "!?\\[([^\\[\\]\\n]{0,500})\\]\\(((?:[^\\s()]|\\([^\\s()]{0,200}\\)){1,2000})(?: \"[^\"\\n]{0,500}\")?\\)",
  "<(https?:\\/\\/[^\\s<>]{1,2000})>",
  "(https?:\\/\\/[^\\s<>()\\[\\]`*]{1,2000})",
  "(\\*{1,3}|_{1,3}|~~)",
  "( {2,20}|\\\\)\\n", // the end of a line that is one
].join("|"), "g");
const TAGS = { "*": "em", _: "em", "**": "strong", __: "strong", "~~": "del" };
const DEEPEST = 20;

/** The nodes of a text. Links lead to http and https alone; pictures are links: none is fetched. */
export function inline(text) {
  const open = [{ mark: "", nodes: [] }];
  const add = (node) => { if (node !== "") open.at(-1).nodes.push(node); };
  let end = 0;
  for (let found; (found = match(text, end)); end = TOKEN.lastIndex) {
    add(text.slice(end, found.index));
    const [, escape, ticks, words, url, bare, auto, mark, line] = found;
    if (escape !== undefined) add(escape);
    else if (ticks) add(code(text, ticks, found.index));
    else if (words !== undefined) add(outside(url, words || url));
    else if (bare ?? auto) add(address(bare ?? auto, bare !== undefined));
    else if (line !== undefined) add(element("br"));
    else delimit(open, mark, text[found.index - 1] ?? " ", text[TOKEN.lastIndex] ?? " ");
  }
  add(text.slice(end));
  while (open.length > 1) undo(open);
  return open[0].nodes;
}

function match(text, from) {
  TOKEN.lastIndex = from;
  return TOKEN.exec(text);
}

/** Code up to as many ticks; without those, the ticks themselves. */
function code(text, ticks, at) {
  const from = at + ticks.length;
  const closing = text.indexOf(ticks, from);
  if (closing < 0 || text[closing + ticks.length] === "`") return ticks;
  TOKEN.lastIndex = closing + ticks.length;
  const inside = text.slice(from, closing).replaceAll("\n", " ");
  return element("code", {}, /^ .*[^ ].* $/.test(inside) ? inside.slice(1, -1) : inside);
}

/** A URL in the text, which ends before the sentence does. */
function address(url, whole) {
  const end = whole ? url.length : url.replace(/[.,:;!?'"]+$/, "").length;
  TOKEN.lastIndex -= whole ? 0 : url.length - end;
  return outside(url.slice(0, end));
}

/** Ends what such a mark began, or begins something, or is text (CommonMark, section 6.2). */
function delimit(open, mark, before, after) {
  const opens = /\S/.test(after) && (mark[0] !== "_" || !/\w/.test(before));
  const closes = /\S/.test(before) && (mark[0] !== "_" || !/\w/.test(after));
  if (mark.length === 3) {
    const parts = open.at(-1).mark.length === 1 ? [mark[0], mark.slice(1)] : [mark.slice(1), mark[0]];
    if (closes && parts.every((one) => open.some((frame) => frame.mark === one))) {
      for (const one of parts) close(open, one);
    } else if (opens && open.length + 1 < DEEPEST) {
      for (const one of [mark.slice(1), mark[0]]) open.push({ mark: one, nodes: [] });
    } else open.at(-1).nodes.push(mark);
  } else if (closes && open.some((frame) => frame.mark === mark)) close(open, mark);
  else if (opens && open.length < DEEPEST) open.push({ mark, nodes: [] });
  else open.at(-1).nodes.push(mark);
}

function close(open, mark) {
  while (open.at(-1).mark !== mark) undo(open);
  const { nodes } = open.pop();
  open.at(-1).nodes.push(element(TAGS[mark], {}, nodes));
}

function undo(open) {
  const { mark, nodes } = open.pop();
  open.at(-1).nodes.push(mark, ...nodes);
}
