"""toolbox.wasm is a command and a server: the same bytes under wasmtime's `run` and `serve`."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from tests.faults import FaultServer, GitHub
from tests.toolbox.http_servers import jco_command, served, wasmtime_command

from wae.faces.read_contract import read_contract
from wae.inspect.report import inspect_app


@pytest.fixture(scope="module")
def github() -> Iterator[FaultServer]:
    with FaultServer(find=GitHub().find) as result:
        yield result


@pytest.fixture(scope="module")
def client(
    environ: dict[str, str],
    toolbox: Path,
    github: FaultServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[httpx.Client]:
    """A client of toolbox.wasm, served by wasmtime with a folder of files."""
    scratch = tmp_path_factory.mktemp("served")
    (scratch / "files").mkdir()
    (scratch / "files" / "a.txt").write_text("a file\n")
    (scratch / "files" / ".env").write_text("GH_TOKEN=a-token-of-this-folder\n")
    folder = f"--dir={scratch / 'files'}::/files"
    command = wasmtime_command({"GITHUB_API_URL": github.url}, folder, app=toolbox)
    with served(command, environ, scratch / "log") as result:
        yield result


def test_it_serves(client: httpx.Client) -> None:
    """The page, its health, files, and calls: as toolbox-http.wasm."""
    assert "<!doctype html>" in client.get("/").text
    assert ("ok\n", "a file\n") == (client.get("/healthz").text, client.get("/files/a.txt").text)
    assert 404 == client.get("/files/none").status_code


def test_every_tool_can_be_called(client: httpx.Client) -> None:
    """What it describes is what toolbox.wasm exports for calls."""
    described = client.get("/openapi.json").json()["paths"]
    assert {"/password/checker/check", "/github/repositories/get"} <= described.keys()
    body = {"password": "hunter2", "user-inputs": []}
    assert 200 == client.post("/password/checker/check", json=body).status_code


def test_jco_serves(environ: dict[str, str], toolbox: Path, tmp_path: Path) -> None:
    """So does jco, on Node.js."""
    with served(jco_command(app=toolbox), environ, tmp_path / "log") as client:
        assert "<!doctype html>" in client.get("/").text
        body = {"password": "hunter2", "user-inputs": []}
        assert 200 == client.post("/password/checker/check", json=body).status_code


def test_settings_are_not_in_the_folder(client: httpx.Client, github: FaultServer) -> None:
    """The environment's settings count, and a `.env` in the folder that is served is a file."""
    answer = client.post("/github/repositories/get", json={"name": "wae/toolbox"})
    assert 200 == answer.status_code, answer.text
    [request] = github.received[""]
    assert "authorization" not in {name.lower() for name, _ in request.headers}


def test_it_runs(environ: dict[str, str], toolbox: Path) -> None:
    """The same file is a command; wasmtime has to be told to give it HTTP, or does not start it:
    an import is there before anything runs."""
    program = wasmtime_command({})(0)[0]

    def run(*options: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [program, "run", *options, str(toolbox), "password"],
            env=environ,
            capture_output=True,
            text=True,
            check=False,
        )

    done = run("-S", "http")
    assert (0, 21) == (done.returncode, len(done.stdout)), done.stderr
    refused = run()
    assert 0 != refused.returncode
    assert "wasi:http/" in refused.stderr
    assert "" == refused.stdout


def test_entries_are_no_calls(toolbox: Path) -> None:
    """What a runtime starts is no function for REST, a model or Python."""
    contract = read_contract(toolbox.read_bytes())
    entries = {"wae:cli/main", "wasi:cli/run", "wasi:http/incoming-handler"}
    assert entries <= {name.partition("@")[0] for name in contract.interfaces}
    left = {name.partition("@")[0] for name in contract.without_entries().interfaces}
    assert [] == [name for name in left if name in entries or name.startswith("wasi:")]


def test_who_answers(toolbox: Path) -> None:
    """The server is `rest`, which holds nothing but its token; the command is `cli`. Neither can
    ask the other."""
    actual = inspect_app(toolbox.read_bytes(), "toolbox")
    instances = {one.name: one for one in actual.instances}
    assert {"clocks", "random"} == set(instances["rest"].capabilities)
    assert "terminal" not in instances["rest"].through
