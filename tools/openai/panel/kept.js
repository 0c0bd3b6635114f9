// The conversation, kept in this tab: over a reload, not after the tab is closed.

const KEY = "wae-chat";

/** What was said: `{ role, content, note, attached }` each. */
export function kept() {
  try {
    const found = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter(({ content }) => typeof content === "string") : [];
  } catch {
    return [];
  }
}

/** Keeps as much of it as the browser has room for. What a reload will lose, in words; "" if nothing. */
export function keep(turns) {
  if (stored(turns)) return "";
  if (stored(turns.map(withoutContent))) return "Attachments are too large to be kept over a reload; the rest is kept.";
  sessionStorage.removeItem(KEY);
  return "The conversation is too large to be kept over a reload.";
}

function stored(turns) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(turns));
    return true;
  } catch {
    return false;
  }
}

function withoutContent({ attached, ...turn }) {
  return { ...turn, attached: attached?.map(({ data, ...rest }) => rest) };
}
