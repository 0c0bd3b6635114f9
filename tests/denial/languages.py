"""Sealed programs in C and Go, made with compilers from PyPI.

What is built is kept by what it is made of.
"""

import hashlib
import os
import subprocess
import sysconfig
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.foreign.javascript import javascript_component
from tests.peers.python_peer import PACKAGES

from wae.atomic_write import write_atomically
from wae.binary.decode import decode_component
from wae.build import modules
from wae.build.app import build_app, write_app
from wae.build.progress import Progress
from wae.compose import ComponentSpec, encode, plan
from wae.manifest import load_manifest

HERE = Path(__file__).parent
CACHE = HERE.parents[1] / ".cache" / "languages"
COMMAND, REACTOR = "command", "reactor"
WASM_TOOLS = Path(sysconfig.get_path("scripts"), "wasm-tools")


def c_component(kind: str) -> Path:
    """The C program as a command, or as a reactor that exports `tries`."""
    compiler = _peer("ziglang") / "zig"
    options = ["-DREACTOR", "-mexec-model=reactor"] if kind == REACTOR else []
    command = [compiler, "cc", "-target", "wasm32-wasi", "-Os", *options, "-o"]
    zig = {"ZIG_GLOBAL_CACHE_DIR": str(CACHE / "zig"), "ZIG_LOCAL_CACHE_DIR": str(CACHE / "zig")}
    return _adapted("c", kind, [HERE / "c" / "tries.c"], command, zig)


def go_component(kind: str) -> Path:
    """The Go program as a command, or as a reactor that exports `tries`."""
    root = _peer("go")
    options = ["-buildmode=c-shared"] if kind == REACTOR else []
    command = [root / "bin" / "go", "build", "-C", HERE / "go", "-ldflags=-s -w", *options, "-o"]
    go = {"GOROOT": str(root), "GOOS": "wasip1", "GOARCH": "wasm", "GOTOOLCHAIN": "local"}
    go |= {"GOCACHE": str(CACHE / "go"), "GOPATH": str(CACHE / "gopath"), "GOPROXY": "off"}
    return _adapted("go", kind, [HERE / "go" / "main.go", HERE / "go" / "go.mod"], command, go)


def python_app(output: Path) -> Path:
    """An app of the Python program alone, without any grant."""
    manifest = load_manifest(HERE / "python" / "wae.toml")
    write_app(build_app(manifest, Progress(quiet=True)), output)
    return output


def javascript_app(output: Path) -> Path:
    return sealed("javascript", javascript_component(HERE / "javascript"), output)


def sealed(name: str, component: Path, output: Path) -> Path:
    """An app of this component alone, without any grant."""
    binary = component.read_bytes()
    planned = plan([ComponentSpec(name, binary, decode_component(binary))], [name])
    write_atomically(output, encode(planned, name))
    return output


def _peer(name: str) -> Path:
    folder = PACKAGES / name
    if not folder.is_dir():
        pytest.skip(f"the Python package of {name} is not installed: run scripts/peers")
    return folder


def _adapted(
    language: str,
    kind: str,
    sources: list[Path],
    command: list[str | Path],
    environment: Mapping[str, str],
) -> Path:
    """The component around the preview 1 module that a compiler makes of the sources.

    `command` lacks the output's name; sources are added for compilers that take them.
    """
    made_of = [*sources, HERE / "tries.wit", Path(__file__), Path(modules.__file__)]
    digest = hashlib.sha256(b"".join(hashlib.sha256(p.read_bytes()).digest() for p in made_of))
    output = CACHE / f"{language}-{kind}-{digest.hexdigest()[:24]}.wasm"
    if not output.is_file():
        write_atomically(output, _built(language, kind, sources, command, environment))
    return output


def _built(
    language: str,
    kind: str,
    sources: list[Path],
    command: list[str | Path],
    environment: Mapping[str, str],
) -> bytes:
    with tempfile.TemporaryDirectory() as scratch:
        core = Path(scratch, "core.wasm")
        given = sources if language == "c" else []
        _run([*command, core, *given], environment)
        if kind == REACTOR:
            _run([WASM_TOOLS, "component", "embed", HERE / "tries.wit", core, "-o", core])
        return modules.component_of(core.read_bytes())


def _run(command: list[str | Path], environment: Mapping[str, str] | None = None) -> None:
    Path(command[0]).chmod(0o755)
    done = subprocess.run(
        [str(part) for part in command],
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.fail(f"{Path(command[0]).name}: {done.stdout}{done.stderr}")
