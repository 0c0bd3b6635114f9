"""The types and doc comments of a component's world, as a module for `wae.contract.own`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from wae.binary import types as wit
from wae.binary.decode import decode_component
from wae.build.docs import texts
from wae.build.tools import BuildError, last_lines, run, tool
from wae.contract import stored
from wae.contract.docs import Docs, clean

RECIPE = "1"  # raise it when the module is another for the same world


def data_module(name: str, folder: Path, world: str) -> bytes:
    """The module for the component ``name``, whose ``world`` is in the WIT in ``folder``.

    Raises :class:`BuildError`.
    """
    component = _type(name, folder, world)
    docs = Docs({path: clean(text) for path, text in texts(folder)})
    text = stored.write(component, docs)
    return f'"""Made by the build: the contract of this component."""\n\nTEXT = {text!r}\n'.encode()


def _type(name: str, folder: Path, world: str) -> wit.ComponentType:
    """The type of a component of this world, by one that does nothing."""
    with tempfile.TemporaryDirectory() as scratch:
        module, made = Path(scratch, "module.wasm"), Path(scratch, "component.wasm")
        embed: list[str | Path] = ["embed", "--dummy", "--world", world, folder, "-o", module]
        for step in (embed, ["new", module, "-o", made]):
            done = run([tool("wasm-tools"), "component", *step])
            if done.returncode:
                raise BuildError(
                    f'component "{name}": its contract cannot be read: {last_lines(done.stderr)}',
                    debug=done.stderr,
                )
        return decode_component(made.read_bytes())
