"""Components as plain Python, for their own tests: modules, locked dependencies and bindings.

Components share module names (`app`, `wit_world`), so one run of pytest tests one component. A
tool's commands are a part of `cli`, and are tested as that.
"""

import atexit
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from wae.build.componentize import staged
from wae.build.components import Components
from wae.build.contract_package import MODULE
from wae.build.dependencies import install_dependencies
from wae.build.source import Source
from wae.build.tools import run, tool
from wae.build.tools_package import COMMANDS, FOLDER, PANELS
from wae.build.tools_package import MODULE as TOOLS_MODULE
from wae.build.tree import write_tree
from wae.build.wit import Contracts, assemble
from wae.manifest import load_manifest

ROOT = Path(__file__).parent.parent
COMPONENTS, TOOLS = ROOT / "components", ROOT / "tools"
SHARED = COMPONENTS / "shared"  # no component: files that components include
CLI = COMPONENTS / "cli"
APPS = ("toolbox", "toolbox-warm", "toolbox-async")
CACHE = Path(os.environ.get("WAE_BUILD_CACHE") or ROOT / ".cache" / "build")


def use(arguments: Sequence[str]) -> None:
    """Puts on the path what the component needs whose tests the arguments of pytest name, or in
    whose folder it runs. Raises UsageError for none, and for several."""
    named = {_component(argument) for argument in (*arguments, ".")} - {None}
    if len(named) != 1:
        raise pytest.UsageError(
            "name one component: pytest components/NAME/tests, tools/NAME/tests or "
            "tools/NAME/commands/tests"
        )
    for folder in named:
        assert folder is not None
        _use(folder)


def is_commands(arguments: Sequence[str]) -> bool:
    """Whether the arguments name tests of a tool's commands."""
    return CLI in {_component(argument) for argument in (*arguments, ".")}


def inputs(name: str) -> tuple[Source, Contracts]:
    """What the component in the folder with this name is made from, in the first app that has it.

    Raises StopIteration for one that no app has.
    """
    manifests = (load_manifest(ROOT / "apps" / app / "wae.toml") for app in APPS)
    manifest, entry = next(
        (manifest, entry)
        for manifest in manifests
        for entry in manifest.components.values()
        if entry.source is not None and entry.source.name == name
    )
    return Components(manifest).inputs(entry)


def _component(argument: str) -> Path | None:
    """The folder of the component that a command-line argument leads to."""
    path = Path(argument.split("::")[0]).resolve()
    if path.is_relative_to(TOOLS) and "commands" in path.relative_to(TOOLS).parts[1:2]:
        return CLI
    parents = (path, *path.parents)
    return next((p for p in parents if p.parent in (COMPONENTS, TOOLS) and p.is_dir()), None)


def _use(folder: Path) -> None:
    if folder == SHARED:
        sys.path.insert(0, str(folder))
        return
    source, contracts = inputs(folder.name)
    scratch = tempfile.TemporaryDirectory()
    atexit.register(scratch.cleanup)
    wit, bindings = Path(scratch.name, "wit"), Path(scratch.name, "bindings")
    assemble(source, contracts, wit)
    done = run([tool("componentize-py"), "-d", wit, "-w", folder.name, "bindings", bindings])
    assert done.returncode == 0, done.stderr
    packages, included = Path(scratch.name, "packages"), Path(scratch.name, "included")
    write_tree(install_dependencies(source, CACHE), packages)
    write_tree(_made(source, wit, folder.name), included)
    for target, path in source.included.items():
        (included / target).parent.mkdir(parents=True, exist_ok=True)
        (included / target).symlink_to(path)
    helpers = [CLI / "tests", *TOOLS.glob("*/commands/tests")] if COMMANDS in source.tools else []
    sys.path[:0] = [str(path) for path in (folder, *helpers, included, packages, bindings)]


def _made(source: Source, wit: Path, world: str) -> dict[str, bytes]:
    """What only the build makes; the packages of wae are installed."""
    files = staged(source, wit, world) if source.contract else source.files
    own = (MODULE, TOOLS_MODULE, *(f"{one}/" for one in (FOLDER, PANELS) if source.tools))
    return {
        file: content
        for file, content in files.items()
        if file not in source.included and file.startswith(own)
    }
