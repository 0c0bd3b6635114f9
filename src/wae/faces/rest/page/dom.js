// Elements, made without HTML text: nothing that comes from outside is ever parsed as markup.

import { harmless } from "./harmless.js";

const SVG = "http://www.w3.org/2000/svg";
let number = 0;

/** An element with attributes (functions listen to events, `true` stands alone) and children. */
export function element(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

/** The same for the tags of SVG. */
export function drawn(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(name, value);
    }
  }
  const there = children.flat().filter((child) => child !== null && child !== undefined);
  made.append(...there.map((child) => typeof child === "string" ? harmless(child) : child));
  return made;
}

/** An id that no other element has. */
export function freshId() {
  number += 1;
  return `id${number}`;
}

/** A control with its label, and a hint that screen readers read with it. */
export function labelled(text, control, hint = "") {
  control.id ||= freshId();
  const label = element("label", { for: control.id }, text);
  if (!hint) return element("div", { class: "field" }, label, control);
  const note = element("p", { class: "hint", id: freshId() }, hint);
  control.setAttribute("aria-describedby", note.id);
  return element("div", { class: "field" }, label, control, note);
}

/** A checkbox with its label behind it. */
export function checkbox(text, checked, attributes = {}) {
  const control = element("input", { type: "checkbox", id: freshId(), checked, ...attributes });
  return { control, node: element("div", { class: "check" }, control,
    element("label", { for: control.id }, text)) };
}

/** A button that puts text on the clipboard and says so, or that it may not. */
export function copyButton(text, words = "Copy", kind = "quiet") {
  const button = element("button", { type: "button", class: kind, click: async () => {
    const done = await navigator.clipboard.writeText(text()).then(() => "Copied", () => "Not allowed");
    button.textContent = done;
    setTimeout(() => { button.textContent = words; }, 1500);
  } }, words);
  return button;
}

/** A link to a page elsewhere; its text alone where it is none of http. */
export function outside(url, text = url) {
  if (!/^https?:\/\//.test(url ?? "")) return text;
  return element("a", { href: url, rel: "noreferrer noopener", target: "_blank" }, text);
}

/** What stands where an answer will be. */
export function waiting(text) {
  return element("p", { class: "muted busy" }, text);
}

/** What stands where nothing has been asked for, or nothing came. */
export function empty(text) {
  return element("p", { class: "empty" }, text);
}

/** A region that scrolls, which the keyboard must reach. */
export function scrolling(name, ...children) {
  return element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": name }, children);
}

/** Does the work, unless the button's last one is still being done. `disabled` would lose the
 * focus, and with it the place of those who use a keyboard. */
export async function once(button, work) {
  if (button.hasAttribute("aria-disabled")) return;
  button.setAttribute("aria-disabled", "true");
  try {
    await work();
  } finally {
    button.removeAttribute("aria-disabled");
  }
}
