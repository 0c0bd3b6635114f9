// node browser.mjs MODULES SCENARIO URL [FOLDER]: drives the page in headless Chromium and prints
// what it saw as JSON. FOLDER is for pictures.

import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { join } from "node:path";

const [modules, scenario, url, folder] = process.argv.slice(2);
const require = createRequire(pathToFileURL(join(modules, "x.js")));
const load = (name) => import(pathToFileURL(require.resolve(name)));
const puppeteer = (await load("puppeteer-core")).default;
const chromium = (await import(pathToFileURL(
  join(modules, "@sparticuz/chromium/build/index.js")))).default;

const scenarios = await import(pathToFileURL(join(import.meta.dirname, "page_scenarios.mjs")));
const browser = await puppeteer.launch({
  executablePath: await chromium.executablePath(),
  headless: "shell",
  args: ["--no-sandbox", "--disable-gpu", "--font-render-hinting=none"],
});
const trouble = [], asked = new Set();
try {
  const page = await browser.newPage();
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warn") trouble.push(message.text());
  });
  page.on("pageerror", (error) => trouble.push(String(error)));
  page.on("request", (request) => asked.add(new URL(request.url()).origin));
  page.setDefaultTimeout(30_000);
  await page.setViewport({ width: 1000, height: 760, deviceScaleFactor: 1 });
  await page.goto(url, { waitUntil: "networkidle0" });
  const seen = await scenarios[scenario](page, { url, folder });
  console.log(JSON.stringify({ seen, trouble, asked: [...asked] }));
} catch (error) {
  console.error(error, trouble);
  process.exitCode = 1;
} finally {
  await browser.close();
}
