// How far this server's clock is off.

import { call } from "../../api.js";
import { element } from "../../dom.js";

const LEAPS = { insert: "a second is inserted today", delete: "a second is left out today" };

/** What a time server says, in words. */
export async function clock(host) {
  const answer = await call("/net/time-server/ask", { host, port: 123, questions: 1, timeout: 5000 });
  const { offset, delay, transmit } = answer.samples[answer.best];
  const facts = [["Off by", `${signed(offset)} s, give or take ${(delay / 2).toFixed(6)} s`],
    ["Its time", new Date(Number(BigInt(transmit) / 1_000_000n)).toLocaleString(undefined,
      { dateStyle: "medium", timeStyle: "medium" })],
    ["Server", `${answer.address.ip}, stratum ${answer.stratum}, from ${answer.reference}`],
    ["Leap second", LEAPS[answer.leap]]].filter(([, text]) => text);
  return element("div", { class: "stack" }, element("p", {}, element("strong", {}, verdict(offset, delay))),
    element("dl", {}, facts.map(([term, text]) =>
      element("div", {}, element("dt", {}, term), element("dd", {}, text)))));
}

function verdict(offset, delay) {
  if (Math.abs(offset) <= delay / 2) return "This machine's clock is right, as far as can be told.";
  return `This machine's clock is ${Math.abs(offset).toPrecision(3)} s ${offset > 0 ? "slow" : "fast"}.`;
}

function signed(seconds) {
  return `${seconds < 0 ? "−" : "+"}${Math.abs(seconds).toFixed(6)}`;
}
