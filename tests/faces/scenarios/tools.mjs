// The toolbox's functions that have no panel, called from their forms.

import { fill, go, open, press, submit, text } from "./steps.mjs";

/** Pictures: one that can be shown, one that only says it is a picture, and a refusal. */
export async function images(page) {
  await go(page, "functions");
  const form = await open(page, "openai · images · generate");
  const seen = {};
  for (const model of ["painter-small", "painter", "policy"]) {
    await fill(form, { "request.model": model, "request.prompt": "A cat", "request.count": "1" });
    seen[model] = await submit(form, page);
    await page.waitForFunction((one) => [...one.querySelectorAll(".output img")]
      .every((picture) => picture.complete && picture.naturalWidth), {}, form);
    seen[`${model} shown`] = await form.$$eval(".output img", (all) =>
      all.map((one) => [one.naturalWidth, one.naturalHeight, one.alt]));
  }
  return seen;
}

/** Names, ports and a clock; `extra` has the ports: open, closed, and the time server's. */
export async function net(page, { extra: ports }) {
  const [listening, closed, clock] = ports.split(",");
  await go(page, "functions");
  const names = await open(page, "net · names · look-up");
  await fill(names, { host: "127.0.0.1", timeout: "2000" });
  const address = await submit(names, page);
  await fill(names, { host: "no host", timeout: "2000" });
  const invalid = await submit(names, page);
  const probe = await open(page, "net · ports · probe");
  await fill(probe, { timeout: "2000" });
  for (const [place, port] of [listening, closed].entries()) {
    if (place > 0) await press(probe, "Add to endpoints"); // the first is the contract's example
    await fill(probe, { [`endpoints[${place}].host`]: "127.0.0.1", [`endpoints[${place}].port`]: port });
  }
  const outcomes = await submit(probe, page);
  const time = await open(page, "net · time-server · ask");
  await fill(time, { host: "127.0.0.1", port: clock, questions: "1", timeout: "2000" });
  const answer = await submit(time, page);
  const exact = await time.evaluate((one) => JSON.parse(one.querySelector("pre").textContent)
    .samples[0].transmit);
  return { address, invalid, outcomes, answer, exact };
}

/** An account: refused, made, accepted, and refused to be made again. */
export async function account(page) {
  await go(page, "functions");
  const login = await open(page, "watttime · account · login");
  const register = await open(page, "watttime · account · register");
  const before = await submit(login, page);
  await fill(register, { email: "ada@example.com" });
  const made = await submit(register, page);
  const after = await submit(login, page);
  const again = await submit(register, page);
  return { before, made, after, again, page: await page.content() };
}

/** A tool's own panel, and the form of its function. */
export async function dice(page) {
  await go(page, "dice");
  await page.waitForFunction(() => document.querySelector("#thrown")?.textContent);
  const seen = { menu: await text(page, "#menu"), panel: await text(page, "#thrown") };
  await go(page, "functions");
  const form = await open(page, "dice · roller · roll");
  await fill(form, { count: "3", sides: "6" });
  seen.form = await submit(form, page);
  return seen;
}
