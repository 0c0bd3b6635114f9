// The forecast, and where the reader is.

import { go, press, text } from "./steps.mjs";
import { send, shown } from "./states.mjs";

/** The chart's axis, its mark, and the table beside it. */
export async function forecast(page) {
  await go(page, "forecast");
  await send(page);
  await shown(page, ".chart");
  return page.evaluate(() => ({
    axis: [...document.querySelectorAll(".chart [text-anchor=end]")].map((one) => Number(one.textContent)),
    zero: document.querySelectorAll(".chart .zero").length,
    marked: document.querySelector(".chart rect").getBoundingClientRect().width > 1,
    rows: document.querySelectorAll("tbody tr").length,
    best: document.querySelectorAll("tr.best").length,
    head: [...document.querySelectorAll("th")].map((one) => one.innerText),
    link: location.hash,
  }));
}

/** A zone of Electricity Maps: what the values are, and the table. */
export async function maps(page) {
  await go(page, "forecast");
  await page.$eval("section input", (one) => { one.value = "DK-DK1"; });
  await send(page);
  await shown(page, ".chart");
  return page.evaluate(() => ({
    muted: [...document.querySelectorAll("figcaption .muted")].map((one) => one.innerText),
    rows: document.querySelectorAll("tbody tr").length,
    best: document.querySelectorAll("tr.best").length,
    head: [...document.querySelectorAll("th")].map((one) => one.innerText),
  }));
}

/** Zones of which a plan covers less: what is shown of each, and what is said to be missing. */
export async function covered(page) {
  const zones = {};
  for (const zone of ["XX-DAY", "XX-NOW"]) {
    await go(page, "forecast");
    await page.$eval("section input", (one, code) => { one.value = code; }, zone);
    await send(page);
    await shown(page, ".forecast .failure");
    zones[zone] = await page.evaluate(() => ({
      failure: document.querySelector(".forecast .failure").innerText,
      now: document.querySelector("figcaption h3 + p").innerText,
      muted: [...document.querySelectorAll("figcaption .muted")].map((one) => one.innerText),
      charts: document.querySelectorAll(".chart").length,
      rows: document.querySelectorAll("tbody tr").length,
    }));
  }
  return zones;
}

/** Nobody is told before the reader says so: neither the browser is asked nor the server. */
export async function place(page, { url }) {
  const asked = [];
  page.on("request", (request) => { if (request.method() === "POST") asked.push(new URL(request.url()).pathname); });
  await page.browserContext().overridePermissions(url, ["geolocation"]);
  await page.setGeolocation({ latitude: 37.4219, longitude: -122.084 });
  await page.evaluate(() => {
    const { geolocation } = navigator;
    const real = geolocation.getCurrentPosition.bind(geolocation);
    window.positions = 0;
    geolocation.getCurrentPosition = (...all) => { window.positions += 1; real(...all); };
  });
  await go(page, "forecast");
  const where = async (words) => {
    await page.$$eval("main button", (all) => all.find((one) => one.innerText === "Where am I?").focus());
    await page.keyboard.press("Enter");
    await page.waitForSelector("dialog[open] h2");
    const before = [await page.evaluate(() => window.positions), asked.length];
    if (words) await press(await page.$("dialog[open]"), words);
    else await page.keyboard.press("Escape");
    await page.waitForFunction(() => !document.querySelector("main .busy"));
    return { before, words: await text(page, ".output") };
  };
  const refused = await where(null);
  const focused = await page.evaluate(() => document.activeElement.innerText);
  const browser = await where("Ask the browser");
  const region = await page.$eval("section input", (one) => one.value);
  const address = await where("Look up the address");
  return { refused, focused, browser, region, address, asked, positions: await page.evaluate(() => window.positions) };
}
