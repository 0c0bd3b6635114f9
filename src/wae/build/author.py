"""What a component's author needs beside the sources: the modules that the build would add, where
editors, type checkers and tests find them.

They lie in `.wae` in the component's folder, which git ignores: `bindings` of its world,
`packages` that it depends on, `included` files. It is written whole or not at all, and only if
something in it changed.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from wae.build.cache import cache_folder
from wae.build.contract_data import data_module
from wae.build.contract_package import MODULE
from wae.build.dependencies import install_dependencies
from wae.build.documented import documented_bindings
from wae.build.fakes import fakes_package
from wae.build.inputs import Inputs
from wae.build.tools import BuildError
from wae.build.tree import Tree, TreeError, read_tree, write_tree
from wae.build.wit import assemble
from wae.build.world import KnownWorld

FOLDER = ".wae"
PARTS = ("bindings", "included", "packages")
"""The folders in it that belong on Python's path."""

_IGNORE = b"# Made by wae; see `wae bindings --help`.\n*\n"


def author_files(inputs: Inputs, world: KnownWorld) -> Tree:
    """All files of the folder. Raises :class:`BuildError` for dependencies that cannot be had."""
    source = inputs.source
    bindings = {**documented_bindings(world), **fakes_package(world)}
    included = {file: source.files[file] for file in source.included}
    if source.contract:
        with tempfile.TemporaryDirectory() as scratch:
            assemble(source, inputs.contracts, Path(scratch))
            included[MODULE] = data_module(source.name, Path(scratch), world.name)
    packages = install_dependencies(source, cache_folder())
    return {
        ".gitignore": _IGNORE,
        **{f"bindings/{file}": content for file, content in bindings.items()},
        **{f"included/{file}": content for file, content in included.items()},
        **{f"packages/{file}": content for file, content in packages.items()},
    }


def write_author_files(folder: Path, files: Tree) -> bool:
    """Writes them for the component in ``folder``; False if they were there already.

    Raises :class:`BuildError` where they cannot be written.
    """
    target = folder / FOLDER
    try:
        if _present(target) == files:
            return False
        fresh = Path(tempfile.mkdtemp(dir=folder, prefix=f"{FOLDER}."))
        try:
            write_tree(files, fresh)
            fresh.chmod(0o755)
            _replace(target, fresh)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    except OSError as error:
        raise BuildError(f"{target} cannot be written: {error.strerror}") from error
    return True


def _replace(target: Path, fresh: Path) -> None:
    """Swaps ``fresh`` and ``target``."""
    if not target.exists():
        os.rename(fresh, target)
        return
    old = fresh.with_name(f"{fresh.name}.old")
    os.rename(target, old)
    try:
        os.rename(fresh, target)
    except OSError:
        os.rename(old, target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _present(target: Path) -> Tree:
    """The files that are there, but for what interpreters and checkers leave beside them."""
    try:
        return read_tree(target, lambda place: place.name not in ("__pycache__", ".mypy_cache"))
    except TreeError:
        return {}
