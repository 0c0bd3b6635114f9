// What one side said, as it is shown.

import { copyButton, element } from "../../dom.js";
import { markdown } from "../../markdown.js";
import { listed } from "./attachments.js";

/** What a person said: text as it was typed, and what was attached; with `edit`, a button to say it
 * otherwise. */
export function question(content, attached, edit) {
  return element("article", { class: "turn you", "aria-label": "You" },
    content ? element("p", { class: "said" }, content) : null,
    attached.length ? listed(attached) : null, edit ? element("p", { class: "actions" },
      element("button", { type: "button", class: "small", click: edit }, "Edit")) : null);
}

/** What the model says, while it comes: `say` and `think` more of it, and `end` with all of it and a
 * note. With `retry`, there is a button to ask again. */
export function reply(retry) {
  const { node: said, show } = markdown(2);
  const thought = element("pre", { class: "wrapped", tabindex: 0 });
  const thinking = element("details", { hidden: true }, element("summary", {}, "Reasoning"), thought);
  const note = element("span", { class: "muted" });
  const actions = element("p", { class: "actions", hidden: true }, copyButton(() => whole, "Copy", "small"),
    retry ? element("button", { type: "button", class: "small", click: retry }, "Ask again") : null, note);
  const node = element("article", { class: "turn model", "aria-label": "Model", "aria-busy": "true" },
    thinking, said, actions);
  let whole = "", frame = 0;
  return {
    node,
    text: () => whole,
    think(more) {
      thinking.hidden = false;
      thought.append(more);
    },
    say(more) {
      whole += more;
      frame ||= requestAnimationFrame(() => { frame = 0; show(whole); });
    },
    end(content, words = "") {
      cancelAnimationFrame(frame);
      whole = content;
      show(whole);
      note.textContent = words;
      node.removeAttribute("aria-busy");
      actions.hidden = false;
    },
  };
}
