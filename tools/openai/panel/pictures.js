// Pictures from words.

import { call } from "../../api.js";
import { element, empty, labelled, once } from "../../dom.js";
import { answered, shown } from "../../shown.js";
import { modelField } from "./models.js";

const SIZES = [["", "as the model likes"], ["1024x1024", "square"], ["1536x1024", "wide"], ["1024x1536", "tall"]];
const MOST = 4;

/** The panel. */
export function pictures(description) {
  const model = modelField(description, "wae-picture-model", (id) => /image|dall|paint|flux|diffusion/i.test(id));
  const prompt = element("textarea", { rows: 3, required: true });
  const size = element("select", {}, SIZES.map(([value, text]) => element("option", { value }, text)));
  const count = element("input", { type: "number", min: 1, max: MOST, value: 1, required: true });
  const output = element("div", { class: "output", "aria-live": "polite" },
    empty("Describe a picture. It stays on this page: save what you want to keep."));
  const button = element("button", { class: "primary" }, "Draw");
  const form = element("form", { class: "card", submit: (event) => {
    event.preventDefault();
    once(button, () => answered(output, "Drawing… This takes up to a minute.", () =>
      drawn({ model: model.control.value, prompt: prompt.value, count: Number(count.value),
        options: size.value ? JSON.stringify({ size: size.value }) : null, sources: [], mask: null }), form));
  } }, labelled("Description", prompt),
  element("div", { class: "inline" }, model.node, labelled("Shape", size), labelled("How many", count), button));
  return element("section", { "aria-labelledby": "pictures-title" },
    element("h2", { id: "pictures-title" }, "Pictures"), form, output);
}

async function drawn(order) {
  const { outcomes } = await call("/openai/images/draw", { order });
  return element("div", { class: "pictures" }, outcomes.map((one, place) => made(one, order.prompt, place + 1)));
}

/** One of them, or what came instead. */
function made({ picture, elsewhere, unusable }, prompt, number) {
  if (!picture) {
    const words = elsewhere ? "The server kept it, and it could not be fetched." : "What came is no picture.";
    return element("div", { class: "failure" }, words, shown(elsewhere?.url ?? unusable));
  }
  const { data, format } = picture;
  const revised = picture["revised-prompt"];
  return element("figure", { class: "card" },
    element("img", { class: "picture", alt: prompt, src: `data:image/${format};base64,${data}` }),
    element("figcaption", { class: "stack" }, revised ? element("span", { class: "muted" }, revised) : null,
      element("a", { href: `data:image/${format};base64,${data}`, download: `picture-${number}.${format}` },
        `Save as picture-${number}.${format}`)));
}
