// Markdown as blocks (a part of CommonMark, and GitHub's tables): what each is, before it is shown.

const FENCE = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})[ \t]*([^\s`]*)/;
const HEADING = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/;
const RULE = /^ {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$/;
const QUOTE = /^ {0,3}> ?/;
const ITEM = /^( {0,3})([-*+]|\d{1,9}[.)])(?:[ \t]+(.*)|[ \t]*)$/;
const ROW = /\|/;
const DIVIDER = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
const DEEPEST = 8;

/** The text's blocks: `{ kind, … }` with `text`, `items`, `blocks` or `rows`. A code block that has
 * not ended is one, too: text may be on its way. */
export function blocks(text, depth = 0) {
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  const found = [];
  for (let at = 0; at < lines.length;) {
    if (!lines[at].trim()) { at += 1; continue; }
    const [block, next] = depth > DEEPEST ? paragraph(lines, at, true) : read(lines, at, depth);
    found.push(block);
    at = next;
  }
  return found;
}

function read(lines, at, depth) {
  const line = lines[at];
  const heading = HEADING.exec(line);
  if (FENCE.test(line)) return fenced(lines, at);
  if (heading) {
    const text = (heading[2] ?? "").trim().replace(/(^|\s)#+$/, "");
    return [{ kind: "heading", level: heading[1].length, text }, at + 1];
  }
  if (RULE.test(line)) return [{ kind: "rule" }, at + 1];
  if (QUOTE.test(line)) return quote(lines, at, depth);
  if (ITEM.test(line)) return list(lines, at, depth);
  if (ROW.test(line) && DIVIDER.test(lines[at + 1] ?? "") && ROW.test(lines[at + 1])) return table(lines, at);
  return paragraph(lines, at, false);
}

function fenced(lines, at) {
  const [, fence, language] = FENCE.exec(lines[at]);
  const end = new RegExp(`^ {0,3}\\${fence[0]}{${fence.length},}[ \\t]*$`);
  let next = at + 1;
  while (next < lines.length && !end.test(lines[next])) next += 1;
  return [{ kind: "code", language, text: lines.slice(at + 1, next).join("\n") }, next + 1];
}

function quote(lines, at, depth) {
  let next = at;
  while (next < lines.length && QUOTE.test(lines[next])) next += 1;
  const inner = lines.slice(at, next).map((line) => line.replace(QUOTE, "")).join("\n");
  return [{ kind: "quote", blocks: blocks(inner, depth + 1) }, next];
}

/** Items of one kind, each with what is indented below it. */
function list(lines, at, depth) {
  const [, , first] = ITEM.exec(lines[at]);
  const numbered = /\d/.test(first);
  const items = [];
  let next = at;
  while (next < lines.length) {
    const item = ITEM.exec(lines[next]);
    if (!item || RULE.test(lines[next]) || item[2].at(-1) !== first.at(-1)) break;
    const indent = item[1].length + item[2].length + 1;
    const inner = [item[3] ?? ""];
    for (next += 1; next < lines.length; next += 1) {
      const line = lines[next];
      const ahead = line.trim() ? line : lines[next + 1] ?? "";
      const spaces = /^ */.exec(ahead)[0].length;
      const inside = spaces >= Math.min(indent, 2) && ahead.trim();
      const lazy = line.trim() && lines[next - 1].trim() && !begins(line);
      if (!inside && !lazy) break;
      inner.push(line.slice(Math.min(indent, /^ */.exec(line)[0].length)));
    }
    items.push(blocks(inner.join("\n"), depth + 1));
    while (next < lines.length && !lines[next].trim() && ITEM.test(lines[next + 1] ?? "")) next += 1;
  }
  return [{ kind: "list", start: numbered ? parseInt(first, 10) : null, items }, next];
}

function table(lines, at) {
  let next = at + 2;
  while (next < lines.length && lines[next].trim() && ROW.test(lines[next])) next += 1;
  const right = cells(lines[at + 1]).map((cell) => /^:?-+:$/.test(cell));
  const rows = [lines[at], ...lines.slice(at + 2, next)].map((line) => cells(line, right.length));
  return [{ kind: "table", right, rows }, next];
}

/** The cells of a row, as many as the table has. */
function cells(line, count = Infinity) {
  const inner = line.trim().replace(/^\|/, "").replace(/(?<!\\)\|$/, "");
  const all = inner.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|"));
  if (count === Infinity) return all;
  return Array.from({ length: count }, (_, place) => all[place] ?? "");
}

function paragraph(lines, at, plain) {
  let next = at + 1;
  while (next < lines.length && lines[next].trim() && (plain || !begins(lines[next]))) next += 1;
  return [{ kind: "paragraph", text: lines.slice(at, next).map((line) => line.trimStart()).join("\n") }, next];
}

function begins(line) {
  return [FENCE, HEADING, RULE, QUOTE, ITEM].some((one) => one.test(line));
}
