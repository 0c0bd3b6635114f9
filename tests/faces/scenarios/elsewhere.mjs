// A page of another origin that calls a server.

/** What the page can read of the server at `extra`, with the token that `extra` has after a space. */
export async function calls(page, { extra }) {
  const [server, token] = extra.split(" ");
  return page.evaluate(async (url, bearer) => {
    const read = async (path, options) => {
      const answer = await fetch(url + path, options).catch((error) => error);
      if (answer instanceof Error) return "refused";
      return [answer.status, answer.headers.get("retry-after"), (await answer.text()).slice(0, 200)];
    };
    const post = (path, body, more = {}) => read(path, { method: "POST", body: JSON.stringify(body),
      headers: { "content-type": "application/json", authorization: `Bearer ${bearer}`, ...more } });
    return {
      result: await post("/echo/values/optional", { value: "far" }),
      failed: await post("/echo/failures/fail", { reason: "because" }),
      stream: await post("/echo/counters/open", { end: 2 }),
      unknown: await post("/echo/nothing", {}),
      untold: await post("/echo/values/optional", { value: "far" }, { authorization: "" }),
      described: await read("/openapi.json"),
      header: await post("/echo/values/optional", { value: "far" }, { "x-more": "1" }),
      cookies: await read("/openapi.json", { credentials: "include" }),
      page: await read("/"),
      files: await read("/files/a.txt", { headers: { authorization: `Bearer ${bearer}` } }),
    };
  }, server, token);
}
