// node mcp_client.mjs MODULES URL | node mcp_client.mjs MODULES COMMAND ARGUMENT...: what the
// protocol's TypeScript client gets of the app `echo`, as JSON.

import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [modules, ...address] = process.argv.slice(2);
const require = createRequire(pathToFileURL(`${modules}/x.js`));
const load = (name) => import(pathToFileURL(require.resolve(`@modelcontextprotocol/sdk/${name}`)));
const { Client } = await load("client/index.js");

async function transport() {
  if (address.length === 1) {
    const { StreamableHTTPClientTransport } = await load("client/streamableHttp.js");
    return new StreamableHTTPClientTransport(new URL(address[0]));
  }
  const { StdioClientTransport } = await load("client/stdio.js");
  return new StdioClientTransport({
    command: address[0], args: address.slice(1), env: process.env, stderr: "inherit",
  });
}

const LONG = { timeout: 300_000 };
const client = new Client({ name: "test", version: "1" });
await client.connect(await transport());
const call = (name, given = {}, options = {}) =>
  client.callTool({ name, arguments: given }, undefined, { ...LONG, ...options });

const { tools } = await client.listTools();
const count = await call("echo_failures_count");
const failed = await call("echo_failures_fail", { reason: "why" });
const unknown = await call("echo_failures_cuont").catch((error) => error.message);

/** A call that never ends is cancelled when it has told of itself. */
async function cancelled() {
  const stop = new AbortController(), told = [];
  const onprogress = (progress) => { told.push(progress); stop.abort("enough"); };
  const options = { signal: stop.signal, onprogress };
  const end = await call("echo_failures_sleep", { seconds: 3600 }, options)
    .catch((error) => String(error.message ?? error));
  return { told, end };
}

const { told, end } = await cancelled();
const after = await call("echo_failures_count");
const { resources } = await client.listResources();
const texts = [];
for (const { uri } of resources) texts.push((await client.readResource({ uri })).contents[0]);
const picture = await call("echo_values_optional", { value: process.env.PICTURE });
const uri = /wae:\S+/.exec(picture.structuredContent.result)[0];
const kept = (await client.readResource({ uri })).contents[0];
await client.close();
console.log(JSON.stringify({
  tools, count, failed, unknown, told, end, after, resources, texts, picture, kept,
}));
