"""WASI 0.3 as jco ships it: its WIT, its interfaces, and components of worlds that use it."""

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from tests.peers.npm_server import package

from tests import dummy
from wae.binary.decode import decode_component
from wae.binary.types import Interface

VERSION = "0.3.0"


def wit(version: str = VERSION) -> Path:
    """The folder with the packages; skips the test where jco is not installed."""
    return package("@bytecodealliance/jco") / "lib/wit/builtin" / version


def names() -> list[str]:
    """Every interface but those that only a command or a server exports."""
    return [
        f"wasi:{folder.name.removeprefix('wasi-')}/{line.split()[1]}@{VERSION}"
        for folder in sorted(wit().iterdir())
        for line in (folder / "package.wit").read_text().splitlines()
        if line.startswith("interface ") and line.split()[1] != "run"
    ]


def component(
    imports: Iterable[str], exports: Iterable[str] = (), core: str = "", own: str = ""
) -> bytes:
    """A component with these interfaces, and `core` as its core module; traps without one.

    `own` is more WIT of its package, `t:t`.
    """
    lines = [f"import {name};" for name in imports] + [f"export {name};" for name in exports]
    return embed(f"package t:t;\n{own}\nworld w {{ {' '.join(lines)} }}\n", core)


def embed(root: str, core: str = "", world: str = "w", version: str = VERSION) -> bytes:
    """A component of a world in this WIT, with `core` as its core module; traps without one."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(wit(version), folder / "wit/deps")
        (folder / "wit/root.wit").write_text(root)
        (folder / "core.wat").write_text(core)
        given = (folder / "wit", folder / "core.wat") if core else ("--dummy", folder / "wit")
        made = dummy.wasm_tools("component", "embed", "--all-features", "--world", world, *given)
    assert made.returncode == 0, made.stderr.decode()
    done = dummy.wasm_tools("component", "new", "-", given=made.stdout)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def interfaces() -> dict[str, Interface]:
    """All of them, as a component that imports them has them."""
    imports = decode_component(component(names())).imports
    return {name: item for name, item in imports.items() if isinstance(item, Interface)}
