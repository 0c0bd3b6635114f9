// What the page shows when something goes wrong.

import { fill, go, open, submit, text } from "./steps.mjs";

/** A function's own error that names a field, and the field's mark after a call that is right. */
export async function field(page) {
  await go(page, "functions");
  const form = await open(page, "password · generator · generate");
  await form.evaluate((one) => [...one.querySelectorAll(".check")]
    .filter((check) => check.innerText.startsWith("give "))
    .forEach((check) => check.querySelector("input").checked || check.querySelector("input").click()));
  await fill(form, { "request.recipe.password.length": "2", "request.count": "1" });
  await form.evaluate((one) => [...one.querySelectorAll(".check")]
    .find((check) => check.innerText === "lower").querySelector("input").click());
  const answer = await submit(form, page);
  const marks = () => form.$$eval("[aria-invalid]", (all) => all.map((one) => one.dataset.path));
  const marked = await marks();
  const focused = await page.evaluate(() => document.activeElement.dataset.path);
  await fill(form, { "request.recipe.password.length": "8" });
  const right = await submit(form, page);
  return { answer, marked, focused, right, left: await marks() };
}

/** A stream that fails after its first items. */
export async function stream(page) {
  const form = await open(page, "echo · counters · open");
  await fill(form, { end: "5", failing: "2" });
  await form.evaluate((one) => one.querySelector("button.primary").click());
  await page.waitForFunction((one) => one.querySelector(".failure"), {}, form);
  const items = await form.$$eval(".output > ol > li", (all) => all.map((one) => one.innerText));
  const buttons = await form.$$eval(".output button", (all) => all.length);
  return { items, buttons, failure: await form.evaluate((one) =>
    one.querySelector(".failure").innerText) };
}

/** A stream that is stopped, with the keyboard. */
export async function stopped(page) {
  const form = await open(page, "echo · counters · open");
  await fill(form, { end: "4000000000" });
  await form.evaluate((one) => one.querySelector("button.primary").click());
  await page.waitForFunction((one) => one.querySelectorAll("li").length > 2, {}, form);
  await form.evaluate((one) => one.querySelector(".output > button").focus());
  await page.keyboard.press("Enter");
  await page.waitForFunction((one) => !one.querySelector(".output > button"), {}, form);
  const failures = await form.$$eval(".failure", (all) => all.length);
  return { failures, focused: await page.evaluate(() => document.activeElement.innerText) };
}

/** A call that takes too long. */
export async function slow(page) {
  return submit(await open(page, "echo · failures · spin"), page);
}

/** A server without room, asked until it has none, and then until it has some again. */
export async function busy(page) {
  const form = await open(page, "echo · values · nothing");
  const until = async (isBusy) => {
    for (let tries = 0; tries < 1000; tries += 1) {
      const answer = await submit(form, page);
      if (isBusy === answer.startsWith("Too busy")) return answer;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return "never";
  };
  return { refused: await until(true), answer: await until(false) };
}

/** A server that is gone, and back. */
export async function gone(page) {
  const form = await open(page, "echo · values · nothing");
  await page.setOfflineMode(true);
  const lost = await submit(form, page);
  await page.setOfflineMode(false);
  return { lost, found: await submit(form, page) };
}

/** The token's dialog, left with Escape, and then asked for anew. */
export async function untold(page) {
  const form = await open(page, "echo · values · nothing");
  const button = await form.$("button.primary");
  await button.focus();
  await page.keyboard.press("Enter");
  await page.waitForSelector("dialog[open]");
  await page.keyboard.type("half a tok");
  await page.keyboard.press("Escape");
  await page.waitForFunction((one) => one.querySelector(".failure"), {}, form);
  const answer = await form.evaluate((one) => one.querySelector(".output").innerText);
  const kept = await page.evaluate(() => sessionStorage.length);
  const focused = await page.evaluate(() => document.activeElement.innerText);
  await page.keyboard.press("Enter");
  await page.waitForSelector("dialog[open]");
  return { answer, kept, focused, value: await page.$eval("#token-value", (one) => one.value) };
}

/** Text from outside that would be markup, script, or a request, if it were taken as such. */
export async function hostile(page) {
  const form = await open(page, "echo · values · optional");
  const shown = [];
  const texts = ["<img src=http://127.0.0.1:9/x onerror=alert(1)>", "javascript:alert(1)",
    "http://127.0.0.1:9/x.png", "iVBORw0KGgo=", "&lt;b&gt;\u202e"];
  for (const value of texts) {
    await fill(form, { value });
    await submit(form, page);
    shown.push(await text(page, ".result > :first-child"));
  }
  const links = await form.$$eval(".result a", (all) => all.length);
  const injected = await page.$$eval("main img, main script, main b", (all) => all.length);
  return { texts, shown, links, injected };
}
