// Attaching: a button, what is pasted into the message, and what is dropped on the panel.

import { element } from "../../dom.js";
import { LARGEST, characters, listed, read, size } from "./attachments.js";

const TYPES = "image/png,image/jpeg,image/webp,image/gif,text/*,.md,.json,.csv,.py,.js,.toml,.yaml,.log";

/** What is attached to the next question: `{ node, button, take, put, receive }`. `used` tells how
 * many characters the conversation has already; `changed` is called after each change. */
export function attaching(used, changed) {
  let attached = [];
  const list = element("div", { hidden: true });
  const note = element("p", { class: "hint", role: "status" });
  const input = element("input", { type: "file", multiple: true, accept: TYPES, hidden: true,
    change: async () => {
      const files = [...input.files];
      input.value = "";
      await add(files);
    } });
  const button = element("button", { type: "button", click: () => input.click() }, "Attach");

  function put(all, words = "") {
    attached = all;
    note.textContent = words;
    list.hidden = attached.length === 0;
    list.replaceChildren(listed(attached, (gone) => {
      put(attached.filter((one) => one !== gone));
      button.focus();
    }));
    changed(attached);
  }

  async function add(files) {
    const problems = [];
    for (const file of files) {
      try {
        const one = await read(file);
        const most = LARGEST - used() - characters(attached);
        if (one.data.length > most) {
          throw new Error(`${one.name} is too large here: attachments of one conversation may have ` +
            `${size(LARGEST * 3 / 4)} in all. Remove some, or begin a new conversation.`);
        }
        attached = [...attached, one];
      } catch (error) {
        problems.push(error.message);
      }
    }
    put(attached, problems.join(" "));
  }

  /** Takes the files that a paste or a drop brings, if any. */
  function receive(event) {
    const files = [...(event.clipboardData ?? event.dataTransfer).files];
    if (!files.length) return;
    event.preventDefault();
    add(files);
  }

  return { node: element("div", { class: "attaching" }, list, note, input), button, put, receive,
    take() {
      const taken = attached;
      put([]);
      return taken;
    } };
}
