"""A component's locked dependencies, as the files that its interpreter finds."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path, PurePosixPath

from wae.build import cache as kept
from wae.build.archive import unzip_tree, zip_tree
from wae.build.download import download
from wae.build.guest import componentize
from wae.build.markers import GUEST_PYTHON
from wae.build.preload import modules_to_preload
from wae.build.requirements import lock_text
from wae.build.source import Source
from wae.build.tools import BuildError, tool_version
from wae.build.tree import Tree, TreeError, read_tree, write_tree
from wae.build.wheel import BadWheel, unpack_wheel

_RECIPE = "3"  # raise it when the steps below change what comes out
_WORLD = "package wae:precompile; world nothing {}"


def install_dependencies(source: Source, cache: Path) -> Tree:
    """The files of exactly the locked packages; none where there are none.

    Only pure Python packages can run in a component (there is no dynamic loading of native code),
    so only such are considered; files must have the hashes that the lock file gives.
    """
    lock = lock_text(source.lock)
    if not lock:
        return {}
    made_from = "\n".join((_RECIPE, GUEST_PYTHON, tool_version("componentize-py"), lock))
    key = hashlib.sha256(made_from.encode()).hexdigest()[: kept.KEY_DIGITS]
    folder = cache / "dependencies"
    archive = kept.load(folder, "packages", key, ".zip")
    if archive is None:
        packages = _unpacked(source)
        archive = zip_tree({**packages, **_precompiled(source.name, packages)})
        kept.keep(folder, "packages", key, ".zip", archive)
    return unzip_tree(archive)


def _unpacked(source: Source) -> dict[str, bytes]:
    """The files of all wheels. Raises :class:`BuildError` for a wheel that will not do."""
    installed: dict[str, bytes] = {}
    for pin, wheel in download(source):
        try:
            files = unpack_wheel(wheel)
        except BadWheel as error:
            raise BuildError(
                f'component "{source.name}": {pin.name} cannot be used: {error}',
                hint="Packages with native extensions cannot run in a component"
                if "native" in str(error)
                else "",
            ) from None
        for file, content in files.items():
            if installed.setdefault(file, content) != content:
                raise BuildError(f'component "{source.name}": two packages bring {file}')
    return installed


def _precompiled(name: str, packages: Tree) -> dict[str, bytes]:
    """What the guest's own interpreter leaves in ``__pycache__`` folders beside the modules.

    Compiling leaves garbage on the guest's heap, megabytes of it for large modules, and a
    component's snapshot would keep it. So compile in a component that is thrown away. The packages
    run in it and may write what they like; only compiled modules are taken.
    """
    with tempfile.TemporaryDirectory() as scratch:
        wit, after = Path(scratch, "wit"), Path(scratch, "packages")
        write_tree({"world.wit": _WORLD.encode()}, wit)
        preload = modules_to_preload({}, packages)
        componentize(name, wit, "nothing", {}, packages, {}, preload, (), Path(scratch))
        compiled = {_compiled(PurePosixPath(file)) for file in packages}
        try:
            tree = read_tree(after, lambda place: True)
        except TreeError as error:
            raise BuildError(f'component "{name}": its packages leave {error.message}') from None
        return {file: content for file, content in tree.items() if file in compiled}


def _compiled(module: PurePosixPath) -> str:
    tag = f"cpython-{GUEST_PYTHON.replace('.', '')}"
    return str(module.parent / "__pycache__" / f"{module.stem}.{tag}.pyc")
