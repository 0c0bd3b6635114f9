// Pictures and texts that go with a question.

import { give } from "./files.mjs";
import { go, press, text } from "./steps.mjs";
import { send, shown, type } from "./states.mjs";

const pending = (page) => page.$$eval("form .attached li", (all) => all.map((one) => one.querySelector("span > span").innerText));
const waitFor = (page, count) => page.waitForFunction((wanted) =>
  document.querySelectorAll("form .attached li").length === wanted, {}, count);

/** Attached, refused, removed, sent, kept over a reload, and taken back. */
export async function conversation(page) {
  const bodies = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/openai/chat/open")) bodies.push(JSON.parse(request.postData()));
  });
  await go(page, "chat");
  await type(page, "section input[list]", "parrot");
  await give(page, "drop", ["small", "table", "binary", "empty"]);
  await waitFor(page, 2);
  await page.waitForFunction(() => document.querySelector("form [role=status]").innerText);
  const seen = { dropped: await pending(page), refused: await text(page, "form [role=status]") };
  await give(page, "paste", ["large"]);
  await waitFor(page, 3);
  await give(page, "paste", ["long"]);
  await page.waitForFunction(() => document.querySelector("form [role=status]").innerText.startsWith("long.txt"));
  seen.tooLarge = await text(page, "form [role=status]");
  await page.$eval("form [aria-label='Remove small.png']", (one) => one.click());
  seen.left = await pending(page);
  seen.pictures = await page.$$eval("form .attached img", (all) => all.map(({ alt, src }) => [alt, src.slice(5, 15)]));
  await type(page, "textarea", "What is it?");
  await send(page);
  await shown(page, ".turn.model");
  const { content, pictures } = bodies[0].request.messages[0];
  seen.sent = [content, pictures.map((one) => one.slice(0, 4)), pictures[0].length < 900_000];
  seen.after = await pending(page);
  await page.reload({ waitUntil: "networkidle0" });
  await page.waitForSelector(".turn.you .attached");
  seen.reloaded = await page.$$eval(".turn.you .attached li", (all) => all.map((one) =>
    [one.querySelector("span > span").innerText, Boolean(one.querySelector("img"))]));
  await press(await page.$(".turn.you"), "Edit");
  seen.edited = [await pending(page), await page.$eval("textarea", (one) => one.value)];
  return seen;
}

/** Where the browser keeps no more, the words are kept, and the page says what is not. */
export async function unkept(page) {
  await go(page, "chat");
  await type(page, "section input[list]", "parrot");
  await page.evaluate(() => {
    const put = Storage.prototype.setItem;
    Storage.prototype.setItem = function (key, value) {
      if (value.length > 2000) throw new DOMException("full", "QuotaExceededError");
      put.call(this, key, value);
    };
  });
  await give(page, "paste", ["large"]);
  await waitFor(page, 1);
  await type(page, "textarea", "Look at it");
  await send(page);
  await shown(page, ".turn.model");
  const words = await page.$$eval("form [role=status]", (all) => all.map((one) => one.innerText).filter(Boolean));
  await page.reload({ waitUntil: "networkidle0" });
  await page.waitForSelector(".turn.you .attached");
  return { words, reloaded: await text(page, ".turn.you .attached") };
}
