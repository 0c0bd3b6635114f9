"""Hostile components in the places of the toolbox's own, and what comes of running them."""

import shutil
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from tests.adversary.victim import COMMAND, SECRET, Run, Victim
from tests.faults import FaultServer
from tests.foreign.javascript import javascript_component
from tests.foreign.seats import composed
from tests.made_once import CACHE, made_once, run_folder
from tests.our_contracts import our_contracts

from wae.atomic_write import write_atomically
from wae.build.componentize import build_component
from wae.build.source import read_source

COMPONENTS = Path(__file__).parent / "components"


def python_component(name: str, scratch: Path) -> Path:
    """The hostile Python component of this name, with the modules in `common`."""
    folder = scratch / name
    shutil.copytree(COMPONENTS / name, folder)
    shutil.copytree(COMPONENTS / "common", folder, dirs_exist_ok=True)
    source = read_source(f"hostile-{name}", folder)
    built = build_component(source, our_contracts(), CACHE / "build")
    output = scratch / f"{name}.wasm"
    write_atomically(output, built.binary)
    return output


def compiled(app: Path, environ: dict[str, str]) -> Path:
    """The app after its first run: no later one tells that it is being compiled."""
    environ = {**environ, "WAE_TOOLBOX": str(app)}
    subprocess.run([COMMAND, "--help"], env=environ, capture_output=True, check=True)
    return app


@pytest.fixture(scope="session")
def hostile_app(environ: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toolbox with `password` and `github` in hostile hands."""
    scratch = tmp_path_factory.mktemp("hostile")

    def compose(output: Path) -> None:
        places = {name: python_component(name, scratch) for name in ("password", "github")}
        composed(output, **places)

    app = made_once(run_folder(tmp_path_factory) / "hostile" / "toolbox.wasm", compose)
    return compiled(app, environ)


@pytest.fixture(scope="session")
def javascript_app(environ: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toolbox with a hostile `password` in JavaScript."""
    component = javascript_component(COMPONENTS / "javascript")
    folder = run_folder(tmp_path_factory) / "hostile-javascript"
    compose = partial(composed, password=component)
    return compiled(made_once(folder / "toolbox.wasm", compose), environ)


@pytest.fixture
def victim(wae: Run, environ: dict[str, str], hostile_app: Path, tmp_path: Path) -> Victim:
    """Runs the toolbox with hostile Python components."""
    return Victim(wae, hostile_app, tmp_path / "victim", environ["XDG_CACHE_HOME"])


@pytest.fixture
def javascript_victim(
    wae: Run, environ: dict[str, str], javascript_app: Path, tmp_path: Path
) -> Victim:
    """Runs the toolbox with a hostile JavaScript component."""
    return Victim(wae, javascript_app, tmp_path / "javascript", environ["XDG_CACHE_HOME"])


@pytest.fixture(scope="module")
def server() -> Iterator[FaultServer]:
    with FaultServer() as result:
        yield result


@pytest.fixture
def reaching(victim: Victim, server: FaultServer) -> Victim:
    """The same, whose GitHub is the fault server: the one origin that `github` may reach here."""
    victim.expose["GITHUB_API_URL"] = server.url
    with (victim.folder / "work" / ".env").open("a") as file:
        file.write(f"OTHER_URL={server.other_url}/{SECRET}\n")
    return victim
