"""The toolbox with asynchronous contracts: somebody else's component reads replies as streams."""

import json
import select
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from tests.faults.github import REPOSITORY
from tests.made_once import made_once, run_folder
from tests.patience import PATIENCE
from tests.toolbox.asking import ASYNC, write_asking
from tests.wasmtime_command import wasmtime

import wae
from tests.conftest import Run
from wae.inspect.report import inspect_app

HERE = Path(__file__).parent
MODELS = {"data": [{"id": "m-1", "owned_by": "x", "created": 1}]}


@pytest.fixture(scope="session")
def talking(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An app of a component that reads streams of the toolbox's, and of the toolbox."""
    make = partial(write_asking, HERE / "talking", ASYNC)
    return made_once(run_folder(tmp_path_factory) / "talking.wasm", make)


class Service(ThreadingHTTPServer):
    """A service of models and repositories. What it replies goes by the model's name."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.asked = threading.Event()  # for a repository
        self.written = threading.Event()  # the second half of a reply
        self.left = threading.Event()  # somebody hung up on it


class Handler(BaseHTTPRequestHandler):
    server: Service

    def do_GET(self) -> None:
        answer: dict[str, Any] = MODELS
        if self.path.startswith("/repos"):
            self.server.asked.set()
            self.server.written.wait(PATIENCE)
            answer = REPOSITORY
        body = json.dumps(answer).encode()
        self.head(200, "application/json", len(body))
        self.wfile.write(body)

    def do_POST(self) -> None:
        model = json.loads(self.rfile.read(int(self.headers["content-length"])))["model"]
        if model == "unknown":
            body = json.dumps({"error": {"message": "no such model"}}).encode()
            self.head(404, "application/json", len(body))
            self.wfile.write(body)
            return
        self.head(200, "text/event-stream", 1 << 20 if model == "broken" else None)
        self.delta(model)
        if model == "silent":
            # Whoever hangs up makes it readable.
            if select.select([self.connection], [], [], PATIENCE)[0]:
                self.server.left.set()
            return
        if model == "patient":
            self.server.asked.wait(PATIENCE)
        self.delta(" and on")
        self.server.written.set()
        if model != "broken":
            self.event({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
            self.wfile.write(b"data: [DONE]\n\n")
        self.close_connection = True

    def delta(self, text: str) -> None:
        self.event({"choices": [{"index": 0, "delta": {"content": text}}]})

    def event(self, value: object) -> None:
        self.wfile.write(f"data: {json.dumps(value)}\n\n".encode())
        self.wfile.flush()

    def head(self, status: int, kind: str, length: int | None) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        if length is not None:
            self.send_header("content-length", str(length))
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def service() -> Iterator[Service]:
    with Service() as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield server
        finally:
            server.asked.set()
            server.written.set()
            server.shutdown()


def variables(service: Service) -> dict[str, str]:
    names = ("GITHUB_API_URL", "OPENAI_BASE_URL")
    return {**dict.fromkeys(names, service.url), "OPENAI_API_KEY": "sk-0123456789abcdefghij"}


@contextmanager
def loaded(talking: Path, service: Service) -> Iterator[Any]:
    env = variables(service)
    with wae.load(talking, timeout=60, env=env, http=True, deny_rest=True) as app:
        yield app.talk.talk


def test_while_another_tool_is_asked(talking: Path, service: Service) -> None:
    """Events are read as they come: the rest of the reply waits for GitHub to be asked, whose
    answer waits for the rest."""
    with loaded(talking, service) as talk:
        said = talk.aside("patient", "wae/toolbox")
    assert ["patient", " and on", "stop", "ended well", "wae/toolbox"] == said


def test_what_breaks_off(talking: Path, service: Service) -> None:
    """No event is lost, nor is the reason: it is told as the reply's ending."""
    with loaded(talking, service) as talk:
        *events, ending, repository = talk.aside("broken", "wae/toolbox")
    assert ["broken", " and on", "wae/toolbox"] == [*events, repository]
    assert "Error_Interrupted" in ending


def test_what_does_not_begin(talking: Path, service: Service) -> None:
    """A refusal is an error of `open`."""
    with loaded(talking, service) as talk:
        [error] = talk.aside("unknown", "wae/toolbox")
    assert "Error_NotFound(value='no such model" in error


def test_hanging_up(talking: Path, service: Service) -> None:
    """Whoever drops the stream closes the connection, though the server says nothing more, and the
    tool is free for others."""
    with loaded(talking, service) as talk:
        assert ["silent", "ended well", "m-1"] == talk.hang_up("silent")
        assert service.left.wait(PATIENCE)


def test_two_replies(talking: Path, service: Service) -> None:
    """Two replies can be read in turns."""
    with loaded(talking, service) as talk:
        said = talk.turns("one", "other")
    shown = ["one", "other", " and on", " and on", "stop", "stop", "ended well", "ended well"]
    assert shown == said


def test_wasmtime_command(talking: Path, service: Service) -> None:
    """The wasmtime CLI passes the same streams on."""
    command = wasmtime("run", "-S", "http,inherit-network")
    command += [f"--env={name}={value}" for name, value in variables(service).items()]
    done = subprocess.run(
        [*command, "--invoke", 'turns("one", "broken")', talking],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert ["one", "broken", " and on", " and on", "stop", "ended well"] == json.loads(
        done.stdout.replace("\\'", "'") or "[]"
    )[:-1]
    assert "Error_Interrupted" in done.stdout


def test_it_is_for_components(wae: Run) -> None:
    """No stream leaves an app: called from outside, the function is refused by name. The toolbox
    with synchronous contracts does not have it."""
    done = wae("call", "--deny-rest", str(ASYNC), "chat-stream.open")
    said = "wae: chat-stream.open cannot be called: no stream or future leaves an app; "
    assert (2, "", said) == (done.returncode, done.stdout, done.stderr[: len(said)])
    before, after = (
        {*inspect_app(file.read_bytes(), file.name).exports}
        for file in (ASYNC.with_name("toolbox.wasm"), ASYNC)
    )
    name = "wae:openai/chat-stream@0.1.0"
    assert (False, True) == (name in before, name in after)
