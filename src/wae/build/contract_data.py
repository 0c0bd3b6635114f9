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

RECIPE = "2"  # raise it when the module is another for the same world


def data_module(name: str, folder: Path, world: str) -> bytes:
    """The module for the component ``name``, whose ``world`` is in the WIT in ``folder``.

    Raises :class:`BuildError`.
    """
    text = contract_text(name, folder, world)
    return f'"""Made by the build: the contract of this component."""\n\nTEXT = {text!r}\n'.encode()


def contract_text(name: str, folder: Path, world: str) -> str:
    """Type and doc comments of all that a world reaches, as :mod:`wae.contract.stored` has them."""
    kind = read_type(name, folder, world)
    reached = {*kind.imports, *kind.exports}
    docs = {p: clean(text) for p, text in texts(folder) if p.partition("#")[0] in reached}
    return stored.write(kind, Docs(docs))


def read_type(name: str, folder: Path, world: str) -> wit.ComponentType:
    """The type of a component of this world, by one that does nothing.

    The ``world`` of the component ``name`` is in the WIT in ``folder``. Raises :class:`BuildError`.
    """
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
