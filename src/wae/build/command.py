"""Components that their own toolchain makes: a command, run in the component's folder.

It gets the world, with all contracts that it refers to, in the folder WAE_WIT (packages below
``deps``, as tools for WIT want them), and may write the component to the file WAE_OUTPUT. What it
made is kept by what it was made from, and pinned in the lock.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from wae.build import cache as kept
from wae.build.comments import without_comments
from wae.build.componentize import Built
from wae.build.lock import OutputPin
from wae.build.modules import embedded, is_module
from wae.build.prebuilt import check_exports, checked_component
from wae.build.source import Source
from wae.build.tools import BuildError, last_lines, tool
from wae.build.tree import Tree, TreeError, read_file, read_tree
from wae.build.wit import Contracts, assemble, read_world
from wae.manifest.origin import BuildCommand

WIT, OUTPUT = "WAE_WIT", "WAE_OUTPUT"
_RECIPE = "2"
_FOLDER = "commands"
_MOST_LINES = 40  # lines of a command that fails
# What toolchains make, or fetch, beside the sources.
_MADE = {"node_modules", "target", "build", "dist", "out", "zig-out", "zig-cache", "__pycache__"}
_SECRET = re.compile(r"TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL|_KEY\b|APIKEY", re.IGNORECASE)


class CommandFailed(BuildError):
    """The command ended with an error; ``output`` is what it wrote."""

    def __init__(self, message: str, output: str) -> None:
        super().__init__(message, hint="Its output is above" if output else "It wrote nothing")
        self.output = output


@dataclass(frozen=True)
class Toolchain:
    """A component's folder, its command, and its WIT: that of its world, and what this reaches."""

    name: str
    folder: Path
    build: BuildCommand
    world: Tree
    contracts: Contracts


def read_world_files(name: str, build: BuildCommand) -> Tree:
    """The WIT of a component's world. Raises :class:`BuildError` where there is none."""
    try:
        files = read_tree(build.wit, lambda place: len(place.parts) == 1)
    except (TreeError, OSError) as error:
        raise BuildError(f'component "{name}": {error}') from None
    world = {file: text for file, text in files.items() if file.endswith(".wit")}
    if not world:
        raise BuildError(f'component "{name}": there is no WIT world in {build.wit}')
    return without_comments(world)


def run_build(
    toolchain: Toolchain, known: OutputPin | None, cache: Path, *, accept: bool
) -> tuple[Built, OutputPin]:
    """The component that the command makes, or made of the same before, and what pins it.

    ``known`` is what the lock says. Where the same sources gave something else, that stays, unless
    the other is to be ``accept``ed. Raises :class:`BuildError`.
    """
    inputs = _inputs(toolchain)
    digits = inputs[: kept.KEY_DIGITS]
    started, seconds = time.monotonic(), 0.0
    binary = kept.load(cache / _FOLDER, toolchain.name, digits, ".wasm")
    if binary is None:
        binary = _made(toolchain)
        kept.keep(cache / _FOLDER, toolchain.name, digits, ".wasm", binary)
        seconds = time.monotonic() - started
    pin = OutputPin(inputs, hashlib.sha256(binary).hexdigest())
    if known is None or accept or known.inputs != inputs or known == pin:
        return Built(binary, seconds), pin
    return Built(binary, seconds, is_other=True), known


def _made(toolchain: Toolchain) -> bytes:
    name, build = toolchain.name, toolchain.build
    with tempfile.TemporaryDirectory() as scratch:
        wit, output = Path(scratch, "wit"), Path(scratch, f"{name}.wasm")
        source = Source(name, toolchain.folder, {}, toolchain.world)
        assemble(source, toolchain.contracts, wit)
        world = read_world(source, wit)
        before = _components(toolchain.folder)
        _run(toolchain, {WIT: str(wit), OUTPUT: str(output)})
        file = build.output or (output if output.is_file() else _written(toolchain, before))
        text = f'component "{name}": {file.name if file == output else file}'
        try:
            binary = read_file(Path(os.path.realpath(file)))
        except FileNotFoundError:
            raise BuildError(
                f'component "{name}": its build wrote no {file}', hint="Check its output"
            ) from None
        except TreeError as error:
            raise BuildError(f'component "{name}": {error.message}') from None
        component = checked_component(_embedded(binary, wit, world.name, text), text)
        check_exports(component, world.exports, text, "its world has")
        return component


