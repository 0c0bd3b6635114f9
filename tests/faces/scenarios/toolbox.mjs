// The toolbox's own panels.

import { named } from "./access.mjs";
import { go, text } from "./steps.mjs";

/** Passwords, a repository, a chat that streams, a forecast; `nameless` are controls in answers that
 * screen readers have no name for. */
export async function panels(page, { extra: folder }) {
  const nameless = [];
  const picture = async (name) => {
    nameless.push(...(await named(page)).nameless);
    await new Promise((resolve) => setTimeout(resolve, 300)); // transitions
    await page.screenshot({ path: `${folder}/${name}.png` });
  };
  const panels = await page.$$eval("nav a", (all) => all.map((one) => one.innerText));
  await page.waitForFunction(() => document.querySelector(".secret")?.innerText.length === 20);
  const first = await text(page, ".secret");
  const strength = await text(page, ".strength");
  await page.click("form button.primary");
  await page.waitForFunction((before) => document.querySelector(".secret").innerText !== before,
    {}, first);
  await page.type("input[type=password]", "hunter2");
  await page.keyboard.press("Enter");
  await page.waitForSelector("article:nth-child(2) .output ul");
  const verdict = await text(page, "article:nth-child(2) .output");
  await picture("password-light");
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
  await picture("password-dark");
  await page.emulateMediaFeatures([]);

  await go(page, "github");
  await page.type("section input", "wae/toolbox");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".bars");
  const repository = await text(page, ".output");
  await picture("github");

  await go(page, "chat");
  await page.type("section input[list]", "parrot");
  await page.type("textarea", "Say hello");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector(".turn.model:not([aria-busy])"));
  const reply = await text(page, ".log");
  await picture("chat");

  await go(page, "forecast");
  await page.click("form button.primary");
  await page.waitForSelector(".chart");
  const caption = await text(page, "figcaption");
  const label = await page.$eval(".chart", (one) => one.getAttribute("aria-label"));
  await picture("forecast");
  return { panels, first, strength, verdict, repository, reply, caption, label, nameless };
}
