"""A GitHub that goes wrong on request, and the toolbox on a terminal."""

import subprocess
import sysconfig
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from tests.faults import FaultServer, GitHub
from tests.toolbox.pseudo_terminal import PseudoTerminal

COMMAND = str(Path(sysconfig.get_path("scripts"), "wae"))


@pytest.fixture(scope="session", autouse=True)
def compiled(environ: dict[str, str], toolbox: Path) -> None:
    """Compiles the toolbox where it is new, which says so on stderr and takes its time."""
    subprocess.run(
        [COMMAND, "--help"],
        env={**environ, "WAE_TOOLBOX": str(toolbox)},
        capture_output=True,
        timeout=300,
        check=True,
    )


@pytest.fixture(scope="session")
def served() -> Iterator[FaultServer]:
    """A server that is a GitHub (see `tests.faults.github`) to all tests of a session."""
    with FaultServer(find=GitHub().find) as server:
        yield server


@pytest.fixture
def server(served: FaultServer) -> FaultServer:
    """The same, as if nothing had been received yet."""
    served.received.clear()
    return served


@pytest.fixture
def on_github(server: FaultServer) -> dict[str, str]:
    """The variables that make `server` the toolbox's GitHub; the time zone is UTC."""
    return {"GITHUB_API_URL": server.url, "TZ": "UTC0"}


@pytest.fixture
def terminal(
    environ: dict[str, str], toolbox: Path, tmp_path: Path
) -> Callable[..., AbstractContextManager[PseudoTerminal]]:
    """Starts `wae` on a terminal of its own; `env=` adds to its environment."""

    def start(
        *arguments: str, env: dict[str, str] | None = None, columns: int = 80
    ) -> AbstractContextManager[PseudoTerminal]:
        own = {"TERM": "xterm", "NO_COLOR": "", "COLUMNS": "", "WAE_TOOLBOX": str(toolbox)}
        variables = {**environ, **own, **(env or {})}
        return PseudoTerminal([COMMAND, *arguments], variables, tmp_path, columns)

    return start
