"""The toolbox with asynchronous contracts: somebody else's component asks several tools at once."""

import json
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from tests.faults.github_data import REPOSITORY
from tests.made_once import made_once, run_folder
from tests.patience import PATIENCE
from tests.toolbox.asking import ASYNC, write_asking
from tests.wasip3.test_poll_floor import version
from tests.wasmtime_command import wasmtime

import wae
from tests.conftest import Run
from wae.inspect.report import inspect_app

HERE = Path(__file__).parent
LOOKED = ["wae/toolbox", "m-1", "Here, There, DE"]


@pytest.fixture(scope="session")
def board(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An app of a component that awaits the toolbox's functions, and of the toolbox."""
    make = partial(write_asking, HERE / "board", ASYNC)
    return made_once(run_folder(tmp_path_factory) / "board.wasm", make)


@contextmanager
def services(together: int) -> Iterator[dict[str, str]]:
    """The variables of three services, which answer when so many of them are asked at a time. The
    second half of a file comes when somebody has asked for models."""
    barrier = threading.Barrier(together)
    asked = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if "assets" in self.path:
                self.head("application/octet-stream", 10)
                self.wfile.write(b"first")
                if asked.wait(PATIENCE):
                    self.wfile.write(b" half")
                return
            answer: dict[str, Any] = {"loc": "1,2", "city": "Here", "region": "There"}
            if self.path.startswith("/repos"):
                answer = REPOSITORY
            elif self.path.endswith("/models"):
                asked.set()
                answer = {"data": [{"id": "m-1", "owned_by": "x", "created": 1}]}
            else:
                answer["country"] = "DE"
            barrier.wait(PATIENCE)
            body = json.dumps(answer).encode()
            self.head("application/json", len(body))
            self.wfile.write(body)

        def head(self, kind: str, length: int) -> None:
            self.send_response(200)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(length))
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        try:
            yield {
                "GITHUB_API_URL": url,
                "IPINFO_URL": url,
                "OPENAI_BASE_URL": url,
                "OPENAI_API_KEY": "sk-0123456789abcdefghij",
            }
        finally:
            barrier.abort()
            asked.set()
            server.shutdown()


def test_three_at_once(board: Path) -> None:
    """Three tools are asked side by side: no service answers before all have been asked."""
    with services(3) as env, wae.load(board, timeout=60, env=env, http=True, deny_rest=True) as app:
        assert LOOKED == app.board.board.look("wae/toolbox")


def test_what_arrives(board: Path) -> None:
    """While a tool waits for more of a file, another is asked."""
    with services(1) as env, wae.load(board, timeout=60, env=env, http=True, deny_rest=True) as app:
        assert ["first half", "m-1"] == app.board.board.read("wae/toolbox")


def test_wasmtime_command(board: Path) -> None:
    """The wasmtime CLI runs the same file; one call after the other before version 50."""
    command = wasmtime("run", "-S", "http,inherit-network")
    with services(1 if version(command[0]) < 50 else 3) as env:
        command += [f"--env={name}={value}" for name, value in env.items()]
        done = subprocess.run(
            [*command, "--invoke", 'look("wae/toolbox")', board],
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
    assert (LOOKED, "") == (json.loads(done.stdout or "[]"), done.stderr)


def test_command_line(wae: Run, tmp_path: Path) -> None:
    """It is a command line as the toolbox is; its entry is that of WASI 0.3."""
    with services(1) as env:
        options = [word for name, value in env.items() for word in ("--env", f"{name}={value}")]
        command = ["run", *options, "--http", "--deny-rest", str(ASYNC)]
        done = wae(*command, "github", "repo", "wae/toolbox", "--json")
    assert (0, "wae/toolbox") == (done.returncode, json.loads(done.stdout)["full_name"])
    assert "wasi:cli/run@0.3.0" in inspect_app(ASYNC.read_bytes(), "toolbox").exports


def test_what_each_part_holds() -> None:
    """Each part holds what it holds in the toolbox whose contracts are synchronous, and no more;
    what only this one has holds nothing."""
    before, after = (
        {
            part.name: (part.capabilities, part.origins, part.variables)
            for part in inspect_app(file.read_bytes(), file.name).instances
            if part.role is None
        }
        for file in (ASYNC.with_name("toolbox.wasm"), ASYNC)
    )
    nothing = before["password"]
    assert (("clocks", "random"), None, None) == nothing
    assert {} == {n: held for n, held in after.items() if before.get(n, nothing) != held}
