// A question before something is done that cannot be taken back, such as telling others a place.

import { element, freshId } from "./dom.js";

/** Asks, and gives the value of the button that was pressed; null for Escape and Cancel. `options`
 * are `[value, words]`. */
export function choose(title, text, options) {
  const id = freshId();
  const buttons = options.map(([value, words]) => element("button", { value }, words));
  const dialog = element("dialog", { "aria-labelledby": id },
    element("form", { method: "dialog" }, element("h2", { id }, title), text.map((one) => element("p", {}, one)),
      element("p", { class: "actions" }, buttons, element("button", { value: "" }, "Cancel"))));
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue || null);
    }, { once: true });
    dialog.showModal();
  });
}
