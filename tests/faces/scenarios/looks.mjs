// What the page looks like: each panel at four widths, light and dark, on one sheet, small.

import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { go } from "./steps.mjs";
import { STATES, walk } from "./states.mjs";

const WIDTHS = [360, 768, 1280, 1920];
const HEIGHT = 900;
const SCALE = 8; // pixels of the page to one of the sheet, each way
const CELL = 4; // pixels of the sheet that are compared as one, each way
const NEAR = 12; // of 255

const scrolls = (page) => page.evaluate(() => document.scrollingElement.scrollWidth > innerWidth);

/** The panels and states in which a page of 320 pixels scrolls sideways. */
export async function narrow(page) {
  const found = [];
  await page.setViewport({ width: 320, height: 600, deviceScaleFactor: 1 });
  await walk(page, async (panel, state) => { if (await scrolls(page)) found.push([panel, state]); });
  return found;
}

/** What differs from run to run, in words that do not; the layout stays that of real answers. */
async function still(page) {
  await page.evaluate(() => {
    const put = (selector, words) => document.querySelectorAll(selector)
      .forEach((one) => { one.textContent = words; });
    put(".secret", "Abcd1234!Efgh5678?Ij");
    put("time", "Jan 1, 2030");
    put(".chart text", "");
    put("figcaption.card p", "Best: Mon 05:50 AM to 06:50 AM, 227 g CO₂/kWh on average: 45 % less than now.");
    put(".forecast td:first-child", "Mon 05:50 AM");
    put(".took", "");
    document.querySelectorAll(".forecast tr.best").forEach((one) => one.classList.remove("best"));
    document.activeElement.blur();
  });
}

/** `{ PANEL: { sheet, off, wide } }`: the sheet as PNG in Base64, which part of it looks otherwise
 * than the one in the folder (1 without one), and the widths at which the page scrolls sideways. */
export async function sheets(page, { extra: folder }) {
  const table = await page.browserContext().newPage();
  const seen = {};
  for (const [panel, states] of Object.entries(STATES)) {
    await go(page, panel);
    await states.empty(page);
    await states.answered(page);
    const shots = [], wide = [];
    for (const dark of [false, true]) {
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: dark ? "dark" : "light" },
        { name: "prefers-reduced-motion", value: "reduce" }]);
      for (const width of WIDTHS) {
        await page.setViewport({ width, height: HEIGHT, deviceScaleFactor: 1 });
        await page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
        await still(page);
        if (await scrolls(page)) wide.push(width);
        shots.push(await page.screenshot({ encoding: "base64" }));
      }
    }
    const before = await readFile(join(folder, `${panel}.png`), "base64").catch(() => null);
    seen[panel] = { wide, ...await table.evaluate(compared, shots, before, HEIGHT / SCALE, SCALE, CELL, NEAR) };
  }
  await table.close();
  return seen;
}

/** In a page of its own: puts the shots side by side, and compares them with the sheet before. */
async function compared(shots, before, height, scale, cell, near) {
  const loaded = async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    return image;
  };
  const images = await Promise.all(shots.map(loaded));
  const widths = images.slice(0, images.length / 2).map((one) => one.width / scale);
  const canvas = document.createElement("canvas");
  canvas.width = widths.reduce((all, one) => all + one, 0);
  canvas.height = height * 2;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.imageSmoothingQuality = "high";
  let left = 0;
  images.forEach((image, place) => {
    left = place % widths.length ? left : 0;
    const width = image.width / scale;
    context.drawImage(image, left, place < widths.length ? 0 : height, width, height);
    left += width;
  });
  const pixels = (from) => from.getImageData(0, 0, canvas.width, canvas.height).data;
  const now = pixels(context);
  const sheet = canvas.toDataURL("image/png").split(",")[1];
  const old = before && await loaded(before);
  if (!old || old.width !== canvas.width || old.height !== canvas.height) return { sheet, off: 1 };
  context.drawImage(old, 0, 0);
  const then = pixels(context);
  let all = 0, off = 0;
  for (let y = 0; y < canvas.height; y += cell) {
    for (let x = 0; x < canvas.width; x += cell) {
      const sums = [0, 0, 0];
      let count = 0;
      for (let row = y; row < Math.min(y + cell, canvas.height); row += 1) {
        for (let column = x; column < Math.min(x + cell, canvas.width); column += 1) {
          const at = 4 * (row * canvas.width + column);
          count += 1;
          for (let n = 0; n < 3; n += 1) sums[n] += now[at + n] - then[at + n];
        }
      }
      all += 1;
      off += sums.some((sum) => Math.abs(sum) / count > near);
    }
  }
  return { sheet, off: off / all };
}
