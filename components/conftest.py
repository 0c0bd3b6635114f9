"""Lets a component's own tests import it: its modules, locked dependencies and bindings.

Components share module names (`app`, `wit_world`), so one run of pytest tests one component. The
paths must be there before the component's own conftest is loaded, hence at import.
"""

import atexit
import os
import sys
import tempfile
from pathlib import Path

import pytest

from wae.build.componentize import staged
from wae.build.contract_package import MODULE
from wae.build.dependencies import install_dependencies
from wae.build.source import read_source
from wae.build.tools import run, tool
from wae.build.tree import write_tree
from wae.build.wit import assemble, read_contracts

ROOT = Path(__file__).parent
SHARED = ROOT / "shared"  # no component: files that components include
CACHE = Path(os.environ.get("WAE_BUILD_CACHE") or ROOT.parent / ".cache" / "build")


def _component(argument: str) -> Path | None:
    """The folder beside this file that a command-line argument lies in."""
    path = Path(argument.split("::")[0]).resolve()
    return next((p for p in (path, *path.parents) if p.parent == ROOT), None)


def _use(folder: Path) -> None:
    if folder == SHARED:
        sys.path.insert(0, str(folder))
        return
    source = read_source(folder.name, folder, (SHARED, ROOT.parent / "src" / "wae"))
    scratch = tempfile.TemporaryDirectory()
    atexit.register(scratch.cleanup)
    wit, bindings = Path(scratch.name, "wit"), Path(scratch.name, "bindings")
    assemble(source, read_contracts(ROOT.parent / "wit"), wit)
    done = run([tool("componentize-py"), "-d", wit, "-w", folder.name, "bindings", bindings])
    assert done.returncode == 0, done.stderr
    packages, included = Path(scratch.name, "packages"), Path(scratch.name, "included")
    write_tree(install_dependencies(source, CACHE), packages)
    if source.contract:
        included.mkdir()
        (included / MODULE).write_bytes(staged(source, wit, folder.name)[MODULE])
    for target, path in source.included.items():
        (included / target).parent.mkdir(parents=True, exist_ok=True)
        (included / target).symlink_to(path)
    sys.path[:0] = [str(path) for path in (folder, included, packages, bindings)]


_named = {_component(argument) for argument in (*sys.argv[1:], ".")} - {None}
if len(_named) != 1:
    raise pytest.UsageError("name one component: pytest components/NAME/tests")
_use(next(folder for folder in _named if folder))
