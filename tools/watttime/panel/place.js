// Where the reader is: from the browser or by the address, and only after they said so.

import { Problem, call } from "../../api.js";
import { choose } from "../../choose.js";

const BY_ADDRESS = "/watttime/location/by-address";

/** The region there by the signal, `{ signal }` or `{}`, as `{ code, name, where }`; null if they would rather not say. Raises Problem. */
export async function place(description, signal) {
  const options = [];
  if ("geolocation" in navigator && isSecureContext) options.push(["browser", "Ask the browser"]);
  if (BY_ADDRESS in description.paths) options.push(["address", "Look up the address"]);
  const way = await choose("Where are you?", [
    "The service that is asked, WattTime or Electricity Maps, gets to know the place, rounded to some ten kilometres.",
    "The browser knows it and asks you first. Looking it up by this machine's public IP address tells that address to a third party.",
  ], options);
  if (way === null) return null;
  const found = way === "browser" ? await fromBrowser() : await call(BY_ADDRESS, {});
  const [latitude, longitude] = [found.latitude, found.longitude].map((one) => Math.round(one * 10) / 10);
  const region = await call("/watttime/emissions/locate", { latitude, longitude, ...signal });
  return { ...region, where: found.name };
}

function fromBrowser() {
  return new Promise((resolve, reject) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude } }) => resolve({ latitude, longitude, name: "Here" }),
      ({ code }) => reject(new Problem({ title: "No place", detail: code === 1
        ? "The browser may not tell it. Allow it in the browser's settings, or give a region"
        : "The browser does not know it. Give a region" })),
      { timeout: 20_000, maximumAge: 600_000 });
  });
}
