// What the server still has to compile, in words, until it has it all.

const PAUSE = 1000; // milliseconds

/** Says in `line` what `/readyz` says, and hides it once the server is ready. */
export async function follow(line) {
  for (;;) {
    const words = await state();
    line.textContent = words;
    line.hidden = !words;
    if (!words) return;
    await new Promise((resolve) => { setTimeout(resolve, PAUSE); });
  }
}

async function state() {
  const answer = await fetch("/readyz").catch(() => null);
  if (answer === null) return ""; // the next call says that the server cannot be reached
  if (!answer.ok) return (await answer.json().catch(() => ({}))).detail ?? "";
  const [, doing] = /^ready; (.*)\n$/.exec(await answer.text()) ?? [];
  return doing ? `The server answers; ${doing}` : "";
}
