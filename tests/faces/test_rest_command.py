"""`wae serve` as a command: who may ask, how it starts and ends, what it logs."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from tests.faces.rest_servers import Server, serving
from tests.patience import PATIENCE, until

from tests.conftest import COMMAND
from wae.commands import serve
from wae.errors import WaeError

TOKEN = "correct-horse-battery"


@pytest.fixture(scope="module")
def guarded(
    echo_app: Path, environ: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A server on all addresses, with a token."""
    folder = tmp_path_factory.mktemp("guarded")
    (folder / "files").mkdir()
    (folder / "files" / "a.txt").write_text("a")
    options = ("--host", "0.0.0.0", "--files", str(folder / "files"))
    with serving(echo_app, folder / "log", {**environ, serve.TOKEN: TOKEN}, *options) as server:
        yield server


@pytest.mark.parametrize(
    ("authorization", "status"),
    [
        (None, 401),
        (f"Bearer {TOKEN}", 200),
        (f"bearer  {TOKEN}", 200),
        (f"Bearer {TOKEN}x", 401),
        (f"Bearer {TOKEN[:-1]}", 401),
        (f"Basic {TOKEN}", 401),
        ("Bearer", 401),
        (f"Bearer {TOKEN}\xe4", 401),
    ],
)
def test_what_needs_the_token(guarded: Server, authorization: str | None, status: int) -> None:
    """Only it opens calls, metrics, files and waiting; the page, its description and the probes are
    open to all."""
    headers = {"authorization": authorization.encode("latin-1")} if authorization else {}
    assert status == guarded.http.post("/echo/values/nothing", headers=headers).status_code
    for path in ("/metrics", "/files/a.txt", "/files/", "/lazy?seconds=0"):
        assert status == guarded.http.get(path, headers=headers).status_code, path
        assert status == guarded.http.head(path, headers=headers).status_code, path
    for path in ("/", "/openapi.json", "/healthz", "/readyz"):
        assert guarded.http.get(path).is_success
    assert "link" not in guarded.http.get("/openapi.json").headers
    if status == 401:
        answer = guarded.http.post("/nowhere", headers=headers)
        assert (401, "Bearer") == (answer.status_code, answer.headers["www-authenticate"])


def test_any_name_is_fine_with_a_token(guarded: Server) -> None:
    """A server that others reach does not know its names; the token is what protects it."""
    headers = {"host": "tools.example", "authorization": f"Bearer {TOKEN}"}
    assert guarded.http.post("/echo/values/nothing", headers=headers).is_success
    headers["origin"] = "http://elsewhere.example"
    assert 403 == guarded.http.post("/echo/values/nothing", headers=headers).status_code


def test_the_log_keeps_secrets(guarded: Server) -> None:
    """Neither queries nor bodies nor tokens are logged, and no control characters as they are."""
    headers = {"authorization": f"Bearer {TOKEN}"}
    body = {"value": "body-secret"}
    guarded.http.post("/echo/values/optional?key=query-secret", json=body, headers=headers)
    guarded.http.get("/a%1b%5b31mred%0aline", headers=headers)
    lines = guarded.log
    assert "POST /echo/values/optional 200" in lines
    assert r"GET /a\x1b[31mred\nline 401" in lines or r"GET /a\x1b[31mred\nline 404" in lines
    for secret in (TOKEN, "query-secret", "body-secret", "\x1b"):
        assert secret not in lines


