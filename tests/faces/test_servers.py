"""A server that is not the vendor's is named in every error, whatever face shows it.

One server takes the place of GitHub, OpenAI and WattTime, and goes wrong in the way of the hour.
"""

import json
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from tests.faces.rest_servers import Server, serving
from tests.faults import FaultServer, routes
from tests.faults.message import Connection, Request
from tests.patience import PATIENCE

import wae
from tests.conftest import COMMAND
from wae.contract.error_cases import MEANINGS, OTHER
from wae.contract.json_values import to_json
from wae.contract.shapes import Result
from wae.faces.sandbox import ResultError

SECRETS = {
    "GH_TOKEN": "ghp_aTokenThatNobodyMaySee01",
    "OPENAI_API_KEY": "sk-aKeyThatNobodyMaySee01",
    "WATTTIME_USER": "a-user-that-nobody-may-see",
    "WATTTIME_PASSWORD": "a-pa$$word-that-nobody-may-see-1",
}


@dataclass(frozen=True)
class Call:
    """A function that asks a service, and the command that does the same."""

    interface: str
    function: str
    arguments: dict[str, Any]
    command: tuple[str, ...]


CALLS = (
    Call("github/repositories", "get", {"name": "o/r"}, ("github", "repo", "o/r")),
    Call("openai/models", "list-models", {}, ("openai", "models")),
    Call("watttime/account", "login", {}, ("watttime", "login")),
)
SETTINGS = ("GITHUB_API_URL", "OPENAI_BASE_URL", "WATTTIME_API_URL")


def status(code: int, body: bytes = b'{"message": "no"}') -> Callable[..., None]:
    """Answers with a status."""

    def answer(_: FaultServer, to: Connection, request: Request) -> None:
        to.answer(code, [("Content-Type", "application/json")], body)

    return answer


def rate_limit(_: FaultServer, to: Connection, request: Request) -> None:
    """GitHub's hourly one."""
    to.answer(403, [("X-RateLimit-Remaining", "0"), ("X-RateLimit-Limit", "60")], b"{}")


FAULTS = {
    "unauthorized": status(401),
    "out of credit": status(402),
    "forbidden": status(403),
    "rate limit": rate_limit,
    "not found": status(404),
    "too large": status(403, b'{"message": "the history is too large"}'),
    "invalid": status(422),
    "too many": status(429),
    "broken": status(500),
    "no JSON": status(200, b"<html>"),
    "wrong JSON": status(200, b"[1]"),
    "closed": routes.cut_before,
    "cut": routes.cut_length,
    "not HTTP": routes.garbage,
    "not gzip": routes.gzip_false,
    "redirects for ever": routes.redirect_loop,
    "redirects elsewhere": routes.redirect_forbidden,
    "redirects nowhere": routes.redirect_nowhere,
}


@dataclass
class Broken:
    """Goes wrong in the way of ``fault`` whatever is asked for."""

    fault: str = "broken"

    def find(self, path: str) -> tuple[Callable[..., None], list[str]]:
        return FAULTS[self.fault], []


@dataclass
class Mcp:
    """`wae mcp`, which is asked one thing after the other."""

    process: "subprocess.Popen[bytes]"
    lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, method: str, parameters: dict[str, Any]) -> Any:
        message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        with self.lock:
            self.process.stdin.write(json.dumps(message).encode() + b"\n")
            self.process.stdin.flush()
            return json.loads(self.process.stdout.readline())["result"]


