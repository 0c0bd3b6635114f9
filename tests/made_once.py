"""Files that take long to make: whichever worker needs one first makes it for all."""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from wae.build.app import build_app, write_app
from wae.build.progress import Progress
from wae.manifest import load_manifest

CACHE = Path(__file__).parent.parent / ".cache"


def made_once(output: Path, make: Callable[[Path], object]) -> Path:
    """The file ``output``, which ``make`` writes, whole or not at all, where it is not there yet.

    Who needs it meanwhile waits, and finds it as it will stay: nobody writes it anew while others
    read it.
    """
    output.parent.mkdir(parents=True, exist_ok=True)
    with output.with_name(f"{output.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not output.exists():
            make(output)
    return output


def cache_with_code(folder: Path) -> Path:
    """A build cache that holds nothing of components but the code that all have, which takes long
    to merge."""
    for made in (CACHE / "build" / "linked").glob("code-*"):
        (folder / "linked").mkdir(parents=True, exist_ok=True)
        shutil.copy2(made, folder / "linked")
    return folder


def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the workers of this run share, and no other run."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def built_once(tmp_path_factory: pytest.TempPathFactory, folder: Path) -> Path:
    """The app in a folder, built and composed once in a run; components that did not change come
    from the cache."""

    def build(output: Path) -> None:
        write_app(build_app(load_manifest(folder / "wae.toml"), Progress(quiet=True)), output)

    return made_once(run_folder(tmp_path_factory) / f"{folder.name}.wasm", build)
