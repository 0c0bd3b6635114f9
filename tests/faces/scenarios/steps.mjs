// Steps that scenarios share.

/** The text that a person sees in an element. */
export const text = (page, selector) => page.$eval(selector, (one) => one.innerText);

/** Goes to one of the page's panels. */
export async function go(page, name) {
  await page.evaluate((hash) => { location.hash = hash; }, name);
  await page.waitForFunction((hash) => document.querySelector("nav a[aria-current]")
    ?.hash === `#${hash}`, {}, name);
}

/** The form of a function, opened. */
export async function open(page, path) {
  const form = await page.evaluateHandle((wanted) => [...document.querySelectorAll(".function")]
    .find((one) => one.querySelector("summary > code").textContent === wanted), path);
  await form.evaluate((one) => { one.open = true; });
  return form;
}

/** Puts values into controls by their path. */
export async function fill(form, values) {
  await form.evaluate((one, given) => {
    for (const [path, value] of Object.entries(given)) {
      const control = [...one.querySelectorAll("[data-path]")].find((x) => x.dataset.path === path);
      if (typeof value === "boolean") control.checked = value;
      else control.value = value;
      control.dispatchEvent(new Event("change"));
    }
  }, values);
}

/** Presses one of the form's buttons, by its words. */
export async function press(form, words) {
  await form.evaluate((one, wanted) => {
    [...one.querySelectorAll("button")].find((button) => button.innerText === wanted).click();
  }, words);
}

/** Calls the function, and gives what the form then shows. */
export async function submit(form, page) {
  await form.evaluate((one) => one.querySelector("button.primary").click());
  await page.waitForFunction((one) => !one.querySelector("button.primary[aria-disabled]") &&
    one.querySelector(".output .result, .output .failure"), {}, form);
  return form.evaluate((one) => one.querySelector(".output").innerText);
}

/** What has the focus, as a person would call it. */
export const focused = (page) => page.evaluate(() => {
  const one = document.activeElement;
  return one.labels?.[0]?.innerText ?? (one.innerText || one.id || one.tagName);
});
