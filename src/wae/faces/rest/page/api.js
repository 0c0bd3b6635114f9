// The server's functions: calls, streams, and the token that they may need.

const KEY = "wae-token";

/** An answer that is an error: problem details (RFC 9457). */
export class Problem extends Error {
  constructor(details) {
    super(details.detail ?? details.title ?? "The server gave no answer");
    this.details = details;
  }
}

/** The OpenAPI description, and where the server's files are, if it serves any. */
export async function describe() {
  const answer = await fetch("/openapi.json");
  const files = /^<([^>]*)>; rel="collection"$/.exec(answer.headers.get("link") ?? "")?.[1];
  return { description: await answer.json(), files };
}

/** What a function returns. `body` is the JSON text of its arguments, or an object of them. */
export async function call(path, body) {
  const answer = await asked(path, body);
  return parsed(await answer.text());
}

/** The values of a stream, as they come. */
export async function* stream(path, body, signal) {
  const answer = await asked(path, body, signal);
  for await (const { name, data } of events(answer.body)) {
    if (name === "item") yield parsed(data);
    else if (name === "error") throw new Problem(JSON.parse(data));
    else if (name === "end") return;
  }
  throw new Problem({ title: "The stream broke off" });
}

async function asked(path, body, signal) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const headers = { "content-type": "application/json" };
  const token = sessionStorage.getItem(KEY);
  if (token) headers.authorization = `Bearer ${token}`;
  const answer = await fetch(path, { method: "POST", headers, body: text, signal }).catch(lost);
  if (answer.ok) return answer;
  const details = await answer.json().catch(() => ({ title: answer.statusText }));
  // With `error` it is the function that was not let in elsewhere.
  if (answer.status !== 401 || "error" in details) throw new Problem(details);
  // Another call may have asked for a new one meanwhile.
  if (sessionStorage.getItem(KEY) === token) await askToken(token !== null);
  return asked(path, body, signal);
}

function lost(error) {
  if (error.name === "AbortError") throw error;
  throw new Problem({ title: "The server cannot be reached" });
}

let asking = null;

/** Asks for the token; a Problem if there is none to be had. */
function askToken(refused) {
  asking ??= new Promise((resolve, reject) => {
    const dialog = document.getElementById("token");
    const input = document.getElementById("token-value");
    const note = document.getElementById("token-note");
    note.textContent = refused ? "The server does not know this token." : "";
    input.value = dialog.returnValue = "";
    dialog.addEventListener("close", () => {
      const given = input.value;
      input.value = "";
      asking = null;
      if (!dialog.returnValue) return reject(new Problem({ title: "No token was given" }));
      sessionStorage.setItem(KEY, given);
      return resolve();
    }, { once: true });
    dialog.showModal();
  });
  return asking;
}

async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      text += value;
      const blocks = text.split("\n\n");
      text = blocks.pop();
      for (const block of blocks) yield parsedEvent(block);
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

function parsedEvent(block) {
  const found = { name: "", data: "" };
  for (const line of block.split("\n")) {
    if (line.startsWith("event: ")) found.name = line.slice(7);
    if (line.startsWith("data: ")) found.data = line.slice(6);
  }
  return found;
}

/** JSON, in which whole numbers that JavaScript would round stay text. */
export function parsed(text) {
  return JSON.parse(text, (_, value, context) => {
    const rounded = typeof value === "number" && context?.source && Number.isInteger(value) &&
      !Number.isSafeInteger(value);
    return rounded ? context.source : value;
  });
}
