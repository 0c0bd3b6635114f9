"""The `watttime` component, composed with real `http` and `settings`, against a WattTime of ours.

The app in `tests/apps/meter` makes calls of `wae:watttime`; that in `tests/apps/rogue` is a
component in the place of `watttime` that sends requests of its own, with the same policy.
"""

import base64
import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from tests.faults import FaultServer
from tests.faults.watttime import PASSWORD, USER, WattTime
from tests.made_once import built_once

from tests.conftest import APPS

PAIR = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
Run = Callable[..., "subprocess.CompletedProcess[str]"]
Calls = Callable[..., list[Any]]


@pytest.fixture(scope="session")
def meter_app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_once(tmp_path_factory, APPS / "meter")


@pytest.fixture(scope="session")
def rogue_app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built_once(tmp_path_factory, APPS / "rogue")


@pytest.fixture
def service() -> WattTime:
    return WattTime()


@pytest.fixture
def server(service: WattTime) -> Iterator[FaultServer]:
    with FaultServer(find=service.find) as result:
        yield result


@pytest.fixture
def env(server: FaultServer, tmp_path: Path) -> dict[str, str]:
    """A user with an account, whose WattTime and ipinfo.io are the server."""
    return {
        "WATTTIME_API_URL": server.url,
        "IPINFO_URL": server.other_url,
        "OTHER_URL": server.other_url,
        "WATTTIME_USER": USER,
        "WATTTIME_PASSWORD": PASSWORD,
        "XDG_DATA_HOME": str(tmp_path / "data"),
    }


def _run(wae: Run, app: Path, stdin: Any, env: dict[str, str], service: WattTime) -> Any:
    """What an app makes of its stdin. Nothing secret is ever in its output, with `--debug`."""
    done = wae("run", "--allow-all", str(app), "--debug", env=env, input=json.dumps(stdin))
    shown = done.stdout + done.stderr
    for secret in (PASSWORD, PAIR, USER, *service.issued):
        forms = (secret, base64.b64encode(secret.encode()).decode().rstrip("="), quote(secret))
        assert [form for form in forms if form in shown] == []
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def calls(wae: Run, meter_app: Path, env: dict[str, str], service: WattTime) -> Calls:
    """Makes calls of the component in one run; `extra` adds to the environment."""

    def make(*wishes: list[Any], **extra: str) -> list[Any]:
        return _run(wae, meter_app, wishes, env | extra, service)

    return make


@pytest.fixture
def rogue(wae: Run, rogue_app: Path, env: dict[str, str], service: WattTime) -> Calls:
    """Sends requests in the place of the component."""

    def send(*requests: dict[str, Any]) -> list[Any]:
        return _run(wae, rogue_app, requests, env, service)

    return send
