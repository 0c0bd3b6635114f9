// node componentize.mjs PACKAGE SOURCE.js WIT WORLD OUT.wasm
// Makes a JavaScript module into a component; PACKAGE is the folder of componentize-js.
import { writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

const [library, sourcePath, witPath, worldName, output] = process.argv.slice(2);
const { componentize } = await import(pathToFileURL(`${library}/src/componentize.js`).href);
const { component } = await componentize({ sourcePath, witPath, worldName });
await writeFile(output, component);
