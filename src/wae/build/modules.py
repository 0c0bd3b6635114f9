"""Makes a component of a core module that says, in a custom section, which world it is for.

That is what compilers for WebAssembly leave behind that know of WIT, before their last step.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from wae.binary.writer import MODULE_PREAMBLE
from wae.build.tools import BuildError, last_lines, run, tool


def is_module(binary: bytes) -> bool:
    return binary.startswith(MODULE_PREAMBLE)


def component_of(module: bytes) -> bytes:
    """The component that `wasm-tools component new` makes of a core module.

    Raises :class:`BuildError` for a module that says nothing of a world, or that needs what its
    world does not import.
    """
    if b"wasi_snapshot_preview1" in module or b"wasi_unstable" in module:
        raise BuildError(
            "this is a core module for WASI preview 1",
            hint="Make a component of it: wasm-tools component new --adapt ADAPTER.wasm",
        )
    if b"component-type" not in module:
        raise BuildError(
            "this is a core module that does not say for which world it is",
            hint="Give it one: wasm-tools component embed WIT MODULE.wasm",
        )
    with tempfile.TemporaryDirectory() as scratch:
        file, made = Path(scratch, "module.wasm"), Path(scratch, "component.wasm")
        file.write_bytes(module)
        done = run([tool("wasm-tools"), "component", "new", file, "-o", made])
        if done.returncode:
            raise BuildError(
                "no component can be made of this core module: "
                f"{last_lines(done.stderr.replace(str(file), 'MODULE.wasm'))}"
            )
        return made.read_bytes()
