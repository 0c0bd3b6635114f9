// Text from outside: characters that reorder it or hide in it are made visible, as wae does.

const HARMFUL = new RegExp("[\\0-\\x08\\x0b-\\x1f\\x7f-\\x9f\\xad\\u034f\\u061c\\u115f\\u1160" +
  "\\u17b4\\u17b5\\u180b-\\u180f\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u3164" +
  "\\ud800-\\udfff\\ufeff\\uffa0\\ufff0-\\ufffb\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}" +
  "\\u{e0000}-\\u{e0fff}]", "gu");

/** The text with each of them as its code point in braces; tabs and line feeds stay. */
export function harmless(text) {
  return text.replace(HARMFUL, (found) => `\\u{${found.codePointAt(0).toString(16)}}`);
}
