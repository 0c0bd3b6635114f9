"""WIT packages as components: the form in which `wkg`, `wash` and wae publish contracts.

Such a component holds types alone (WIT.md, "Package format"); wasm-tools turns it into text and
back. It brings what it uses of other packages, but no more of them, so those do not count as
contracts of their own.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from wae.binary.versions import split
from wae.build import given
from wae.build.cache import cache_folder
from wae.build.comments import without_comments
from wae.build.tools import BuildError, last_lines, run, tool
from wae.build.tree import Tree, TreeError, read_tree, write_tree
from wae.build.wit import declared, write_contracts

MOST = 16 << 20
"""Bytes of a contract that is fetched."""

_COMPONENT = "root:component"  # what wasm-tools calls a component that is no WIT package


@dataclass(frozen=True)
class WitPackage:
    """``identity`` is `bank:currency@0.1.0`; ``uses`` are the parts of others that it refers to."""

    identity: str
    files: Tree
    uses: Mapping[str, Tree]

    @property
    def name(self) -> str:
        return split(self.identity)[0]

    @property
    def version(self) -> str:
        """Empty where the package says none."""
        return split(self.identity)[1]


def decode(wasm: bytes, whose: str) -> WitPackage:
    """The package in a component. Raises :class:`BuildError` for one that holds none."""
    with tempfile.TemporaryDirectory() as scratch:
        file, out = Path(scratch, "package.wasm"), Path(scratch, "wit")
        file.write_bytes(wasm)
        done = run([tool("wasm-tools"), "component", "wit", file, "--out-dir", out])
        texts = read_tree(out, lambda place: True) if not done.returncode else {}
    files = {name: text for name, text in texts.items() if "/" not in name}
    identity = next(iter(declared(files)), _COMPONENT)
    if identity == _COMPONENT:
        raise BuildError(f"{whose} holds no WIT package", debug=done.stderr)
    uses = {name: {"package.wit": text} for name, text in texts.items() if name not in files}
    return WitPackage(identity, files, uses)


def encode(folder: Path) -> tuple[WitPackage, bytes]:
    """The package in a folder, and its component.

    What it refers to lies in `deps`, or comes with wae. Raises :class:`BuildError`.
    """
    try:
        files = read_tree(folder, lambda place: not place.name.startswith("."))
    except TreeError as error:
        raise BuildError(error.message, hint=error.hint) from None
    except OSError as error:
        raise BuildError(f"{folder} cannot be read: {error.strerror}") from None
    texts = without_comments({n: text for n, text in files.items() if n.endswith(".wit")})
    if not declared(_own(texts)):
        raise BuildError(
            f"{folder} holds no WIT package",
            hint="Name the folder with its .wit files, of which one says `package NAME@VERSION;`",
        )
    with tempfile.TemporaryDirectory() as scratch:
        wit, out = Path(scratch, "wit"), Path(scratch, "package.wasm")
        write_tree(texts, wit)
        known = {name: {"package.wit": t} for name, t in texts.items() if name not in _own(texts)}
        brought = given.with_given(_own(texts), known, cache_folder())
        write_contracts({n: files for n, files in brought.items() if n not in known}, wit)
        done = run([tool("wasm-tools"), "component", "wit", wit, "--wasm", "--output", out])
        if done.returncode:
            problem = last_lines(done.stderr.replace(f"{wit}/", ""), 5)
            raise BuildError(f"{folder}: this is not valid WIT: {problem}", debug=done.stderr)
        wasm = out.read_bytes()
    return decode(wasm, str(folder)), wasm


def _own(texts: Tree) -> Tree:
    return {name: text for name, text in texts.items() if "/" not in name}
