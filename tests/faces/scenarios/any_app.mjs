// The page of any app: what a person does on it, and what they see then.

import { open, press, submit, text } from "./steps.mjs";

/** Forms of any app: lists what there is, and calls functions with values of all types. */
export async function forms(page) {
  const functions = await page.$$eval(".function summary > code", (all) => all.map((one) => one.innerText));
  const many = await open(page, "echo · values · many");
  await many.evaluate((one) => {
    const add = [...one.querySelectorAll("button")].filter((b) => b.innerText.startsWith("Add"));
    add[0].click();
    one.querySelector("input").value = "18446744073709551615";
    add[1].click();
    const inputs = [...one.querySelectorAll("input")];
    inputs[1].value = "a\"b";
    inputs[2].value = "0.5";
  });
  const large = await submit(many, page);
  const nest = await open(page, "echo · values · nest");
  await nest.evaluate((one) => {
    [...one.querySelectorAll("button")].find((b) => b.innerText === "Add to shapes").click();
    const which = one.querySelector(".rows select");
    which.value = "1";
    which.dispatchEvent(new Event("change"));
    for (const input of one.querySelectorAll("input[type=number]")) input.value = "7";
    one.querySelector("[type=checkbox][id]");
  });
  const nested = await submit(nest, page);
  const crash = await submit(await open(page, "echo · failures · crash"), page);
  const fail = await open(page, "echo · failures · fail");
  await fail.evaluate((one) => { one.querySelector("input").value = "because"; });
  const failed = await submit(fail, page);
  const streamed = await open(page, "echo · counters · open");
  await streamed.evaluate((one) => {
    one.querySelector("input").value = "3";
    one.querySelector("button.primary").click();
  });
  await page.waitForFunction((one) => one.querySelectorAll(".output > ol > li").length === 3, {}, streamed);
  const left = await page.$eval("main section > .muted:last-child", (one) => one.innerText);
  return { functions, large, nested, crash, failed, left };
}

/** A field that is wrong is marked and gets the focus. */
export async function invalid(page) {
  const form = await open(page, "echo · values · scalars");
  await form.evaluate((one) => {
    one.querySelector("form").noValidate = true;
    for (const input of one.querySelectorAll("input:not([type=checkbox])")) input.value = "1";
    one.querySelector("[data-path='value.u8']").value = "256";
  });
  const answer = await submit(form, page);
  const marked = await page.evaluate(() => document.activeElement.dataset.path +
    document.activeElement.getAttribute("aria-invalid"));
  return { answer, marked };
}

/** The token is asked for once, and kept for this tab alone. */
export async function token(page) {
  const form = await open(page, "echo · values · nothing");
  await form.evaluate((one) => one.querySelector("button.primary").click());
  await page.waitForSelector("dialog[open]");
  await page.type("#token-value", "wrong");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.getElementById("token-note").innerText !== "");
  await page.type("#token-value", "correct-horse-battery");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".result");
  const kept = await page.evaluate(() => [localStorage.length, document.cookie,
    Object.keys(sessionStorage).join()]);
  return { kept, result: await text(page, ".result > :first-child") };
}

/** What a page of this server may not do. */
export async function policy(page, { url }) {
  const refused = await page.evaluate(async () => {
    const found = [];
    document.addEventListener("securitypolicyviolation", (event) => {
      found.push(event.effectiveDirective);
    });
    await fetch("http://127.0.0.1:9/").catch(() => {});
    const image = new Image();
    image.src = "http://127.0.0.1:9/x.png";
    const script = document.createElement("script");
    try { script.text = "window.injected = 1"; } catch { found.push("trusted-types"); }
    try { document.body.innerHTML = "<b>x</b>"; } catch { found.push("trusted-types"); }
    document.body.setAttribute("style", "color: red");
    await new Promise((resolve) => setTimeout(resolve, 300));
    return [...new Set(found)].sort();
  });
  const answer = await page.goto(url);
  return { refused, policy: answer.headers()["content-security-policy"] };
}

/** The entries of the menu. */
export const menu = (page) => page.$$eval("#menu a", (all) => all.map((one) => one.innerText));

/** From the page to a file, by links alone. */
export async function files(page) {
  const seen = { menu: await menu(page) };
  const follow = (name) => Promise.all([page.waitForNavigation(), page.evaluate((wanted) => {
    [...document.querySelectorAll("a")].find((one) => one.innerText === wanted).click();
  }, name)]);
  await follow("Files");
  seen.title = await text(page, "h1");
  await follow("report.txt");
  seen.text = await page.evaluate(() => document.body.innerText);
  return seen;
}

/** How values of every shape are shown: tags of what is made, and whether the page stays as wide as
 * a phone with all of them on it. */
