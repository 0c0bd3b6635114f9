// The page of examples/shop.

import { open, submit } from "./steps.mjs";

/** What the shop sells, by its form. */
export async function products(page) {
  const functions = await page.$$eval(".function summary > code", (all) => all.map((one) => one.innerText));
  const form = await open(page, "orders · catalogue · products");
  return { functions, products: await submit(form, page) };
}
