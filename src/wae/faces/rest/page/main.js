// The page: the app's own panels, and the forms of all functions.

import { describe } from "./api.js";
import { element } from "./dom.js";
import * as functions from "./functions.js";
import { PANELS } from "./panels/index.js";

const FORMS = { name: "functions", title: "All functions", needs: "", view: functions.view };

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
  const main = document.getElementById("main");

  function show(event) {
    const wanted = location.hash.slice(1);
    const panel = panels.find(({ name }) => name === wanted) ?? panels[0];
    if (event && wanted === "main") return; // the skip link, which the browser follows
    if (!made.has(panel.name)) made.set(panel.name, panel.view(description));
    main.replaceChildren(made.get(panel.name));
    for (const link of links) {
      if (link.hash === `#${panel.name}`) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    document.title = panels.length > 1 ? `${panel.title} – ${title}` : title;
  }

  addEventListener("hashchange", show);
  show();
}

start();
