"""Guests written as text, and a `wae` of one's own to run them with."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.patience import PATIENCE
from tests.runtime.caching import CountingEngine
from wasmtime import wat2wasm

from wae.runtime import cache
from wae.runtime.app import FileApp

SOURCE = Path(__file__).parents[2] / "src"
GUESTS = Path(__file__).parent / "guests"

Wae = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture(scope="session")
def guest(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Assembles `guests/<name>.wat` and returns the path of the component."""
    folder = tmp_path_factory.mktemp("guests")

    def assemble(name: str) -> str:
        path = folder / f"{name}.wasm"
        if not path.exists():
            path.write_bytes(wat2wasm((GUESTS / f"{name}.wat").read_text()))
        return str(path)

    return assemble


@pytest.fixture(scope="session")
def environ(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a user who has nothing yet."""
    home = tmp_path_factory.mktemp("home")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WAE_")}
    return {
        **kept,
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "PYTHONPATH": str(SOURCE),
    }


@pytest.fixture
def wae(environ: dict[str, str]) -> Wae:
    """Runs the `wae` command in a process of its own; `env=` adds to its environment."""

    def run(*arguments: str, env: dict[str, str] | None = None, **options: object) -> object:
        return subprocess.run(
            [sys.executable, "-m", "wae", *arguments],
            env={**environ, **(env or {})},
            capture_output=True,
            timeout=PATIENCE,
            **options,  # type: ignore[call-overload]
        )

    return run  # type: ignore[return-value]


@pytest.fixture
def engine() -> CountingEngine:
    return CountingEngine()


@pytest.fixture
def app(guest: Callable[[str], str], tmp_path: Path) -> FileApp:
    return FileApp(guest("code"), str(tmp_path / "cache"))


@pytest.fixture
def where(app: FileApp, engine: CountingEngine, tmp_path: Path) -> Path:
    """A cache folder that has the app's compiled code; the engine has compiled once."""
    folder = tmp_path / "cache"
    cache.component(app, engine, str(folder))
    assert engine.compiled == 1
    return folder
