// node browser.mjs MODULES FILE SCENARIO URL [EXTRA]: drives the page in headless Chromium, as a
// scenario of scenarios/FILE.mjs says, and prints as JSON what it saw. EXTRA is the scenario's own.

import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { join } from "node:path";

const [modules, file, scenario, url, extra] = process.argv.slice(2);
const require = createRequire(pathToFileURL(join(modules, "x.js")));
const load = (name) => import(pathToFileURL(require.resolve(name)));
const puppeteer = (await load("puppeteer-core")).default;
const chromium = (await import(pathToFileURL(
  join(modules, "@sparticuz/chromium/build/index.js")))).default;

const scenarios = await import(`./scenarios/${file}.mjs`);
const browser = await puppeteer.launch({
  executablePath: await chromium.executablePath(),
  headless: "shell",
  args: ["--no-sandbox", "--disable-gpu", "--font-render-hinting=none",
    "--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
});
const trouble = [], violations = [], asked = new Set();
try {
  const page = await browser.newPage();
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warn") trouble.push(message.text());
  });
  page.on("pageerror", (error) => trouble.push(String(error)));
  page.on("request", (request) => asked.add(new URL(request.url()).origin));
  await page.exposeFunction("violated", (directive) => { violations.push(directive); });
  await page.evaluateOnNewDocument(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      window.violated(event.effectiveDirective);
    });
  });
  page.setDefaultTimeout(30_000);
  await page.setViewport({ width: 1000, height: 760, deviceScaleFactor: 1 });
  await page.goto(url, { waitUntil: "networkidle0" });
  const seen = await scenarios[scenario](page, { url, extra });
  console.log(JSON.stringify({ seen, trouble, violations, asked: [...asked] }));
} catch (error) {
  console.error(error, trouble);
  process.exitCode = 1;
} finally {
  await browser.close();
}
