// What goes with a question: pictures and texts, read from files.

import { base64, pictureType } from "../../base64.js";
import { element } from "../../dom.js";

/** Characters of the attachments of one conversation, which goes to the server with each question: a
 * request may have 1 MiB. */
export const LARGEST = 900_000;
const FILE = 25_000_000; // bytes
const SIDE = 1024; // pixels: more is made smaller, as services do themselves
const SMALL = 250_000; // characters of a picture that may be larger than that

/** The attachment in a file, `{ name, kind, data, size }`, where `kind` is `text` or that of a
 * picture, and `data` is text or Base64. Throws an Error in words for what cannot be attached. */
export async function read(file) {
  const name = file.name || "pasted";
  if (file.size > FILE) throw new Error(`${name} has ${size(file.size)}: the most is ${size(FILE)}.`);
  if (!file.size) throw new Error(`${name} is empty.`);
  const data = await base64(file).catch(() => { throw new Error(`${name} cannot be read.`); });
  const kind = pictureType(data);
  if (!kind) return { name, kind: "text", data: await text(file, name), size: file.size };
  if (data.length <= SMALL) return { name, kind, data, size: file.size };
  const small = await smaller(file, name);
  return { name, kind: "jpeg", data: await base64(small), size: small.size };
}

async function text(file, name) {
  try {
    const words = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
    if (!words.includes("\0")) return words;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  throw new Error(`${name} is neither a picture (PNG, JPEG, WebP, GIF) nor text.`);
}

/** The picture with at most SIDE pixels on each side, on white, as JPEG. */
async function smaller(file, name) {
  const picture = await createImageBitmap(file).catch(() => {
    throw new Error(`${name} is a picture that this browser cannot read.`);
  });
  const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(picture.width * scale)),
    Math.max(1, Math.round(picture.height * scale)));
  const context = canvas.getContext("2d");
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: "image/jpeg", quality: 0.85 });
}

/** The characters that they have. */
export function characters(attached) {
  return attached.reduce((sum, { data }) => sum + (data?.length ?? 0), 0);
}

/** A turn as the contract's message: texts after the words, which every model reads; pictures
 * beside them. What a reload has lost is left out. */
export function message({ role, content, attached = [] }) {
  const there = attached.filter(({ data }) => data);
  const texts = there.filter(({ kind }) => kind === "text").map(({ name, data }) => `${name}:\n\n${data}`);
  const pictures = there.filter(({ kind }) => kind !== "text").map(({ data }) => data);
  return { role, content: [content, ...texts].filter(Boolean).join("\n\n"),
    ...(pictures.length ? { pictures } : {}) };
}

/** A list of attachments: pictures small, each with its name and size; with `remove`, a button that
 * takes one away. */
export function listed(attached, remove) {
  return element("ul", { class: "attached", "aria-label": "Attachments" }, attached.map((one) =>
    element("li", {}, one.data && one.kind !== "text"
      ? element("img", { alt: one.name, src: `data:image/${one.kind};base64,${one.data}` }) : null,
    element("span", {}, element("span", {}, one.name), " ",
      element("span", { class: "muted" }, one.data ? size(one.size) : "not kept over the reload")),
    remove ? element("button", { type: "button", class: "small", "aria-label": `Remove ${one.name}`,
      click: () => remove(one) }, "Remove") : null)));
}

/** `1.5 MB`. */
export function size(bytes) {
  const [unit, name] = bytes >= 1e6 ? [1e6, "MB"] : bytes >= 1e3 ? [1e3, "kB"] : [1, "bytes"];
  return `${(bytes / unit).toLocaleString("en", { maximumSignificantDigits: 2 })} ${name}`;
}
