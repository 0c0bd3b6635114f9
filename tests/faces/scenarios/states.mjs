// The toolbox's panels in each of their states: nothing asked, on the way, answered, failed, long.

import { give } from "./files.mjs";
import { go, press, text } from "./steps.mjs";

const MARKDOWN = `## A plan
Use **bold**, *emphasis*, \`code\` and [a link](https://example.com/a_(b)).

1. First
2. Second
   - inner

\`\`\`python
def double(x: int) -> int:
    return 2 * x  # a comment that makes this line wider than any phone is
\`\`\`

| Name | Value |
|---|---:|
| a | 1 |
| b | 22 |

> quoted`;
const LONG = "A_word_that_is_longer_than_any_line_on_a_phone_can_be_".repeat(4);

const type = async (page, selector, value) => {
  await page.$eval(selector, (one, given) => {
    one.value = given;
    one.dispatchEvent(new Event("input", { bubbles: true }));
    one.dispatchEvent(new Event("change", { bubbles: true }));
  }, value);
};
const send = (page, selector = "main form") => page.$eval(selector, (one) => one.requestSubmit());
const shown = (page, selector) => page.waitForFunction((wanted) => document.querySelector(`main ${wanted}`) &&
  !document.querySelector("main .busy, main [aria-busy], main [aria-disabled]"), {}, selector);

async function said(page, model, words, end = ".turn.model") {
  await type(page, "section input[list]", model);
  await type(page, "textarea", words);
  await send(page);
  await shown(page, end);
}

/** By panel and name of the state: how to get there from the state before. */
export const STATES = {
  password: {
    empty: (page) => page.waitForFunction(() => document.querySelector(".secret")?.innerText.length === 20),
    answered: async (page) => {
      await type(page, "input[type=password]", "hunter2");
      await send(page, "article:nth-child(2) form");
      await shown(page, "article:nth-child(2) .output ul");
    },
    failed: async (page) => {
      await page.$$eval("fieldset input", (all) => all.forEach((one) => one.checked && one.click()));
      await page.waitForSelector(".failure");
    },
    long: async (page) => {
      await page.$$eval("fieldset input", (all) => all.forEach((one) => one.click()));
      await type(page, "input[type=range]", "64");
      await page.waitForFunction(() => document.querySelector(".secret").innerText.length === 64);
    },
  },
  github: {
    empty: (page) => page.waitForSelector(".empty"),
    answered: async (page) => {
      await type(page, "section input", "wae/toolbox");
      await send(page);
      await shown(page, ".bars");
      await page.$eval("details", (one) => { one.open = true; });
    },
    failed: async (page) => {
      await type(page, "section input", `wae/${LONG.slice(0, 90)}`);
      await send(page);
      await shown(page, ".failure");
    },
  },
  chat: {
    empty: (page) => page.waitForSelector(".empty"),
    answered: async (page) => {
      await said(page, "parrot", MARKDOWN);
      await page.$eval(".log", (one) => { one.scrollTop = one.querySelector(".model").offsetTop; });
    },
    failed: async (page) => {
      await said(page, "bad-key", LONG, ".failure");
      await page.$eval(".log", (one) => { one.scrollTop = one.scrollHeight; });
    },
    attached: async (page) => {
      await give(page, "drop", ["small", "table", "binary"]);
      await page.waitForFunction(() => document.querySelectorAll("form .attached li").length === 2);
      await page.waitForFunction(() => document.querySelector("form [role=status]").innerText);
    },
  },
  pictures: {
    empty: (page) => page.waitForSelector(".empty"),
    answered: async (page) => {
      await type(page, "section input[list]", "painter-small");
      await type(page, "textarea", "A cat");
      await send(page);
      await shown(page, "figure");
    },
    failed: async (page) => {
      await type(page, "section input[list]", "policy");
      await send(page);
      await shown(page, ".failure");
    },
  },
  forecast: {
    empty: (page) => page.waitForSelector(".empty"),
    answered: async (page) => {
      await send(page);
      await shown(page, ".chart");
    },
    failed: async (page) => {
      await type(page, "section input", "PJM_DC");
      await send(page);
      await shown(page, ".failure");
    },
  },
  network: {
    empty: (page) => page.waitForSelector("form"),
    answered: async (page) => {
      await type(page, "article input", "127.0.0.1");
      await send(page);
      await shown(page, "li");
    },
    failed: async (page) => {
      await type(page, "article input", "no host");
      await send(page);
      await shown(page, ".failure");
    },
  },
  functions: {
    empty: (page) => page.waitForSelector(".function"),
    answered: async (page) => {
      const form = await page.$("[id='function:/password/checker/check']");
      await form.evaluate((one) => { one.open = true; });
      await type(page, "[id='function:/password/checker/check'] input", "hunter2");
      await send(page, "[id='function:/password/checker/check'] form");
      await shown(page, ".result");
      await form.$$eval("details", (all) => all.forEach((one) => { one.open = true; }));
    },
    failed: async (page) => {
      await type(page, "[id='function:/password/checker/check'] input", "");
      await send(page, "[id='function:/password/checker/check'] form");
      await shown(page, ".failure");
    },
  },
};

/** Goes through all states of all panels; `see` is told of each. */
export async function walk(page, see) {
  for (const [panel, states] of Object.entries(STATES)) {
    await go(page, panel);
    for (const [state, reach] of Object.entries(states)) {
      await reach(page);
      await see(panel, state);
    }
  }
}

export { press, text, type, send, shown, said, MARKDOWN };
