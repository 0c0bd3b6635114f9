// Pictures of the page for the documentation.

import { go } from "./steps.mjs";
import { STATES } from "./states.mjs";

const SIZES = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 800, isMobile: true } };

/** PNG in Base64 of `[PANEL, SIZE]`, which is `extra` as JSON: in light, with an answer. */
export async function one(page, { extra }) {
  const [panel, size] = JSON.parse(extra);
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "light" },
    { name: "prefers-reduced-motion", value: "reduce" }]);
  await page.setViewport({ deviceScaleFactor: 1, ...SIZES[size] });
  await go(page, panel);
  await STATES[panel].empty(page);
  await STATES[panel].answered(page);
  await page.evaluate(() => { document.activeElement.blur(); scrollTo(0, 0); });
  return page.screenshot({ encoding: "base64" });
}
