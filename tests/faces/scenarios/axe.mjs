// What axe-core finds wrong on the page, for people who hear it, magnify it, or see few colours.

import { readFile } from "node:fs/promises";

import { walk } from "./states.mjs";
import { go } from "./steps.mjs";

/** `[PANEL, STATE, SCHEME, RULE, ELEMENT]` of each problem; `extra` is axe-core's file. */
export async function all(page, { extra: file }) {
  const source = await readFile(file, "utf-8");
  const found = [];
  const check = async (...place) => {
    if (!await page.evaluate(() => "axe" in window)) await page.evaluate(source);
    for (const scheme of ["light", "dark"]) {
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme },
        { name: "prefers-reduced-motion", value: "reduce" }]);
      // What is not a question of colour is the same in both.
      const only = scheme === "light" ? {} : { runOnly: ["color-contrast"] };
      const problems = await page.evaluate(async (options) => (await axe.run(document, {
        resultTypes: ["violations"], ...options })).violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html }) => [id, html.slice(0, 200)])), only);
      found.push(...problems.map((one) => [...place, scheme, ...one]));
    }
  };
  await walk(page, check);
  await asked(page);
  await check("forecast", "consent");
  await page.keyboard.press("Escape");
  await waiting(page);
  await check("github", "loading");
  return found;
}

/** The question before anybody is told where the reader is. */
async function asked(page) {
  await go(page, "forecast");
  await page.$$eval("main button", (every) => every.find((one) => one.innerText === "Where am I?").click());
  await page.waitForSelector("dialog[open] h2");
}

/** An answer that does not come. */
async function waiting(page) {
  await page.setRequestInterception(true);
  page.on("request", (request) => { if (request.method() !== "POST") request.continue(); });
  await go(page, "github");
  await page.$eval("main input", (one) => { one.value = "wae/toolbox"; });
  await page.$eval("main form", (one) => one.requestSubmit());
  await page.waitForSelector(".busy");
}