export async function shapes(page) {
  await page.setViewport({ width: 320, height: 640 });
  return page.evaluate(async () => {
    const { result } = await import("/page/shown.js");
    const name = "a-name-that-is-longer-than-any-phone-is-wide".repeat(2);
    const point = { x: 1, y: 2 };
    const deep = { title: "a", [name]: { inner: [{ point, names: [] }, { point, names: ["a"] }] } };
    const values = { short: ["a", "b"], long: ["a".repeat(17)], matrix: [[1, 2], [3, 4]], flat: [point, point],
      cells: [{ x: 1, tags: ["a", "b"] }], cases: [{ named: point }, "none", { counted: 3 }],
      deep: [deep, deep], none: [], ragged: [{ x: 1, y: 2 }, { x: 1, z: 2 }], long_word: "x".repeat(500) };
    const seen = {};
    for (const [key, value] of Object.entries(values)) {
      const whole = result(value), made = whole.firstElementChild;
      document.getElementById("main").append(whole);
      seen[key] = [made.localName, made.className, made.querySelectorAll("td").length, made.querySelectorAll("th").length];
    }
    return { seen, wide: document.documentElement.scrollWidth > innerWidth };
  });
}

/** What is still being compiled, as the server says it, until it has it all. */
export async function compiling(page) {
  const refused = { title: "Not ready", detail: "The server is starting" };
  const answers = [
    { status: 503, contentType: "application/problem+json", body: JSON.stringify(refused) },
    { status: 200, contentType: "text/plain", body: "ready; part 2 of 5 is being compiled, for 7 s\n" },
    { status: 200, contentType: "text/plain", body: "ready\n" },
  ];
  await page.setRequestInterception(true);
  page.on("request", (request) => {
    const answer = request.url().endsWith("/readyz") && answers.shift();
    if (answer) request.respond(answer);
    else request.continue();
  });
  await page.reload();
  const seen = [];
  for (const words of ["starting", "part 2"]) {
    await page.waitForFunction((some) => document.getElementById("state").innerText.includes(some),
      {}, words);
    seen.push(await text(page, "#state"));
  }
  await page.waitForFunction(() => document.getElementById("state").hidden);
  return seen;
}

/** The list of functions: what it says of them, the filter, a link to one, a call as code. */
export async function listed(page, { url }) {
  await page.goto(`${url}#functions/echo/failures/sleep`, { waitUntil: "networkidle0" });
  await page.waitForFunction(() => document.activeElement.tagName === "SUMMARY");
  const form = await page.$("details.function[open]");
  const summary = await form.$eval("summary", (one) => one.textContent);
  const quoted = await page.$$eval("summary .words code", (all) => all.map((one) => one.innerText));
  const about = await form.$eval(".prose", (one) => one.innerText);
  const first = await form.$eval("input", (one) => one.value);
  await form.$eval("input", (one) => { one.value = "0"; });
  await submit(form, page);
  const took = await form.$eval(".took", (one) => one.innerText);
  await form.$$eval("details", (all) => all.forEach((one) => { one.open = true; }));
  await page.waitForFunction((one) => one.querySelectorAll("pre code").length === 2, {}, form);
  await form.$eval("input", (one) => {
    one.value = "1";
    one.dispatchEvent(new Event("input", { bubbles: true }));
  });
  const code = await form.$$eval("pre code", (all) => all.map((one) => one.textContent));
  const answers = await form.$$eval("dt.code", (all) => all.map((one) => one.innerText));
  await page.type("input[type=search]", "waits host");
  const found = await page.$$eval(".function:not([hidden]) summary > code", (all) =>
    all.map((one) => one.innerText));
  await page.type("input[type=search]", " nothing");
  const none = await text(page, ".empty");
  return { summary, quoted, about, first, took, code, answers, found, none };
}

/** A link to a function with its arguments: its form has them, and the same link can be copied. */
export async function linked(page, { url, extra: given }) {
  const link = `${url}#functions/echo/values/nest?${encodeURIComponent(given)}`;
  await page.goto(link, { waitUntil: "networkidle0" });
  await page.waitForFunction(() => document.activeElement.tagName === "SUMMARY");
  const form = await page.$("details.function[open]");
  await page.evaluate(() => {
    navigator.clipboard.writeText = async (copied) => { document.title = copied; };
  });
  await form.$$eval("details", (all) => all.forEach((one) => { one.open = true; }));
  await press(form, "Copy a link to this form");
  const copied = decodeURIComponent((await page.title()).split("?")[1]);
  await submit(form, page);
  const answer = await form.$eval(".result pre", (one) => one.textContent);
  const schema = await form.$$eval("dd .schema > li", (all) => all.map((one) => one.innerText.split("\n")[0]));
  return { copied, answer, schema };
}
