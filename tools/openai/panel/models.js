// The field for a model's name, which offers those that the server has.

import { Problem, call } from "../../api.js";
import { element, freshId, labelled } from "../../dom.js";

const LIST = "/openai/models/list-models";

/** `{ node, control }`; the name is kept under `key` as long as the tab is. `offers` says which of the
 * server's models to list. */
export function modelField(description, key, offers = () => true) {
  const names = element("datalist", { id: freshId() });
  const control = element("input", { list: names.id, required: true, autocomplete: "off",
    spellcheck: "false", autocapitalize: "off", value: sessionStorage.getItem(key) ?? "",
    change: () => sessionStorage.setItem(key, control.value) });
  if (LIST in description.paths) offer(names, control, offers);
  return { node: [labelled("Model", control), names], control };
}

async function offer(names, control, offers) {
  try {
    const found = (await call(LIST, {})).filter(({ id }) => offers(id));
    names.append(...found.map(({ id }) => element("option", { value: id })));
    if (found.length === 1) control.value ||= found[0].id;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    // Without a list, the name of a model is typed.
  }
}
