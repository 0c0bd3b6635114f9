// A repository at a glance. Pictures stay where they are: the page asks nobody but its server.

import { Problem, call } from "../../api.js";
import { element, labelled, once } from "../../dom.js";
import { failure, grouped } from "../../shown.js";

export const PANELS = [{ name: "github", title: "GitHub", needs: "/github/repositories/get", view }];

const BASE = "/github/repositories/";

/** Asks for a repository and shows it. */
export function view() {
  const name = element("input", { placeholder: "OWNER/REPO", required: true, autocomplete: "off",
    spellcheck: "false", autocapitalize: "off" });
  const output = element("div", { class: "output", "aria-live": "polite" });
  const button = element("button", { class: "primary" }, "Show");
  const form = element("form", { class: "inline", submit: (event) => {
    event.preventDefault();
    once(button, () => show(name.value, output, form));
  } }, labelled("Repository", name), button);
  return element("section", { "aria-labelledby": "github-title" },
    element("h2", { id: "github-title" }, "A repository on GitHub"), form, output);
}

async function show(name, output, form) {
  output.replaceChildren(element("p", { class: "muted" }, "Asking GitHub…"));
  const asked = [
    part(output, form, summary, call(`${BASE}get`, { name })),
    part(output, form, release, call(`${BASE}latest-release`, { name, prereleases: false })),
    part(output, form, people, call(`${BASE}contributors`, { name, limit: 10 })),
  ];
  const parts = await Promise.all(asked);
  // Without the repository the rest fails in the same way.
  if (parts[0].error) output.replaceChildren(parts[0].node);
  else output.replaceChildren(...parts.map(({ node }) => node));
}

async function part(output, form, make, answer) {
  try {
    return { node: make(await answer) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const none = error.details.error?.["no-release"];
    if (none) return { node: element("p", { class: "muted" }, "No release yet.") };
    return { error, node: failure(error, form) };
  }
}

function summary(found) {
  const numbers = [["stars", found.stars], ["forks", found.forks], ["watchers", found.watchers],
    ["open issues", found["open-issues"]]].filter(([, value]) => value !== null);
  const marks = [found.language, found.license, found.archived && "archived", found.fork && "fork",
    found.private && "private"].filter(Boolean);
  return element("article", { class: "card" },
    element("h3", {}, link(found.url, found["full-name"])),
    found.description ? element("p", {}, found.description) : null,
    element("p", { class: "marks" }, marks.map((mark) => element("span", {}, mark))),
    element("dl", { class: "numbers" }, numbers.map(([term, value]) =>
      element("div", {}, element("dt", {}, term), element("dd", {}, grouped(value))))),
    found.topics.length ? element("p", { class: "marks quiet" },
      found.topics.map((topic) => element("span", {}, topic))) : null,
    element("p", { class: "muted" }, [found["created-at"] && `since ${day(found["created-at"])}`,
      found["pushed-at"] && `last push ${day(found["pushed-at"])}`].filter(Boolean).join(", ")));
}

function release(found) {
  return element("article", { class: "card" },
    element("h3", {}, "Latest release: ", link(found.url, found.name || found.tag)),
    element("p", { class: "muted" }, [found["published-at"] && day(found["published-at"]),
      found.author && `by ${found.author}`].filter(Boolean).join(", ")),
    found.notes ? element("details", {}, element("summary", {}, "Notes"),
      element("pre", { class: "wrapped" }, found.notes)) : null,
    found.assets.length ? element("ul", {}, found.assets.slice(0, 20).map((asset) =>
      element("li", {}, link(asset.url, asset.name),
        [asset.size !== null && ` ${grouped(asset.size / 1e6)} MB`,
          asset.downloads !== null && ` ${grouped(asset.downloads)} downloads`]
          .filter(Boolean).join(",")))) : null);
}

function people(listed) {
  const found = listed.filter(({ name, contributions }) => name && contributions !== null);
  const most = Math.max(1, ...found.map(({ contributions }) => contributions));
  return element("article", { class: "card" },
    element("h3", {}, "Contributors"),
    element("ol", { class: "bars" }, found.map((one) => element("li", {},
      one.url ? link(one.url, one.name) : one.name,
      element("meter", { min: 0, max: most, value: one.contributions, "aria-hidden": "true" }),
      element("span", { class: "number" }, grouped(one.contributions))))));
}

function link(url, text) {
  if (!/^https?:/.test(url)) return text;
  return element("a", { href: url, rel: "noreferrer noopener", target: "_blank" }, text);
}

function day(time) {
  return new Date(time).toLocaleDateString(undefined, { dateStyle: "medium" });
}
