// Passwords with their entropy, and a judge for those that people make up.

import { Problem, call } from "../../api.js";
import { checkbox, copyButton, element, labelled, once } from "../../dom.js";
import { answered, failure } from "../../shown.js";

const style = new URL("./password.css", import.meta.url);

export const PANELS = [
  { name: "password", title: "Password", needs: "/password/generator/generate", style, view },
];

const CLASSES = [["lower", "a–z"], ["upper", "A–Z"], ["digits", "0–9"], ["symbols", "symbols"]];
const STRONG = 128;
const STRENGTHS = [[40, "weak"], [64, "fair"], [90, "good"], [Infinity, "very strong"]];
const SCORES = ["guessed at once", "very weak", "weak", "good", "very strong"];

/** The generator, and the judge where the app has one. */
export function view(description) {
  const judged = "/password/checker/check" in description.paths;
  return element("section", { "aria-label": "Passwords" },
    element("div", { class: "columns" }, generator(), judged ? checker() : null));
}

function generator() {
  const kind = element("select", {},
    element("option", { value: "password" }, "Password"),
    element("option", { value: "passphrase" }, "Passphrase"));
  const length = slider("Length", 20, 4, 64);
  const words = slider("Words", 6, 1, 16);
  const classes = CLASSES.map(([name, text]) => ({ name, ...checkbox(text, true) }));
  const clear = checkbox("no characters that look alike", false);
  const each = checkbox("at least one of each", true);
  const separator = element("input", { value: "-", maxlength: 16, autocomplete: "off" });
  const capitalize = checkbox("Capital letters", false);

  const forPassword = element("div", { class: "group" }, length.node,
    element("fieldset", {}, element("legend", {}, "Characters"), classes.map(({ node }) => node)),
    each.node, clear.node);
  const forPhrase = element("div", { class: "group", hidden: true }, words.node,
    labelled("Between the words", separator), capitalize.node);

  function recipe() {
    if (kind.value === "passphrase") {
      return { passphrase: { words: words.value(), separator: separator.value,
        capitalize: capitalize.control.checked } };
    }
    return { password: { length: length.value(),
      classes: classes.filter(({ control }) => control.checked).map(({ name }) => name),
      symbols: null, "exclude-ambiguous": clear.control.checked,
      "require-each-class": each.control.checked } };
  }

  const secret = element("output", { class: "secret", "aria-label": "Password" });
  const meter = element("meter", { min: 0, max: STRONG, low: 40, high: 64, optimum: STRONG,
    "aria-label": "Strength" });
  const entropy = element("span", {});
  const problem = element("div", { class: "output" });
  let latest = 0;

  async function make() {
    const mine = ++latest;
    try {
      const request = { recipe: recipe(), count: 1, "min-entropy": null };
      const batch = await call("/password/generator/generate", { request });
      if (mine !== latest) return;
      secret.textContent = batch.passwords[0];
      meter.value = Math.min(batch.entropy, STRONG);
      const [, word] = STRENGTHS.find(([bits]) => batch.entropy < bits);
      entropy.textContent = `${batch.entropy.toFixed(1)} bits of entropy, ${word}`;
      problem.replaceChildren();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (mine !== latest) return;
      problem.replaceChildren(failure(error));
      secret.textContent = entropy.textContent = "";
      meter.value = 0;
    }
  }

  let timer;
  const form = element("form", {
    submit: (event) => { event.preventDefault(); make(); },
    input: () => {
      forPassword.hidden = kind.value !== "password";
      forPhrase.hidden = kind.value !== "passphrase";
      clearTimeout(timer);
      timer = setTimeout(make, 150);
    },
  }, labelled("Kind", kind), forPassword, forPhrase,
  element("p", { class: "actions" }, element("button", { class: "primary" }, "Another one")));
  make();
  return element("article", { class: "card", "aria-labelledby": "generator-title" },
    element("h2", { id: "generator-title" }, "A new password"),
    element("div", { class: "made", "aria-live": "polite" }, secret, copyButton(() => secret.textContent)),
    element("p", { class: "strength" }, meter, entropy), problem, form);
}

function slider(name, value, min, max) {
  const shown = element("output", {}, String(value));
  const control = element("input", { type: "range", min, max, value,
    input: () => { shown.textContent = control.value; } });
  const node = element("div", { class: "slider" }, labelled(name, control), shown);
  return { node, value: () => Number(control.value) };
}

function checker() {
  const input = element("input", { type: "password", maxlength: 72, autocomplete: "off", required: true });
  const reveal = checkbox("show it", false, { change: () => {
    input.type = reveal.control.checked ? "text" : "password";
  } });
  const output = element("div", { class: "output", "aria-live": "polite" });
  const button = element("button", { class: "primary" }, "Judge");
  const form = element("form", { submit: (event) => {
    event.preventDefault();
    once(button, () => answered(output, "Judging…", async () =>
      judgement(await call("/password/checker/check", { password: input.value, "user-inputs": [] }))));
  } }, labelled("Password", input, "It is judged in the sandbox and kept nowhere."), reveal.node,
  element("p", { class: "actions" }, button), output);
  return element("article", { class: "card", "aria-labelledby": "checker-title" },
    element("h2", { id: "checker-title" }, "One of your own"), form);
}

function judgement(verdict) {
  return element("div", { class: "stack" },
    element("p", { class: "strength" },
      element("meter", { min: 0, max: 4, low: 2, high: 3, optimum: 4, value: verdict.score,
        "aria-label": "Score" }),
      element("span", {}, `${verdict.score} of 4: ${SCORES[verdict.score]}`)),
    element("p", {}, `Guessed offline in ${duration(verdict["offline-slow-seconds"])}, ` +
      `online in ${duration(verdict["online-throttled-seconds"])}.`),
    verdict.warning ? element("p", {}, element("strong", {}, verdict.warning)) : null,
    verdict.suggestions.length
      ? element("ul", {}, verdict.suggestions.map((one) => element("li", {}, one))) : null);
}

function duration(seconds) {
  const units = [[1, "seconds"], [60, "minutes"], [3600, "hours"], [86400, "days"], [31557600, "years"]];
  if (seconds < 1) return "less than a second";
  const [size, unit] = units.findLast(([size]) => seconds >= size);
  const count = seconds / size;
  if (count > 1e6) return `about 10^${Math.floor(Math.log10(count))} ${unit}`;
  return `${Math.round(count).toLocaleString("en")} ${unit}`;
}
