// The page without a mouse, and for those who hear it.

import { fill, focused, go, open, submit, text } from "./steps.mjs";

/** With the keyboard alone: the skip link, the first function, its field, its button. */
export async function keyboard(page) {
  const steps = [];
  await page.keyboard.press("Tab");
  steps.push(await focused(page));
  await page.keyboard.press("Enter");
  steps.push(await page.evaluate(() => document.activeElement.id));
  await page.keyboard.press("Tab");
  steps.push(await focused(page));
  await page.keyboard.type("values nothing");
  const visible = await page.$$eval(".function:not([hidden])", (all) => all.length);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  steps.push(await focused(page));
  await page.keyboard.press("Enter");
  await page.waitForSelector(".result");
  return { steps, visible, result: await text(page, ".result > :first-child") };
}

/** Every control has a name, no level of headings is skipped, and there is one main region. */
export async function named(page) {
  await page.$$eval("details", (all) => all.forEach((one) => { one.open = true; }));
  const tree = await page.accessibility.snapshot({ interestingOnly: false });
  const nameless = [], skipped = [];
  const wanted = ["button", "textbox", "combobox", "checkbox", "spinbutton", "searchbox", "slider",
    "link", "meter", "img"];
  let level = 0, main = 0;
  const walk = (node) => {
    main += node.role === "main";
    if (wanted.includes(node.role) && !node.name) nameless.push(node.role);
    if (node.role === "heading") {
      if (node.level > level + 1) skipped.push(node.name);
      level = node.level;
    }
    (node.children ?? []).forEach(walk);
  };
  walk(tree);
  return { nameless, skipped, main, language: await page.$eval("html", (one) => one.lang) };
}

/** The focus after an answer, after a second one, and after a call pressed twice. */
export async function focus(page) {
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  const form = await open(page, "echo · values · nothing");
  await form.evaluate((one) => one.querySelector("button.primary").focus());
  const after = [];
  for (const key of ["Enter", "Space"]) {
    await page.keyboard.press(key);
    await page.waitForFunction((one) => one.querySelector(".result"), {}, form);
    after.push(await focused(page));
    await form.evaluate((one) => one.querySelector(".output").replaceChildren());
  }
  asked.length = 0;
  await form.evaluate((one) => {
    one.querySelector("button.primary").click();
    one.querySelector("button.primary").click();
  });
  await page.waitForFunction((one) => one.querySelector(".result"), {}, form);
  after.push(await focused(page));
  const next = [];
  for (let step = 0; step < 2; step += 1) {
    await page.keyboard.press("Tab");
    next.push(await focused(page));
  }
  return { after, asked: asked.length, next };
}

/** Where Tab goes, from the top until it is there again. */
export async function tabs(page) {
  const form = await open(page, "echo · values · scalars");
  await fill(form, { "value.letter": "x" });
  const controls = await page.evaluate(() => {
    const usable = "a[href], button, input, select, textarea, summary, [tabindex='0']";
    window.usable = [...document.querySelectorAll(usable)]
      .filter((one) => one.checkVisibility() && !one.disabled);
    return window.usable.length;
  });
  const order = [], invisible = [];
  for (let step = 0; step < controls; step += 1) {
    await page.keyboard.press("Tab");
    const { place, name, outline } = await page.evaluate(() => {
      const one = document.activeElement;
      return { place: window.usable.indexOf(one), name: one.outerHTML.slice(0, 80),
        outline: getComputedStyle(one).outlineStyle };
    });
    order.push(place);
    if (outline === "none") invisible.push(name);
  }
  return { controls, order, invisible };
}

/** The toolbox from its top: to a panel, to its field, to the answer, to a link in it. */
export async function top(page) {
  const way = [];
  const until = async (wanted) => {
    for (let steps = 0; steps < 30 && way.at(-1) !== wanted; steps += 1) {
      await page.keyboard.press("Tab");
      way.push(await focused(page));
    }
  };
  await until("GitHub");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector("nav a[aria-current]").hash === "#github");
  await until("Repository");
  await page.keyboard.type("wae/toolbox");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".bars");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  return { way, answer: await text(page, ".output"), next: await focused(page) };
}

/** How screen readers would tell a result, the items of a stream, and an error. */
export async function announced(page) {
  const form = await open(page, "echo · values · optional");
  await fill(form, { value: "told" });
  const before = await form.evaluate((one) => [...one.querySelectorAll("[aria-live]")]
    .map((region) => region.getAttribute("aria-live")));
  await form.evaluate((one) => { window.region = one.querySelector("[aria-live]"); });
  await submit(form, page);
  const result = await live(page, "told");
  const same = await form.evaluate((one) => one.querySelector("[aria-live]") === window.region);
  const streamed = await open(page, "echo · counters · open");
  await fill(streamed, { end: "3" });
  await streamed.evaluate((one) => one.querySelector("button.primary").click());
  await page.waitForFunction((one) => one.querySelectorAll(".output > ol > li").length === 3, {},
    streamed);
  const items = await live(page, "3");
  const failing = await open(page, "echo · failures · fail");
  await fill(failing, { reason: "because" });
  await submit(failing, page);
  const role = await failing.evaluate((one) => one.querySelector(".failure").getAttribute("role"));
  return { before, result: same ? result : "moved", items, role,
    error: await live(page, "Wrong, with a reason (wrong: because)") };
}

/** How live Chromium takes the region around these words to be. */
async function live(page, words) {
  const client = await page.createCDPSession();
  const { nodes } = await client.send("Accessibility.getFullAXTree");
  await client.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const around = (node) => (node ? [node, ...around(byId.get(node.parentId))] : []);
  // They may also stand in the field where they were typed.
  const found = nodes.filter(({ name }) => name?.value === words).flatMap(around)
    .flatMap((node) => node.properties ?? []).find(({ name }) => name === "live");
  return found?.value.value ?? "none";
}

/** In every panel, from its top: where Tab goes, what of it cannot be seen, whether all is reached. */
export async function panels(page) {
  const seen = {};
  for (const name of await page.$$eval("nav a", (all) => all.map(({ hash }) => hash.slice(1)))) {
    await go(page, name);
    await page.waitForFunction(() => !document.querySelector("main .busy"));
    const controls = await page.evaluate(() => {
      const usable = "a[href], button, input, select, textarea, summary, [tabindex='0']";
      window.usable = [...document.querySelectorAll(`main :is(${usable})`)]
        .filter((one) => one.checkVisibility() && !one.disabled);
      document.getElementById("main").focus();
      return window.usable.length;
    });
    const order = [], unseen = [];
    for (let step = 0; step < controls; step += 1) {
      await page.keyboard.press("Tab");
      const [place, outline, words] = await page.evaluate(() => [window.usable.indexOf(document.activeElement),
        getComputedStyle(document.activeElement).outlineStyle, document.activeElement.outerHTML.slice(0, 80)]);
      order.push(place);
      if (outline === "none") unseen.push(words);
    }
    seen[name] = { inOrder: order.every((place, step) => place === step), unseen };
  }
  return seen;
}