def _embedded(binary: bytes, wit: Path, world: str, text: str) -> bytes:
    """A core module of a compiler that knows nothing of WIT, with the component's world."""
    try:
        return embedded(binary, wit, world) if is_module(binary) else binary
    except BuildError as error:
        raise BuildError(f"{text}: {error.message}") from None


def _run(toolchain: Toolchain, given: Mapping[str, str]) -> None:
    """Raises :class:`CommandFailed` with what the command wrote."""
    environment = {n: value for n, value in os.environ.items() if not _SECRET.search(n)}
    # Behind the author's own programs: wasm-tools, so that WAT needs no other toolchain.
    path = os.pathsep.join(
        [environment.get("PATH", os.defpath), str(Path(tool("wasm-tools")).parent)]
    )
    # A file, no pipe: what the command leaves running, such as a daemon, would keep that open.
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(
            toolchain.build.command,
            shell=True,  # the manifest's author writes it, as in a Makefile
            cwd=toolchain.folder,
            env={**environment, "PATH": path, **given},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            check=False,
        )
        said.seek(0)
        text = said.read().decode("utf-8", "replace") if done.returncode else ""
    if done.returncode:
        raise CommandFailed(
            f'component "{toolchain.name}": its build, `{toolchain.build.command}`, ended with '
            f"exit code {done.returncode}: {last_lines(text) or 'no reason given'}",
            "\n".join(text.splitlines()[-_MOST_LINES:]),
        )


def _written(toolchain: Toolchain, before: Mapping[Path, tuple[int, int]]) -> Path:
    """The one .wasm in the folder that the command wrote, or left since it was up to date."""
    after = _components(toolchain.folder)
    changed = [path for path, state in after.items() if before.get(path) != state]
    candidates = changed or [*after]
    if len(candidates) == 1:
        return candidates[0]
    many = ", ".join(sorted(path.name for path in candidates))
    raise BuildError(
        f'component "{toolchain.name}": its build wrote '
        + (f"several .wasm files: {many}" if candidates else "no .wasm file"),
        hint=f'Write the component to ${OUTPUT}, or name the file: output = "…"',
    )


def _components(folder: Path) -> dict[Path, tuple[int, int]]:
    """The .wasm files that lie in a folder or below, but for those of other people's packages."""
    components = {}
    for path in folder.rglob("*.wasm"):
        parts = path.relative_to(folder).parts
        if "node_modules" not in parts and not any(part.startswith(".") for part in parts):
            status = path.stat()
            components[path] = (status.st_mtime_ns, status.st_size)
    return components


def _inputs(toolchain: Toolchain) -> str:
    """The SHA-256 of the command and of all files that it may read, in hexadecimal."""
    digest = hashlib.sha256()
    try:
        sources = read_tree(toolchain.folder, _is_source)
    except (TreeError, OSError) as error:
        raise BuildError(f'component "{toolchain.name}": {error}') from None
    named = PurePosixPath(str(toolchain.build.output or "")).name
    for text in (_RECIPE, toolchain.build.command, named):
        digest.update(text.encode() + b"\0")
    for tree in (sources, toolchain.world, *toolchain.contracts.values()):
        digest.update(len(tree).to_bytes(8, "little"))
        for file, content in sorted(tree.items()):
            for part in (file.encode(), content):
                digest.update(len(part).to_bytes(8, "little") + part)
    return digest.hexdigest()


def _is_source(place: PurePosixPath) -> bool:
    return (
        not place.name.startswith(".")
        and place.name not in _MADE
        and place.parts[0] != "tests"
        and place.suffix not in (".wasm", ".md")
    )
