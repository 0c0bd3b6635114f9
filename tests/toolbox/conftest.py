"""A GitHub that goes wrong on request, and the toolbox on a terminal."""

import subprocess
import sysconfig
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from tests.faults import FaultServer, GitHub
from tests.faults.watttime import PASSWORD, USER, WattTime
from tests.toolbox.pseudo_terminal import PseudoTerminal
from tests.toolbox.talker import Talker

COMMAND = str(Path(sysconfig.get_path("scripts"), "wae"))
KEY = "sk-0123456789abcdefghij"


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


@pytest.fixture
def talker() -> Talker:
    """What the server is, and what it was asked."""
    return Talker()


@pytest.fixture
def on_openai(talker: Talker, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The variables that make a server of ours the toolbox's OpenAI, with an empty data folder."""
    with FaultServer(find=talker.find) as server:
        yield {
            "OPENAI_BASE_URL": f"{server.url}/v1",
            "OPENAI_MODEL": "parrot",
            "OPENAI_API_KEY": KEY,
            "XDG_DATA_HOME": str(tmp_path / "share"),
            "TZ": "UTC0",
        }


@pytest.fixture
def service() -> WattTime:
    """A service with one user."""
    return WattTime()


@pytest.fixture
def without_account(service: WattTime) -> Iterator[dict[str, str]]:
    """The variables that make a server the toolbox's WattTime and ipinfo.io; the zone is UTC."""
    with FaultServer(find=service.find) as server:
        yield {"WATTTIME_API_URL": server.url, "IPINFO_URL": server.other_url, "TZ": "UTC0"}


@pytest.fixture
def on_watttime(without_account: dict[str, str]) -> dict[str, str]:
    """The same with an account."""
    return {**without_account, "WATTTIME_USER": USER, "WATTTIME_PASSWORD": PASSWORD}
