"""An app from elsewhere, and somebody who runs it."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.faults import FaultServer
from tests.made_once import made_once, run_folder
from tests.our_contracts import our_contracts

from tests.conftest import CACHE, COMMAND
from wae.atomic_write import write_atomically
from wae.build.componentize import build_component
from wae.build.source import read_source

UNREADABLE = """
import sys
file = sys.argv.pop(1)
def refuse(event, arguments):
    if event == "open" and arguments[0] == file:
        raise PermissionError(file)
sys.addaudithook(refuse)
from wae.cli import main
main()
"""
"""`wae`, in a process in which Python opens this one file for nobody."""

STRANGER = Path(__file__).parent / "stranger"


@pytest.fixture(scope="session")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The component in `stranger`, composed by nobody."""

    def build(output: Path) -> None:
        source = read_source("stranger", STRANGER)
        built = build_component(source, our_contracts(), CACHE / "build")
        write_atomically(output, built.binary)

    return made_once(run_folder(tmp_path_factory) / "stranger.wasm", build)


@pytest.fixture(scope="module")
def server() -> Iterator[FaultServer]:
    with FaultServer() as result:
        yield result


@pytest.fixture
def home(tmp_path: Path, environ: dict[str, str]) -> dict[str, str]:
    """The environment of somebody with settings, data and secrets, in an empty folder."""
    for name in ("config/wae", "data/wae", "work"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "config" / "wae" / ".env").write_text("KEY=secret\n")
    (tmp_path / "work" / "here.txt").write_text("mine")
    return {
        **environ,
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "STRANGER_ONE": "1",
        "STRANGER_TWO": "2",
    }


@pytest.fixture
def wae_run(
    home: dict[str, str], stranger: Path, server: FaultServer, tmp_path: Path
) -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """Runs the stranger with the options given, and the port of a server as its argument.

    `unreadable`: nobody may open its file. `bare`: without the file.
    """

    def run(
        *options: str, port: str = "", unreadable: bool = False, bare: bool = False
    ) -> "subprocess.CompletedProcess[str]":
        app = [] if bare else [str(stranger), port or server.url.rpartition(":")[2]]
        program = (
            [sys.executable, "-P", "-c", UNREADABLE, str(stranger)] if unreadable else [COMMAND]
        )
        return subprocess.run(
            [*program, "run", *options, *app],
            env=home,
            cwd=tmp_path / "work",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    return run


@pytest.fixture
def found(wae_run: Any) -> Callable[..., dict[str, Any]]:
    """What the stranger got hold of when it was run with the options given."""

    def run(*options: str, port: str = "") -> dict[str, Any]:
        done = wae_run(*options, port=port)
        assert done.returncode == 0, done.stderr
        result: dict[str, Any] = json.loads(done.stdout)
        return result

    return run
