// A repository at a glance. Pictures stay where they are: the page asks nobody but its server.

import { Problem, call } from "../../api.js";
import { element, empty, labelled, once, outside } from "../../dom.js";
import { prose } from "../../markdown.js";
import { answered, failure, grouped, moment } from "../../shown.js";

const style = new URL("./github.css", import.meta.url);

export const PANELS = [{ name: "github", title: "GitHub", needs: "/github/repositories/get", style, view }];

const BASE = "/github/repositories/";
const DAY = { dateStyle: "medium" };

/** Asks for a repository and shows it. A link may name it. */
export function view() {
  const name = element("input", { placeholder: "OWNER/REPO", required: true, autocomplete: "off",
    spellcheck: "false", autocapitalize: "off" });
  const output = element("div", { class: "output", "aria-live": "polite" },
    empty("Name a repository, such as python/cpython, or give its URL."));
  const button = element("button", { class: "primary" }, "Show");
  const form = element("form", { class: "inline card", submit: (event) => {
    event.preventDefault();
    history.replaceState(null, "", `#github/${encodeURI(name.value)}`);
    once(button, () => answered(output, "Asking GitHub…", () => show(name.value), form));
  } }, labelled("Repository", name), button);
  return element("section", { "aria-labelledby": "github-title", place: ({ detail }) => { name.value = detail; } },
    element("h2", { id: "github-title" }, "A repository on GitHub"), form, output);
}

async function show(name) {
  const repository = call(`${BASE}get`, { name });
  const parts = Promise.all([
    part(release, call(`${BASE}latest-release`, { name, prereleases: false })),
    part(people, call(`${BASE}contributors`, { name, limit: 10 })),
  ]);
  // Without the repository the rest fails in the same way.
  return element("div", { class: "repository" }, summary(await repository), await parts);
}

async function part(make, answer) {
  try {
    return make(await answer);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return error.details.error?.reason?.["no-release"] ? empty("No release yet.") : failure(error);
  }
}

function summary(found) {
  const numbers = [["stars", found.stars], ["forks", found.forks], ["watchers", found.watchers],
    ["open issues", found["open-issues"]]].filter(([, value]) => value !== null);
  const marks = [found.language, found.license, found.archived && "archived", found.fork && "fork",
    found.private && "private"].filter(Boolean);
  return element("article", { class: "card" },
    element("h3", {}, outside(found.url, found["full-name"])),
    found.description ? element("p", {}, found.description) : null,
    element("p", { class: "marks" }, marks.map((mark) => element("span", {}, mark))),
    element("dl", { class: "numbers" }, numbers.map(([term, value]) =>
      element("div", {}, element("dt", {}, term), element("dd", {}, grouped(value))))),
    found.topics.length ? element("p", { class: "marks quiet" },
      found.topics.map((topic) => element("span", {}, topic))) : null,
    element("p", { class: "muted" },
      found["created-at"] ? ["since ", moment(found["created-at"], DAY)] : null,
      found["pushed-at"] ? [", last push ", moment(found["pushed-at"])] : null));
}

function release(found) {
  return element("article", { class: "card" },
    element("h3", {}, "Latest release: ", outside(found.url, found.name || found.tag)),
    element("p", { class: "muted" }, found["published-at"] ? moment(found["published-at"]) : null,
      found.author ? ` by ${found.author}` : null),
    found.notes ? element("details", {}, element("summary", {}, "Notes"), prose(found.notes, 3)) : null,
    found.assets.length ? element("ul", { class: "assets" }, found.assets.slice(0, 20).map(asset)) : null);
}

function asset({ url, name, size, downloads }) {
  const facts = [size !== null && `${grouped(size / 1e6)} MB`,
    downloads !== null && `${grouped(downloads)} downloads`].filter(Boolean).join(", ");
  return element("li", {}, outside(url, name), " ", element("span", { class: "muted" }, facts));
}

function people(listed) {
  const found = listed.filter(({ name, contributions }) => name && contributions !== null);
  if (!found.length) return empty("Nobody has contributed yet.");
  const most = Math.max(1, ...found.map(({ contributions }) => contributions));
  return element("article", { class: "card" },
    element("h3", {}, "Contributors"),
    element("ol", { class: "bars" }, found.map((one) => element("li", {},
      element("span", {}, outside(one.url, one.name)),
      element("meter", { min: 0, max: most, value: one.contributions, "aria-hidden": "true" }),
      element("span", { class: "number" }, grouped(one.contributions))))));
}
