// Files that are given to the page, made in the browser.

/** Gives files to the panel as a drop on it, or as a paste into the message. */
export async function give(page, way, names) {
  await page.evaluate(async (how, wanted) => {
    const drawn = async (width, height, noise) => {
      const canvas = new OffscreenCanvas(width, height), context = canvas.getContext("2d");
      context.fillRect(0, 0, width, height);
      for (let x = 0; noise && x < width; x += 2) {
        for (let y = 0; y < height; y += 2) {
          context.fillStyle = `rgb(${(x * 7919 + y * 104729) % 256} ${(x * y) % 256} ${(x * 31 + y * 17) % 256})`;
          context.fillRect(x, y, 2, 2);
        }
      }
      return canvas.convertToBlob();
    };
    const files = {
      small: async () => new File([await drawn(40, 30)], "small.png"),
      large: async () => new File([await drawn(1600, 800, true)], "large.png"),
      table: async () => new File(["a,b\n1,2\n"], "table.csv"),
      binary: async () => new File([new Uint8Array([0, 255, 1])], "app.wasm"),
      empty: async () => new File([], "none.txt"),
      long: async () => new File(["x".repeat(1_000_000)], "long.txt"),
    };
    const data = new DataTransfer();
    for (const name of wanted) data.items.add(await files[name]());
    const more = { bubbles: true, cancelable: true };
    if (how === "drop") document.querySelector(".log").dispatchEvent(new DragEvent("drop", { dataTransfer: data, ...more }));
    else document.querySelector("textarea").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, ...more }));
  }, way, names);
}
