// The conversation, kept in this tab: over a reload, not after the tab is closed.

const KEY = "wae-chat";

/** What was said: `{ role, content, note }` each. */
export function kept() {
  try {
    const found = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter(({ content }) => typeof content === "string") : [];
  } catch {
    return [];
  }
}

/** Keeps it, unless it is more than the browser has room for. */
export function keep(turns) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(turns));
  } catch {
    sessionStorage.removeItem(KEY);
  }
}
