// A conversation with a model.

import { go, press, text } from "./steps.mjs";
import { said, send, shown, type, MARKDOWN } from "./states.mjs";

const turns = (page) => page.$$eval(".turn", (all) => all.map((one) =>
  [one.getAttribute("aria-label"), one.querySelector(".said, .prose").innerText]));

/** Markdown is shown as what it means; nothing else of it becomes elements or links. */
export async function markdown(page) {
  await go(page, "chat");
  await said(page, "parrot", `${MARKDOWN}\n\n<img src=x onerror=alert(1)> [no](javascript:alert(1)) ` +
    "![picture](https://example.com/x.png) https://example.com/end. snake_case_name 2 * 3 * 4");
  await page.evaluate(() => { navigator.clipboard.writeText = async (copied) => { document.title = copied; }; });
  await page.$eval(".turn.model .block button", (one) => one.click());
  return page.$eval(".turn.model .prose", (one) => ({
    tags: [...new Set([...one.querySelectorAll("*")].map(({ localName }) => localName))].sort(),
    heading: one.querySelector("h3").innerText,
    language: one.querySelector(".block span").innerText,
    links: [...one.querySelectorAll("a")].map(({ href, rel, target }) => [href, rel, target]),
    cells: [...one.querySelectorAll("td")].map(({ innerText }) => innerText),
    last: one.lastElementChild.innerText,
    copied: document.title,
  }));
}

/** Texts that are made to take long, or to nest deeply: milliseconds for the slowest. */
export async function hostile(page) {
  return page.evaluate(async () => {
    const { prose } = await import("/page/markdown.js");
    const texts = ["*a ", "**a", "_a_ ", "[", "[a](", "[a](b", "> ", "- ", "`", "``a", "|", "# ", "#", "~~", "\\", "<",
      "https://", "  \n", "1. ", "![", "***", "a|b\n-|-\n"].map((one) => one.repeat(Math.ceil(50_000 / one.length)));
    texts.push(Array.from({ length: 300 }, (_, n) => `${" ".repeat(n * 2)}- a`).join("\n"), `# ${" ".repeat(50_000)}x`,
      "`".repeat(50_000), `[a](${"b".repeat(50_000)}`, ">".repeat(50_000));
    let slowest = 0, deepest = 0;
    for (const one of texts) {
      const before = performance.now();
      const made = prose(one);
      slowest = Math.max(slowest, performance.now() - before);
      let depth = 0;
      for (let node = made; node; node = node.lastElementChild) depth += 1;
      deepest = Math.max(deepest, depth);
    }
    return { slowest, deepest };
  });
}

/** The conversation over a reload; edited, asked again, cleared. */
export async function kept(page) {
  await go(page, "chat");
  await said(page, "parrot", "one");
  await page.reload({ waitUntil: "networkidle0" });
  await page.waitForSelector(".turn.model");
  const seen = { reloaded: await turns(page), model: await page.$eval("section input[list]", (one) => one.value) };
  await press(await page.$(".turn.you"), "Edit");
  seen.edited = await page.$eval("textarea", (one) => [one.value, document.activeElement === one]);
  await type(page, "textarea", "two");
  await send(page);
  await shown(page, ".turn.model");
  seen.after = await turns(page);
  await press(await page.$(".turn.model"), "Ask again");
  await shown(page, ".turn.model");
  seen.again = await turns(page);
  seen.stores = await page.evaluate(() => [Object.keys(sessionStorage).sort(), localStorage.length]);
  await press(await page.$("main form"), "New conversation");
  seen.cleared = [await turns(page), await page.evaluate(() => sessionStorage.getItem("wae-chat"))];
  return seen;
}

/** A reply that is stopped keeps what came; one that fails says why, and can be asked for again. */
export async function broken(page) {
  await go(page, "chat");
  await type(page, "section input[list]", "endless");
  await type(page, "textarea", "Hello");
  await send(page);
  await page.waitForFunction(() => document.querySelector(".turn.model .prose")?.innerText.length > 4);
  await press(await page.$("main form"), "Stop");
  await shown(page, ".turn.model");
  const stopped = [await text(page, ".turn.model .actions .muted"), (await turns(page))[1][1].length > 4];
  await press(await page.$(".turn.model"), "Ask again");
  await page.waitForFunction(() => document.querySelector(".turn.model .prose")?.innerText.length > 4);
  await page.keyboard.press("Escape");
  await shown(page, ".turn.model");
  const escaped = [await text(page, ".turn.model .actions .muted"), await page.evaluate(() => document.activeElement.localName)];
  await press(await page.$("main form"), "New conversation");
  await said(page, "bad-key", "Hello", ".failure");
  const failed = await text(page, ".failure");
  await type(page, "section input[list]", "parrot");
  await press(await page.$(".log"), "Ask again");
  await shown(page, ".turn.model");
  return { stopped, escaped, failed, after: await turns(page), failures: (await page.$$(".failure")).length };
}

/** Whether the question's field and its button are seen where a keyboard leaves little room. */
export async function low(page) {
  await page.setViewport({ width: 320, height: 480, deviceScaleFactor: 1 });
  await go(page, "chat");
  await page.waitForSelector("main textarea");
  return page.evaluate(() => ["main textarea", "main button.primary", ".log"].map((one) => {
    const { top, bottom } = document.querySelector(one).getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight && bottom - top > 40;
  }));
}
