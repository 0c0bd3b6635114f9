"""Makes a component of a core module, as the last step of a compiler for WebAssembly would.

Such a module says in a custom section for which world it is, or it was made for WASI preview 1,
whose functions an adapter gives it: a module that stands between it and WASI 0.2. The two adapters
here, for commands and for libraries, are those of Wasmtime.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from wae.binary.reader import Cursor
from wae.binary.writer import MODULE_PREAMBLE
from wae.build.tools import BuildError, last_lines, run, tool

_PREVIEW1 = "wasi_snapshot_preview1"
_ADAPTERS = Path(__file__).with_name("adapters")
_IMPORTS, _EXPORTS = 2, 7  # sections of a core module (core specification 2.0, section 5.5.2)


def is_module(binary: bytes) -> bool:
    return binary.startswith(MODULE_PREAMBLE)


def component_of(module: bytes) -> bytes:
    """The component that `wasm-tools component new` makes of a core module, with an adapter for
    what it imports of WASI preview 1.

    Raises :class:`BuildError` for a module that says nothing of a world and is no command either,
    or that needs what its world does not import; BinaryError for one that ends too early.
    """
    sections = _sections(module)
    is_command = _named("_start", sections.get(_EXPORTS))
    imports = sections.get(_IMPORTS)
    if _named("wasi_unstable", imports):
        raise BuildError(
            "this is a core module for WASI preview 0, which has no adapter",
            hint="Compile it for WASI preview 1 or later",
        )
    if b"component-type" not in module and not (is_command and _named(_PREVIEW1, imports)):
        raise BuildError(
            "this is a core module that does not say for which world it is",
            hint="Give it one: wasm-tools component embed WIT MODULE.wasm",
        )
    adapter = _ADAPTERS / f"{_PREVIEW1}.{'command' if is_command else 'reactor'}.wasm"
    with tempfile.TemporaryDirectory() as scratch:
        file, made = Path(scratch, "module.wasm"), Path(scratch, "component.wasm")
        file.write_bytes(module)
        # The adapter takes its memory itself: Go's allocator has none to give while Go starts. Who
        # does not need it gets none, for WASI would be imported in its version, not in the world's.
        adapting = ["--adapt", f"{_PREVIEW1}={adapter}", "--realloc-via-memory-grow"]
        options = adapting if _named(_PREVIEW1, imports) else []
        done = run([tool("wasm-tools"), "component", "new", file, "-o", made, *options])
        if done.returncode:
            raise BuildError(
                "this core module cannot be made into a component: "
                f"{last_lines(done.stderr.replace(str(file), 'MODULE.wasm'))}"
            )
        return made.read_bytes()


def embedded(module: bytes, wit: Path, world: str) -> bytes:
    """A core module that says for which world it is: as it is if it does so itself.

    ``wit`` is the folder of the world. Raises :class:`BuildError` where wasm-tools cannot say it.
    """
    if b"component-type" in module:
        return module
    with tempfile.TemporaryDirectory() as scratch:
        file, made = Path(scratch, "module.wasm"), Path(scratch, "embedded.wasm")
        file.write_bytes(module)
        done = run([tool("wasm-tools"), "component", "embed", "-w", world, "-o", made, wit, file])
        if done.returncode:
            raise BuildError(
                f"this is a core module that does not fit its world: {last_lines(done.stderr)}"
            )
        return made.read_bytes()


def _sections(module: bytes) -> dict[int, bytes]:
    """What is in the sections of a core module, by number; of custom ones, in the last."""
    cursor = Cursor(module, len(MODULE_PREAMBLE))
    sizes = {}
    while not cursor.done:
        number = cursor.byte()
        sizes[number] = bytes(cursor.take(cursor.u32()))
    return sizes


def _named(name: str, section: bytes | None) -> bool:
    """Whether the name occurs in a section, as the binary format writes one that is short."""
    return bytes([len(name)]) + name.encode() in (section or b"")
