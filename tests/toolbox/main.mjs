// Runs the JavaScript that jco makes of the toolbox, with the arguments of this program.
import { _setArgs } from "@bytecodealliance/preview2-shim/cli";

_setArgs(["wae", ...process.argv.slice(2)]);
const { run } = await import("./toolbox.js");
run.run();