@dataclass
class Faces:
    """All of them, with the same settings; ``environ`` is what a command needs."""

    environ: dict[str, str]
    rest: Server
    mcp: Mcp
    python: Any
    threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(16))

    def errors(self, call: Call) -> dict[str, "Future[Any]"]:
        """What each face shows: JSON, or lines."""
        ways = (self.by_command, self.by_call, self.by_rest, self.by_mcp, self.by_python)
        return {way.__name__: self.threads.submit(way, call) for way in ways}

    def by_command(self, call: Call) -> str:
        return self._run(*call.command).stderr

    def by_call(self, call: Call) -> Any:
        arguments = [f"--{name}={value}" for name, value in call.arguments.items()]
        done = self._run("call", "toolbox", f"{call.interface}.{call.function}", *arguments)
        error = json.loads(done.stdout)
        assert error["server"] in done.stderr
        return error

    def by_rest(self, call: Call) -> Any:
        path = f"/{call.interface}/{call.function}"
        answer = self.rest.http.post(path, json=call.arguments)
        error = answer.json()["error"]
        [case] = [error["reason"]] if isinstance(error["reason"], str) else error["reason"]
        assert MEANINGS.get(case, OTHER).status == answer.status_code, answer.text
        return error

    def by_mcp(self, call: Call) -> Any:
        name = f"{call.interface}/{call.function}".replace("/", "_")
        actual = self.mcp.ask("tools/call", {"name": name, "arguments": call.arguments})
        error = actual["structuredContent"]["error"]
        assert error["server"] in actual["content"][0]["text"]
        return error

    def by_python(self, call: Call) -> Any:
        function = self.python[f"wae:{call.interface}"]
        method = getattr(function, call.function.replace("-", "_"))
        with pytest.raises(ResultError) as caught:
            method(*call.arguments.values())
        shape = method.function.result
        assert isinstance(shape, Result)
        assert shape.error is not None
        return to_json(shape.error, caught.value.value)

    def _run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        done = subprocess.run(
            [str(COMMAND), *arguments],
            env=self.environ,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert done.returncode in (1, 2, 4), done.stdout + done.stderr
        return done


@contextmanager
def faces(
    toolbox: Path, folder: Path, environ: dict[str, str], urls: tuple[str, ...]
) -> Iterator[Faces]:
    """All faces of the toolbox, with these servers."""
    settings = {**SECRETS, **dict(zip(SETTINGS, urls, strict=True))}
    whole = {**environ, **settings, "WAE_TOOLBOX": str(toolbox)}
    pipe = subprocess.PIPE
    command = [str(COMMAND), "mcp", "toolbox"]
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        for name, value in whole.items():
            patch.setenv(name, value)
        rest = stack.enter_context(serving("toolbox", folder / "log", whole))
        process = stack.enter_context(
            subprocess.Popen(command, env=whole, stdin=pipe, stdout=pipe, stderr=pipe)
        )
        mcp = Mcp(process)
        own = {"name": "test", "version": "1"}
        mcp.ask(
            "initialize", {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": own}
        )
        python = stack.enter_context(wae.load("toolbox"))
        yield Faces(whole, rest, mcp, python)
        assert process.stdin is not None
        process.stdin.close()


@pytest.fixture(scope="module")
def broken() -> Broken:
    return Broken()


@pytest.fixture(scope="module")
def server(broken: Broken) -> Iterator[FaultServer]:
    with FaultServer(find=broken.find) as server:
        yield server


@pytest.fixture(scope="module")
def shown(
    server: FaultServer,
    toolbox: Path,
    environ: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Faces]:
    urls = (f"{server.url}/api/v3", f"{server.url}/v1", server.url)
    with faces(toolbox, tmp_path_factory.mktemp("servers"), environ, urls) as actual:
        yield actual


def named(origin: str, call: Call, errors: dict[str, "Future[Any]"]) -> None:
    """Each face names the origin, and no secret; those that show JSON show the same."""
    answers = {face: answer.result() for face, answer in errors.items()}
    line = answers.pop("by_command")
    assert line.startswith("wae: ")
    assert origin in line, line
    for face, error in answers.items():
        assert origin == error["server"], (face, error)
    assert 1 == len({json.dumps(error, sort_keys=True) for error in answers.values()}), answers
    text = json.dumps(answers) + line
    assert not [name for name, secret in SECRETS.items() if secret in text]


@pytest.mark.parametrize("fault", FAULTS)
def test_the_server_is_named(shown: Faces, server: FaultServer, broken: Broken, fault: str) -> None:
    """Whatever it does to one of the three services."""
    broken.fault = fault
    for call, errors in [(call, shown.errors(call)) for call in CALLS]:
        named(server.url, call, errors)


def test_nobody_answers(toolbox: Path, environ: dict[str, str], tmp_path: Path) -> None:
    """Where nobody listens, and where the host has no address."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{closed.getsockname()[1]}"
        urls = (f"http://{address}", f"https://{address}", "https://no-such-host.invalid")
        with faces(toolbox, tmp_path, environ, urls) as actual:
            for origin, call in zip(urls, CALLS, strict=True):
                named(origin, call, actual.errors(call))
