// What a person does on the page, and what they see then.

const text = (page, selector) => page.$eval(selector, (one) => one.innerText);
const go = async (page, name) => {
  await page.evaluate((hash) => { location.hash = hash; }, name);
  await page.waitForFunction((hash) => document.querySelector("nav a[aria-current]")
    ?.hash === `#${hash}`, {}, name);
};

async function open(page, path) {
  const form = await page.evaluateHandle((wanted) => [...document.querySelectorAll(".function")]
    .find((one) => one.querySelector("summary").innerText === wanted), path);
  await form.evaluate((one) => { one.open = true; });
  return form;
}

async function submit(form, page) {
  await form.evaluate((one) => one.querySelector("button.primary").click());
  await page.waitForFunction((one) => one.querySelector(".output .result, .output .failure"),
    {}, form);
  return form.evaluate((one) => one.querySelector(".output").innerText);
}

/** Forms of any app: lists what there is, and calls functions with values of all types. */
export async function forms(page) {
  const functions = await page.$$eval(".function summary", (all) => all.map((one) => one.innerText));
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
  return { functions, large, nested, crash, failed };
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

/** With the keyboard alone: the skip link, the first function, its field, its button. */
export async function keyboard(page) {
  const steps = [];
  const focused = () => page.evaluate(() => {
    const one = document.activeElement;
    return one.labels?.[0]?.innerText ?? one.innerText ?? one.tagName;
  });
  await page.keyboard.press("Tab");
  steps.push(await focused());
  await page.keyboard.press("Enter");
  steps.push(await page.evaluate(() => document.activeElement.id));
  await page.keyboard.press("Tab");
  steps.push(await focused());
  await page.keyboard.type("nothing");
  const visible = await page.$$eval(".function:not([hidden])", (all) => all.length);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  steps.push(await focused());
  await page.keyboard.press("Enter");
  await page.waitForSelector(".result");
  return { steps, visible, result: await text(page, ".result > :first-child") };
}

/** Every control has a name, headings have an order, and there is one main region. */
export async function named(page) {
  await page.$$eval("details", (all) => all.forEach((one) => { one.open = true; }));
  const tree = await page.accessibility.snapshot({ interestingOnly: false });
  const nameless = [], roles = {};
  const wanted = ["button", "textbox", "combobox", "checkbox", "spinbutton", "searchbox", "slider",
    "link", "meter", "img"];
  const walk = (node) => {
    roles[node.role] = (roles[node.role] ?? 0) + 1;
    if (wanted.includes(node.role) && !node.name) nameless.push(node.role);
    (node.children ?? []).forEach(walk);
  };
  walk(tree);
  return { nameless, main: roles.main, language: await page.$eval("html", (one) => one.lang) };
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

/** The toolbox: passwords, a repository, a chat that streams, a forecast. */
export async function toolbox(page, { folder }) {
  const picture = async (name) => {
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
  await page.waitForFunction(() => document.querySelector(".bubble.model:not([aria-busy])"));
  const reply = await text(page, ".log");
  await picture("chat");

  await go(page, "forecast");
  await page.click("form button.primary");
  await page.waitForSelector(".chart");
  const caption = await text(page, "figcaption");
  const label = await page.$eval(".chart", (one) => one.getAttribute("aria-label"));
  await picture("forecast");
  return { panels, first, strength, verdict, repository, reply, caption, label };
}