@pytest.fixture(scope="module")
def local(
    echo_app: Path, environ: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A server on loopback, without a token."""
    log = tmp_path_factory.mktemp("local") / "log"
    options = ("--reuse", "failures", "--timeout", "5")
    with serving(echo_app, log, environ, *options) as server:
        yield server


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"host": "localhost:1234"}, 200),
        ({"host": "LOCALHOST"}, 200),
        ({"host": "[::1]:8000"}, 200),
        ({"host": "evil.example"}, 421),
        ({"host": "127.0.0.1.evil.example"}, 421),
        ({"host": "localhost.evil.example:80"}, 421),
        ({"host": "[::1"}, 400),
        ({"host": ""}, 400),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": ""}, 403),
        ({"host": "localhost:1", "origin": "http://localhost:2"}, 403),
        ({"host": "localhost:1", "origin": "http://localhost:1"}, 200),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "same-origin"}, 200),
    ],
)
def test_no_page_of_another_site_gets_in(
    local: Server, headers: dict[str, str], status: int
) -> None:
    """Not by a name of its own for this address (DNS rebinding), not by a form or a script."""
    assert status == local.http.post("/echo/values/nothing", headers=headers).status_code


def test_two_hosts_are_none(local: Server) -> None:
    """A second Host or Origin header does not hide the first."""
    many = [
        ("host", "localhost"),
        ("origin", "http://evil.example"),
        ("origin", "http://localhost"),
    ]
    assert 403 == local.http.post("/echo/values/nothing", headers=many).status_code


def test_reuse_is_for_the_interface_alone(local: Server) -> None:
    """With --reuse a sandbox serves again, until it traps; then there is a new one."""
    counts = [local.http.post("/echo/failures/count").json() for _ in range(5)]
    assert max(counts) > 1
    assert 500 == local.http.post("/echo/failures/crash", json={"message": "x"}).status_code
    assert local.http.post("/echo/failures/count").json() >= 1


def test_stopping_drains(echo_app: Path, environ: dict[str, str], tmp_path: Path) -> None:
    """After SIGTERM a call that runs gets its answer, a stream its end; the exit code is 0."""
    statuses: list[int] = []
    ends: list[str] = []
    with serving(echo_app, tmp_path / "log", environ, "--timeout", "3") as server:

        def spin() -> None:
            statuses.append(server.http.post("/echo/failures/spin").status_code)

        def stream() -> None:
            with server.http.stream("POST", "/echo/counters/open", json={"end": 1 << 30}) as answer:
                ends.extend(line for line in answer.iter_lines() if line.startswith("event: e"))

        threads = [threading.Thread(target=work) for work in (spin, stream)]
        for thread in threads:
            thread.start()
        until(lambda: server.calls_in_progress(2))
        server.process.send_signal(signal.SIGTERM)
        for thread in threads:
            thread.join()
        assert (0, [504], ["event: error"]) == (server.process.wait(PATIENCE), statuses, ends)
        with pytest.raises(httpx.ConnectError):
            server.http.get("/healthz")


def test_ctrl_c_ends_it(echo_app: Path, environ: dict[str, str], tmp_path: Path) -> None:
    """SIGINT ends an idle server at once, with exit code 0."""
    with serving(echo_app, tmp_path / "log", environ) as server:
        server.process.send_signal(signal.SIGINT)
        assert 0 == server.process.wait(PATIENCE)


def _fails(*arguments: str, env: dict[str, str]) -> tuple[int, str]:
    done = subprocess.run(
        [str(COMMAND), "serve", *arguments],
        env=env,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "line"),
    [
        ([], 2, "`wae serve` needs the app's file. For example: wae serve toolbox"),
        (["no.wasm", "--port", "0"], 1, "cannot read the app no.wasm: No such file or directory"),
        (["x", "--port", "65536"], 2, "there is no port 65536. Ports are 0 to 65535"),
        (
            ["x", "--port", "http"],
            2,
            "argument --port: invalid int value: 'http'. See wae serve --help",
        ),
        (["x", "--threads", "0"], 2, "--threads must be more than 0. See wae serve --help"),
        (["x", "--timeout", "nan"], 2, "--timeout must be more than 0. See wae serve --help"),
        (["x", "--warm", "-1"], 2, "--warm must not be less than 0. See wae serve --help"),
        (
            ["x", "--port", "0", "--host", "0.0.0.0"],
            2,
            "refusing to listen on 0.0.0.0 without a token: other machines can reach it. "
            "Set WAE_TOKEN in the environment, or listen on 127.0.0.1",
        ),
        (
            ["x", "--port", "0", "--host", "::"],
            2,
            "refusing to listen on :: without a token: other machines can reach it. "
            "Set WAE_TOKEN in the environment, or listen on 127.0.0.1",
        ),
    ],
)
def test_errors_are_one_line(
    environ: dict[str, str], arguments: list[str], code: int, line: str
) -> None:
    """What is wrong, where, and what to do."""
    assert (code, f"wae: {line}\n") == _fails(*arguments, env=environ)


def test_unknown_interface_to_reuse(echo_app: Path, environ: dict[str, str]) -> None:
    """The message lists the interfaces that there are."""
    code, line = _fails(str(echo_app), "--port", "0", "--reuse", "nothing", env=environ)
    assert 2 == code
    known = ", ".join(f"test:echo/{name}@0.1.0" for name in ("values", "failures", "counters"))
    assert f"wae: cannot reuse sandboxes: no interface nothing. The app has {known}\n" == line


def test_port_in_use(echo_app: Path, environ: dict[str, str]) -> None:
    """One line and exit code 1, before anything is compiled."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, line = _fails(str(echo_app), "--port", str(port), env=environ)
    expected = f"wae: cannot listen on 127.0.0.1 port {port}: Address already in use. "
    assert (1, expected + "Choose another port\n") == (code, line)


@pytest.mark.parametrize("token", ["two words", "tab\there", "ümlaut"])
def test_tokens_that_no_header_carries(environ: dict[str, str], token: str) -> None:
    """They are refused at once."""
    expected = "wae: WAE_TOKEN has characters that no header can carry. "
    hint = "Use letters, digits and punctuation of ASCII\n"
    assert (2, expected + hint) == _fails("x", env={**environ, serve.TOKEN: token})


def test_without_uvicorn(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says what to install."""
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    with pytest.raises(WaeError) as caught:
        serve.main(["toolbox"], debug=False)
    expected = "wae: `wae serve` needs uvicorn, which is not installed. "
    advice = "Install the HTTP server: pip install 'wae-toolbox[serve]'"
    assert expected + advice == caught.value.line()


def test_the_app_does_not_see_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is taken out of the environment before any component could read it."""
    monkeypatch.setenv(serve.TOKEN, TOKEN)
    with pytest.raises(WaeError):
        serve.main(["no.wasm", "--port", "0"], debug=False)
    assert serve.TOKEN not in os.environ
