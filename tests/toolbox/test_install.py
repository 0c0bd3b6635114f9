"""`pip install .` into an environment of its own: what a user gets, and that it is enough."""

import json
import lzma
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from tests.conftest import CACHE, ROOT


class Installed:
    """An environment with wae and what wae needs at run time, used from an empty folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._scripts = folder / "environment" / "bin"
        self._empty = folder / "empty"
        self._empty.mkdir()

    def run(self, program: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Runs a program of the environment; without PATH and with an empty home."""
        return subprocess.run(
            [str(self._scripts / program), *arguments],
            env={"HOME": str(self.folder / "home")},
            cwd=self._empty,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """wae, installed by pip from its sources; unchanged components come from the cache."""
    folder = tmp_path_factory.mktemp("installed")
    environment = folder / "environment"
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    pip = [str(environment / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run(
        [*pip, str(ROOT)],
        env={**os.environ, "WAE_BUILD_CACHE": str(CACHE / "build")},
        check=True,
        timeout=600,
    )
    return Installed(folder)


def test_needs_wasmtime_only(installed: Installed) -> None:
    """At run time there is wasmtime, and no toolchain."""
    listed = json.loads(installed.run("pip", "list", "--format", "json").stdout)
    names = {package["name"] for package in listed}
    assert {"wae-toolbox", "wasmtime"} == names - {"pip", "setuptools"}


def test_toolbox_is_packaged(installed: Installed) -> None:
    """The package holds the toolbox, compressed, and says what it is."""
    [bundle] = (installed.folder / "environment").glob("lib/*/site-packages/wae/bundle")
    assert {"toolbox.json", "toolbox.wasm.xz"} == {file.name for file in bundle.iterdir()}
    toolbox = lzma.decompress((bundle / "toolbox.wasm.xz").read_bytes())
    described = json.loads((bundle / "toolbox.json").read_text())
    assert (sha256(toolbox).hexdigest(), len(toolbox)) == (described["sha256"], described["size"])


def test_starts(installed: Installed) -> None:
    """The first start says that it compiles; all later ones just work."""
    first, second = installed.run("wae", "password"), installed.run("wae", "password")
    assert "Compiling toolbox for this machine (once)…\n" == first.stderr
    assert (0, 21, 0, 21, "") == (
        first.returncode, len(first.stdout), second.returncode, len(second.stdout), second.stderr
    )  # fmt: skip


def test_build_without_the_toolchain(installed: Installed) -> None:
    """`wae build` says in one line how to get the toolchain."""
    done = installed.run("wae", "build", str(ROOT / "apps" / "toolbox"), "-o", "toolbox.wasm")
    assert (1, "") == (done.returncode, done.stdout)
    assert "pip install 'wae-toolbox[build]'" in done.stderr.splitlines()[-1]
