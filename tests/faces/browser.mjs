// node browser.mjs MODULES: one headless Chromium for many visits. A line of stdin is a visit, as
// JSON [FILE, SCENARIO, URL, EXTRA]: a page in a context of its own, which nothing is left in, is
// driven as a scenario of scenarios/FILE.mjs says. EXTRA is the scenario's own. A line of stdout is
// what it saw, or { failed }.

import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { join } from "node:path";

const modules = process.argv[2];
const require = createRequire(pathToFileURL(join(modules, "x.js")));
const load = (name) => import(pathToFileURL(require.resolve(name)));
const puppeteer = (await load("puppeteer-core")).default;
const chromium = (await import(pathToFileURL(
  join(modules, "@sparticuz/chromium/build/index.js")))).default;

const executablePath = await chromium.executablePath(); // unpacks its fonts as well
const browser = await puppeteer.launch({
  executablePath,
  // Fonts that are the same everywhere, unless $WAE_PAGE_FONTS names a configuration of others.
  env: { ...process.env,
    FONTCONFIG_FILE: process.env.WAE_PAGE_FONTS ?? join(tmpdir(), "fonts", "fonts.conf") },
  headless: "shell",
  args: ["--no-sandbox", "--disable-gpu", "--font-render-hinting=none",
    "--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
});

async function visit(file, scenario, url, extra) {
  const trouble = [], violations = [], failures = [], asked = new Set();
  const context = await browser.createBrowserContext();
  try {
    const scenarios = await import(`./scenarios/${file}.mjs`);
    const page = await context.newPage();
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warn") trouble.push(message.text());
    });
    page.on("pageerror", (error) => trouble.push(String(error)));
    page.on("response", (response) => {
      if (response.status() >= 400) failures.push(`${response.status()} ${new URL(response.url()).pathname}`);
    });
    page.on("request", (request) => asked.add(new URL(request.url()).origin));
    await page.exposeFunction("violated", (directive) => { violations.push(directive); });
    await page.evaluateOnNewDocument(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        window.violated(event.effectiveDirective);
      });
    });
    page.setDefaultTimeout(170_000);
    await page.setViewport({ width: 1000, height: 760, deviceScaleFactor: 1 });
    await page.goto(url, { waitUntil: "networkidle0" });
    const seen = await scenarios[scenario](page, { url, extra });
    return { seen, trouble, violations, failures, asked: [...asked] };
  } catch (error) {
    return { failed: [error.stack, ...trouble].join("\n") };
  } finally {
    await context.close();
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await visit(...JSON.parse(line))));
}
await browser.close();
