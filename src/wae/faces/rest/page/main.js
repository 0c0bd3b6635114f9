// The page: the app's own panels, and the forms of all functions.

import { describe } from "./api.js";
import { element } from "./dom.js";
import * as functions from "./functions.js";
import { PANELS } from "./panels/index.js";
import { failure } from "./shown.js";
import { follow } from "./state.js";

const FORMS = { name: "functions", title: "All functions", needs: "", view: functions.view };
const main = document.getElementById("main");

async function start() {
  const { description, files } = await describe();
  const title = description.info.title.replace(/\.wasm$/, "");
  document.title = title;
  document.getElementById("title").textContent = title;
  const panels = [...PANELS, FORMS].filter(({ needs }) => !needs || needs in description.paths);
  const links = panels.map(({ name, title: text }) => element("a", { href: `#${name}` }, text));
  const entries = files ? [...links, element("a", { href: files }, "Files")] : links;
  document.getElementById("menu").replaceChildren(
    ...(entries.length > 1 ? entries.map((link) => element("li", {}, link)) : []));
  const made = new Map();

  async function show(event) {
    const hash = location.hash;
    const [wanted, ...path] = hash.slice(1).split("/");
    if (event && wanted === "main") return; // the skip link, which the browser follows
    const panel = panels.find(({ name }) => name === wanted) ?? panels[0];
    if (!made.has(panel.name)) {
      if (panel.style) await styled(panel.style);
      if (location.hash !== hash) return; // somebody has gone on meanwhile
      made.set(panel.name, panel.view(description));
    }
    const node = made.get(panel.name);
    main.replaceChildren(node);
    for (const link of links) {
      if (link.hash !== `#${panel.name}`) link.removeAttribute("aria-current");
      else {
        link.setAttribute("aria-current", "page");
        link.scrollIntoView({ block: "nearest", inline: "nearest" });
      }
    }
    document.title = panels.length > 1 ? `${panel.title} – ${title}` : title;
    // What a link to something in a panel says after the panel's name.
    if (path.length) node.dispatchEvent(new CustomEvent("place", { detail: path.map(decoded).join("/") }));
  }

  addEventListener("hashchange", show);
  await show();
}

/** The stylesheet is there. */
function styled(href) {
  return new Promise((resolve) => {
    document.head.append(element("link", { rel: "stylesheet", href, load: resolve, error: resolve }));
  });
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // no such escape: it is meant as it is
  }
}

follow(document.getElementById("state"));
start().catch((error) => {
  main.replaceChildren(failure(error));
  throw error;
});
