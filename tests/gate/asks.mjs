// node asks.mjs '[[method, name, scheme, authority, path, headers, modes], …]'
// What the app beside this file says of each, as JSON.
import { requests } from './app.js';

const asks = JSON.parse(process.argv[2]);
const answers = asks.map(([method, name, scheme, authority, path, headers, modes]) =>
  requests.send(
    method, name, scheme, authority ?? undefined, path ?? undefined,
    headers.map(([key, value]) => [key, new Uint8Array(value)]), modes,
  ));
console.log(JSON.stringify(answers));
process.exit(0);
