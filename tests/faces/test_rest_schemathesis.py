"""Requests that schemathesis makes of the description, valid and hostile, for every function."""

import itertools
import os
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.faces.rest_servers import Server, serving
from tests.faults import FaultServer
from tests.faults.message import Connection, Request
from tests.patience import until

from tests.conftest import COMMAND, ROOT

MIB = 1 << 20
BODIES = [
    *(b"", b"{", b"null", b"[]", b"{}", b'"x"', b"-1e999", b"[" * 5000, b"\xff\xfe", b"<html>"),
    *(b'[{"id": 7}]', b'{"data": null, "choices": [{}], "full_name": [], "region": {}}'),
    b"data: {}\n\ndata: [DONE]\n\n",
]
KINDS = ["application/json", "text/html", "text/event-stream"]
STATUSES = [200, 200, 200, 404, 400, 403, 418]


def _run(server: Server, folder: Path, cases: int) -> Counter[str]:
    """Lets schemathesis loose, which must find nothing; how often each path was called."""
    command = [
        str(COMMAND.with_name("schemathesis")),
        f"--config-file={Path(__file__).with_name('schemathesis.toml')}",
        *("run", f"{server.url}/openapi.json", f"--max-examples={cases}", "--mode=all"),
        "--no-color",
    ]
    env = {**os.environ, "HOME": str(folder), "PYTHONPATH": str(ROOT)}
    before = server.memory
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, env=env)
    assert 0 == done.returncode, done.stdout[-6000:]
    assert server.process.poll() is None
    assert server.memory - before < 128 * MIB
    return Counter(re.findall(r" POST (\S+) \d+ ", server.log))


def _paths(server: Server) -> set[str]:
    return set(server.http.get("/openapi.json").json()["paths"])


def test_every_sort_of_value(echo_app: Path, environ: dict[str, str], tmp_path: Path) -> None:
    """Thousands of requests to functions with values of all types, and to those that end badly: no
    answer that is not described, and no crash but of those that crash."""
    options = ("--timeout", "1", "--memory", "64", "--threads", "2", "--workers", "1")
    with serving(echo_app, tmp_path / "log", environ, *options) as server:
        called = _run(server, tmp_path, cases=40)
        assert set(called) >= _paths(server)
        crashed = set(re.findall(r" POST (\S+) 500 ", server.log))
        may = {f"/echo/failures/{name}" for name in ("crash", "hoard", "sleep", "refuse")}
        assert "/echo/failures/crash" in crashed <= may
        # On a busy machine any call may take longer than a second.
        assert "/echo/failures/spin" in re.findall(r" POST (\S+) 504 ", server.log)
        until(lambda: server.http.post("/echo/values/optional", json={"value": "x"}).text == '"x"')
    assert called.total() >= 1000


@pytest.fixture
def nonsense() -> Iterator[tuple[str, list[str]]]:
    """A server that answers nonsense to everything but a login, and what was asked of it."""
    asked: list[str] = []
    turns = itertools.count()

    def answer(_: FaultServer, to: Connection, request: Request) -> None:
        asked.append(request.path)
        turn = next(turns)
        if request.path == "/login" and turn % 4:
            to.json({"token": "0123456789" * 4})
        elif turn % 17 == 0:
            to.raw(b"nonsense\r\n\r\n")
        else:
            kind = ("Content-Type", KINDS[turn % len(KINDS)])
            to.answer(STATUSES[turn % len(STATUSES)], [kind], BODIES[turn % len(BODIES)])

    with FaultServer(find=lambda _: (answer, [])) as server:
        yield server.url, asked


def test_every_tool(
    toolbox: Path, environ: dict[str, str], tmp_path: Path, nonsense: tuple[str, list[str]]
) -> None:
    """Every function of the toolbox, before services that answer nonsense: each answer is a result
    or an error that is described, none is a crash, and no key is logged."""
    url, asked = nonsense
    secret = "an4lytical-Engine"
    settings = {
        **dict.fromkeys(("GITHUB_API_URL", "WATTTIME_API_URL", "IPINFO_URL"), url),
        "OPENAI_BASE_URL": f"{url}/v1",
        "OPENAI_API_KEY": secret,
        "GH_TOKEN": secret,
        "WATTTIME_USER": "ada.lovelace",
        "WATTTIME_PASSWORD": secret,
    }
    options = ("--timeout", "5", "--threads", "2", "--workers", "1")
    with serving(toolbox, tmp_path / "log", {**environ, **settings}, *options) as server:
        called = _run(server, tmp_path, cases=20)
        assert set(called) >= _paths(server)
        # What a service answers, or does not, may be a 502; a 500 would be a crash.
        assert [] == re.findall(r" POST (\S+) 500 ", server.log)
        assert secret not in server.log
    assert len(set(asked)) > 8
