"""The composed toolbox and other real apps, run as a user runs them: in a process of their own."""

import json
import os
import subprocess
import sysconfig
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.made_once import CACHE, built_once
from tests.patience import PATIENCE

ROOT = Path(__file__).parent.parent
TOOLBOX = ROOT / "dist" / "toolbox.wasm"
COMMAND = Path(sysconfig.get_path("scripts"), "wae")
APPS = Path(__file__).parent / "apps"

# Apps that tests build; what lies in them is tested as their teams do.
collect_ignore = ["apps"]

# First code is enough for tests, whatever compiles it. What they build and compile is kept between
# sessions: its caches go by content, and hold all test apps.
os.environ["WAE_OPTIMIZE"] = "never"
os.environ["WAE_CACHE_DIR"] = str(CACHE / "compiled" / "wae")
os.environ["WAE_CACHE_LIMIT"] = "20G"
os.environ.setdefault("WAE_BUILD_CACHE", str(CACHE / "build"))
# mypy reads the standard library once for each worker, not for each test.
os.environ["MYPY_CACHE_DIR"] = str(CACHE / f"mypy-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}")

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def environ(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a user with an empty home, no keys and no settings of wae's.

    Its compiled code is that of all tests. Nothing is made behind a test that has ended.
    """
    home = tmp_path_factory.mktemp("home")
    secret = ("WAE_", "ELECTRICITY_", "GH_", "GITHUB_", "OPENAI_", "WATTTIME_", "XDG_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(secret)}
    compiled = {
        "XDG_CACHE_HOME": str(CACHE / "compiled"),
        "WAE_CACHE_LIMIT": "20G",
        "WAE_OPTIMIZE": "never",
    }
    return {**kept, "HOME": str(home), **compiled}


@pytest.fixture(scope="session")
def toolbox() -> Path:
    """The composed toolbox, as `make toolbox` left it."""
    assert TOOLBOX.is_file(), "run `make toolbox` first"
    return TOOLBOX


@pytest.fixture
def wae(environ: dict[str, str], toolbox: Path, tmp_path: Path) -> Run:
    """Runs `wae` in an empty folder; `env=` adds to its environment, `input=` is its stdin."""

    def run(
        *arguments: str,
        env: dict[str, str] | None = None,
        input: str = "",
        cwd: Path = tmp_path,
    ) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [str(COMMAND), *arguments],
            env={**environ, "WAE_TOOLBOX": str(toolbox), **(env or {})},
            input=input,
            cwd=cwd,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def probe_app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The app in `tests/apps/probe`, built and composed."""
    return built_once(tmp_path_factory, APPS / "probe")


@pytest.fixture(scope="session")
def courier_app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The app in `tests/apps/courier`, built and composed."""
    return built_once(tmp_path_factory, APPS / "courier")


@pytest.fixture(scope="session")
def echo_app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The app in `tests/apps/echo`, built and composed."""
    return built_once(tmp_path_factory, APPS / "echo")


@pytest.fixture
def probe(wae: Run, probe_app: Path) -> Callable[[list[Any], dict[str, str]], list[Any]]:
    """Sends requests through the composed `http`; see `tests/apps/probe/probe/app.py`."""

    def send(requests: list[Any], env: dict[str, str]) -> list[Any]:
        done = wae("run", "--allow-all", str(probe_app), env=env, input=json.dumps(requests))
        assert done.returncode == 0, done.stderr
        outcomes: list[Any] = json.loads(done.stdout)
        return outcomes

    return send
