// Bytes as text, as JSON has them.

/** The Base64 text of a file's bytes. Rejects where they cannot be read. */
export function base64(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result.split(",")[1] ?? ""));
    reader.addEventListener("error", () => reject(reader.error));
    reader.readAsDataURL(blob);
  });
}

/** How the text of pictures begins, and what they are. */
const PICTURES = [["iVBORw0KGgo", "png"], ["/9j/", "jpeg"], ["UklGR", "webp"], ["R0lGOD", "gif"]];

/** `png`, `jpeg`, `webp` or `gif`; undefined for the text of anything else. */
export function pictureType(text) {
  return PICTURES.find(([start]) => text.startsWith(start))?.[1];
}
