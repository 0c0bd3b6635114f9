// A conversation. A reply is shown while it is written, as the Markdown that models write.

import { Problem, stream } from "../../api.js";
import { element, empty, labelled, once } from "../../dom.js";
import { harmless } from "../../harmless.js";
import { failure, grouped } from "../../shown.js";
import { characters, message } from "./attachments.js";
import { attaching } from "./attaching.js";
import { keep, kept } from "./kept.js";
import { modelField } from "./models.js";
import { question, reply } from "./turn.js";

/** The panel. */
export function chat(description) {
  const turns = kept();
  const log = element("div", { class: "log", role: "log", "aria-label": "Conversation", tabindex: 0 });
  const model = modelField(description, "wae-model");
  const attachments = attaching(() => characters(turns.flatMap(({ attached = [] }) => attached)),
    (attached) => { text.required = !attached.length; });
  const text = element("textarea", { rows: 2, required: true, paste: attachments.receive, keydown: (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  } });
  const send = element("button", { class: "primary" }, "Send");
  const stop = element("button", { type: "button", hidden: true }, "Stop");
  const anew = element("button", { type: "button", click: () => {
    turns.length = 0;
    changed();
    text.focus();
  } }, "New conversation");
  const unkept = element("p", { class: "hint", role: "status" });
  const form = element("form", { class: "asking", submit: (event) => {
    event.preventDefault();
    once(send, ask);
  } }, labelled("Message", text, "Enter sends, Shift+Enter begins a new line, Escape stops. Paste or drop pictures and texts."),
  attachments.node, element("div", { class: "inline" }, model.node, send, stop, attachments.button, anew), unkept);

  /** Shows all turns, and below them what went wrong with an answer that is not there. */
  function changed(problem = null, answering = false) {
    unkept.textContent = keep(turns);
    // Of the questions only the last can be said otherwise: the others have answers.
    const last = turns.findLastIndex(({ role }) => role === "user");
    const shown = turns.map(({ role, content, note, attached = [] }, place) => {
      if (role === "user") return question(content, attached, place === last && (() => edit(place)));
      const made = reply(place === turns.length - 1 && (() => once(send, again)));
      made.end(content, note);
      return made.node;
    });
    log.replaceChildren(...(shown.length ? shown : [empty("Ask something. The conversation is kept until this tab is closed.")]));
    if (problem) log.append(problem);
    if (last >= 0 && last === turns.length - 1 && !answering) log.append(element("p", { class: "actions" },
      element("button", { type: "button", class: "small", click: () => once(send, again) }, "Ask again")));
    anew.hidden = turns.length === 0;
    log.scrollTop = log.scrollHeight;
  }

  /** Takes the question back, and what came of it, to be asked otherwise. */
  function edit(place) {
    if (send.hasAttribute("aria-disabled")) return;
    text.value = turns[place].content;
    attachments.put((turns[place].attached ?? []).filter(({ data }) => data));
    turns.length = place;
    changed();
    text.focus();
  }

  async function ask() {
    const content = text.value;
    text.value = "";
    turns.push({ role: "user", content, attached: attachments.take() });
    await answer();
  }

  /** Asks the last question once more. */
  async function again() {
    if (!model.control.reportValidity()) return;
    while (turns.at(-1)?.role === "assistant") turns.pop();
    await answer();
  }

  async function answer() {
    changed(null, true);
    text.focus();
    const stopped = new AbortController();
    const made = reply();
    stop.onclick = () => stopped.abort();
    stop.hidden = false;
    anew.disabled = true;
    log.append(made.node);
    log.scrollTop = log.scrollHeight;
    const { problem, note } = await follow(model.control.value, turns, made, log, stopped.signal);
    if (made.text()) turns.push({ role: "assistant", content: made.text(), note });
    const left = [stop, document.body].includes(document.activeElement) || log.contains(document.activeElement);
    stop.hidden = true;
    anew.disabled = false;
    changed(problem);
    if (left) text.focus();
  }

  changed();
  return element("section", { class: "chat", "aria-labelledby": "chat-title",
    dragover: (event) => { if (event.dataTransfer.types.includes("Files")) event.preventDefault(); },
    drop: attachments.receive,
    keydown: ({ key }) => { if (key === "Escape" && !stop.hidden) stop.click(); } },
    element("h2", { id: "chat-title" }, "Chat"), log, form);
}

/** Shows the reply as it comes; `{ problem, note }`: what went wrong, and a word about the reply. */
async function follow(model, turns, made, log, signal) {
  const request = { model, messages: turns.map(message), tools: [], temperature: null, "max-tokens": null };
  try {
    for await (const event of stream("/openai/chat/open", { request }, signal)) {
      const below = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
      if (event.text !== undefined) made.say(event.text);
      else if (event.reasoning !== undefined) made.think(harmless(event.reasoning));
      else if (event.finished) return finished(made, event.finished);
      if (below) log.scrollTop = log.scrollHeight; // whoever reads further up is left there
    }
    return {};
  } catch (error) {
    if (error instanceof Problem) return { problem: failure(error), note: "Not all of it came." };
    if (error.name !== "AbortError") throw error;
    return { note: "Stopped." };
  }
}

/** The whole reply, or why there is none. */
function finished(made, { content, finish, usage, model }) {
  made.end(content);
  if (!content.trim()) return { problem: element("p", { class: "muted" }, `No reply; it ended with "${finish}".`) };
  const tokens = usage ? `, ${grouped(usage.total)} tokens` : "";
  const ended = finish === "stop" ? "" : `, ended with "${finish}"`;
  return { note: harmless(`${model}${tokens}${ended}`) };
}
