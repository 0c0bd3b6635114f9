"""Components that load their sources when they are called, for `wae watch`: a change of a Python
file needs no build.

Such a component has the world and the packages of the real one, and instead of its sources
classes that import them at the first call, from a folder that the host opens to it. It is made
anew only where the world, a package, or the set of imported modules changes. It is for its author's
machine alone: it can read one more folder than the manifest grants.
"""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

from wae.binary.reader import BinaryError
from wae.binary.types import Interface, Resource, TypeDef
from wae.build import cache as kept
from wae.build.componentize import RECIPE
from wae.build.dependencies import install_dependencies
from wae.build.event_loop import event_loop
from wae.build.guest import componentize
from wae.build.inputs import Inputs
from wae.build.linked import link, load_linked
from wae.build.preload import modules_to_preload
from wae.build.requirements import lock_text
from wae.build.source import ENTRY
from wae.build.tools import tool_version
from wae.build.wit import assemble
from wae.build.world import KnownWorld

FOLDER = "/wae-live"
"""The folder in a component that holds a folder for each live one."""

FAILURES = "/wae-live-failures"
"""The folder in a component where a live one leaves why it could not import its newest version."""

VERSIONS = "versions"
"""The file that names the folders of versions, the newest first."""

_LOADER = '''\
"""Made by wae watch: the sources are imported when the component is first called."""

import os
import sys
import traceback
from importlib import import_module

FOLDER = {folder!r}
FAILURE = {failure!r}
loaded = None


def load():
    """The newest version of the module `app` that can be imported."""
    global loaded
    if loaded is None:
        with open(FOLDER + "/versions") as file:
            versions = file.read().split()
        for version in versions:
            path = FOLDER + "/" + version
            sys.path.insert(0, path)
            sys.modules.pop("app", None)
            try:
                loaded = import_module("app")
                break
            except Exception:
                if version == versions[-1]:
                    raise
                with open(FAILURE + ".new", "w") as file:
                    traceback.print_exc(file=file)
                os.replace(FAILURE + ".new", FAILURE)  # whole or not at all: somebody waits for it
                sys.path.remove(path)
                for name, module in [*sys.modules.items()]:
                    if (getattr(module, "__file__", None) or "").startswith(path):
                        del sys.modules[name]
    return loaded


class Late:
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        made = self.__dict__.get("made")
        if made is None:
            made = self.__dict__["made"] = getattr(load(), type(self).__name__)()
        return getattr(made, name)
'''


def can_be_live(world: KnownWorld) -> bool:
    """Whether a component of this world can load its sources late: it exports no resource."""
    return not any(
        isinstance(kind, TypeDef) and isinstance(kind.type, Resource)
        for item in world.type.exports.values()
        if isinstance(item, Interface)
        for kind in item.items.values()
    )


def live_component(inputs: Inputs, world: KnownWorld, cache: Path) -> bytes:
    """The component without its sources, from the cache or built. Raises :class:`BuildError`."""
    source = inputs.source
    packages = install_dependencies(source, cache)
    own = {file.partition("/")[0].removesuffix(".py") for file in source.files}
    named = modules_to_preload(source.files, packages)
    bindings = [_module(file) for file in sorted(world.bindings) if file.endswith(".py")]
    preload = [*(name for name in named if name.partition(".")[0] not in own), *bindings]
    app = _LOADER.format(folder=f"{FOLDER}/{source.name}", failure=f"{FAILURES}/{source.name}")
    app += "".join(f"\n\nclass {asked.name}(Late):\n    pass\n" for asked in world.asked)
    loop = event_loop(world.type)
    parts = (RECIPE, world.digest, lock_text(source.lock), preload, app, loop)
    tools = (tool_version("componentize-py"), tool_version("wasm-tools"))
    key = hashlib.sha256(repr((parts, tools)).encode()).hexdigest()[: kept.KEY_DIGITS]
    name = f"{source.name}-live"
    linked = load_linked(name, key, cache)
    if linked is not None:
        return linked
    with tempfile.TemporaryDirectory() as scratch:
        wit = Path(scratch, "wit")
        assemble(source, inputs.contracts, wit)
        files = {ENTRY: app.encode()}
        classes = [asked.name for asked in world.asked]
        binary = componentize(
            source.name,
            wit,
            world.name,
            files,
            packages,
            loop,
            preload,
            classes,
            Path(scratch),
        )
    try:
        return link(name, key, binary, cache)
    except BinaryError:
        return binary


def _module(file: str) -> str:
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
