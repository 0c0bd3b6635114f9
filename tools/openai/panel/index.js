// A conversation; the reply is shown while it is written.

import { Problem, call, stream } from "../../api.js";
import { element, labelled, once } from "../../dom.js";
import { harmless } from "../../harmless.js";
import { failure } from "../../shown.js";

export const PANELS = [{ name: "chat", title: "Chat", needs: "/openai/chat/open", view }];

const MODEL = "wae-model";

/** The conversation, which lasts as long as the page. */
export function view(description) {
  const messages = [];
  const log = element("div", { class: "log", role: "log", "aria-label": "Conversation", tabindex: 0 });
  const names = element("datalist", { id: "models" });
  const model = element("input", { list: "models", required: true, autocomplete: "off",
    value: sessionStorage.getItem(MODEL) ?? "", spellcheck: "false" });
  const text = element("textarea", { rows: 3, required: true, keydown: (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  } });
  const send = element("button", { class: "primary" }, "Send");
  const stop = element("button", { type: "button", class: "quiet", hidden: true }, "Stop");
  const anew = element("button", { type: "button", class: "quiet", click: () => {
    messages.length = 0;
    log.replaceChildren();
    text.focus();
  } }, "New conversation");

  async function ask() {
    sessionStorage.setItem(MODEL, model.value);
    const asked = message("user", text.value);
    messages.push(asked);
    log.append(bubble("You", asked.content));
    text.value = "";
    const stopped = new AbortController();
    stop.onclick = () => stopped.abort();
    stop.hidden = false;
    anew.disabled = true;
    const content = await reply(log, model.value, messages, stopped.signal);
    if (content) messages.push(message("assistant", content));
    else messages.pop();
    stop.hidden = true;
    anew.disabled = false;
    text.focus();
  }

  const form = element("form", { submit: (event) => {
    event.preventDefault();
    once(send, ask);
  } }, labelled("Message", text, "Enter sends, Shift+Enter begins a new line."),
  element("div", { class: "inline" }, labelled("Model", model), names, send, stop, anew));

  if ("/openai/models/list-models" in description.paths) offer(names, model);
  return element("section", { class: "chat", "aria-labelledby": "chat-title" },
    element("h2", { id: "chat-title" }, "Chat"), log, form);
}

async function offer(names, model) {
  try {
    const found = await call("/openai/models/list-models", {});
    names.append(...found.map(({ id }) => element("option", { value: id })));
    if (found.length === 1) model.value ||= found[0].id;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    // Without a list, the name of a model is typed.
  }
}

async function reply(log, model, messages, signal) {
  const made = bubble("Model", "");
  const content = made.querySelector("p");
  made.setAttribute("aria-busy", "true");
  log.append(made);
  const request = { model, messages, tools: [], temperature: null, "max-tokens": null };
  try {
    for await (const event of stream("/openai/chat/open", { request }, signal)) {
      if (event.text !== undefined) content.append(harmless(event.text));
      else if (event.finished) end(log, content, event.finished);
      log.scrollTop = log.scrollHeight;
    }
  } catch (error) {
    if (error instanceof Problem) log.append(failure(error));
    else if (error.name !== "AbortError") throw error;
  }
  made.removeAttribute("aria-busy");
  if (!content.textContent) made.remove();
  log.scrollTop = log.scrollHeight;
  return content.textContent;
}

/** Shows the whole reply, or why there is none. */
function end(log, content, { content: said, finish }) {
  content.textContent = harmless(said);
  if (!said.trim()) {
    log.append(element("p", { class: "muted" }, `No reply; it ended with "${harmless(finish)}".`));
  }
}

function message(role, content) {
  return { role, content, "tool-calls": [], "answer-to": null };
}

function bubble(who, content) {
  return element("div", { class: `bubble ${who.toLowerCase()}` },
    element("strong", {}, who), element("p", {}, content));
}
