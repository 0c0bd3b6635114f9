"""The processes that make the calls of `wae serve`: lost, stuck, and replaced."""

import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from tests.faces.rest_servers import Server, serving
from tests.patience import PATIENCE, until

from tests.conftest import COMMAND

COMPILING = re.compile(
    r"ready; (its parts are being compiled|part \d of \d is being compiled, for \d+ s)\n"
)
URL = re.compile(r"(http://\S+)/ ")


@pytest.fixture(scope="module")
def server(
    echo_app: Path, environ: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    log = tmp_path_factory.mktemp("workers") / "log"
    options = ("--timeout", str(PATIENCE), "--workers", "2", "--threads", "4")
    with serving(echo_app, log, environ, *options) as server:
        _until_replaced(server, [])
        yield server


def _until_replaced(server: Server, before: list[int]) -> None:
    """Waits until there are two workers, none of them as before."""

    def is_so() -> bool:
        complete = "\nwae_workers 2\n" in server.http.get("/metrics").text
        return complete and not set(before) & set(server.workers)

    until(is_so, lambda: server.log)


def test_a_worker_that_is_killed(server: Server) -> None:
    """Its call is a 500 with an id that is in the log; another takes its place."""
    before = server.workers
    statuses: list[int] = []
    ids: list[str] = []

    def call() -> None:
        answer = server.http.post("/echo/failures/sleep", json={"seconds": 3600})
        statuses.append(answer.status_code)
        ids.append(answer.json().get("id", ""))

    calls = [threading.Thread(target=call) for _ in range(2)]
    for thread in calls:
        thread.start()
    until(lambda: server.calls_in_progress(2))
    for worker in before:
        os.kill(worker, signal.SIGKILL)
    for thread in calls:
        thread.join()
    assert [500, 500] == statuses
    assert all(number in server.log for number in ids)
    assert "a worker ended (signal 9) and is replaced" in server.log
    _until_replaced(server, before)
    assert 1 == server.http.post("/echo/failures/count").json()


def test_a_call_that_waits_in_the_host(
    echo_app: Path, environ: dict[str, str], tmp_path: Path
) -> None:
    """It cannot be interrupted: its client gets a 504 in time, and its worker ends with it."""
    options = ("--timeout", "1", "--workers", "2", "--threads", "4")
    with serving(echo_app, tmp_path / "log", environ, *options) as server:
        _until_replaced(server, [])
        before = set(server.workers)
        answer = server.http.post("/echo/failures/sleep", json={"seconds": 3600})
        assert 504 == answer.status_code
        until(
            lambda: server.calls_in_progress(0) and len(before & set(server.workers)) <= 1,
            lambda: server.log,
        )
        _until_replaced(server, list(before - set(server.workers)))
        assert 1 == server.http.post("/echo/failures/count").json()


def test_a_lonely_worker_that_is_stuck(
    echo_app: Path, environ: dict[str, str], tmp_path: Path
) -> None:
    """Its other threads answer on until there is another worker: nobody gets a 503."""
    options = ("--timeout", "1", "--workers", "1", "--threads", "2")
    with serving(echo_app, tmp_path / "log", environ, *options) as server:
        [before] = server.workers
        answer = server.http.post("/echo/failures/sleep", json={"seconds": 3600})
        assert 504 == answer.status_code

        def is_over() -> bool:
            assert 1 == server.http.post("/echo/failures/count").json()
            return not _runs(before)

        until(is_over, lambda: server.log)
        assert server.http.get("/readyz").is_success


def test_an_app_that_changes(
    echo_app: Path, probe_app: Path, environ: dict[str, str], tmp_path: Path
) -> None:
    """A worker never serves another app than the server describes: who is lost is not replaced,
    the log says why, and those who work go on."""
    app = tmp_path / "app.wasm"
    app.write_bytes(echo_app.read_bytes())
    with serving(app, tmp_path / "log", environ, "--workers", "2") as server:
        _until_replaced(server, [])
        other = tmp_path / "other.wasm"
        other.write_bytes(probe_app.read_bytes())
        other.replace(app)
        os.kill(server.workers[0], signal.SIGKILL)
        until(
            lambda: "app.wasm is not what it was when the server started" in server.log,
            lambda: server.log,
        )
        assert 1 == server.http.post("/echo/failures/count").json()


def test_the_whole_app_answers_first(
    echo_app: Path, environ: dict[str, str], tmp_path: Path
) -> None:
    """Its code, which commands share, serves at once or is made first; the parts are compiled
    behind it, and take over. `/readyz` says what is being compiled, and so does what fails."""
    cold = environ | {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    options = ("--workers", "2", "--threads", "2")
    with serving(echo_app, tmp_path / "log", cold, *options, settled=False) as server:
        assert server.log.count("Compiling echo.wasm for this machine (once)") == 1
        answered = server.http.get("/readyz")
        assert (200, True) == (answered.status_code, COMPILING.fullmatch(answered.text) is not None)
        assert 1 == server.http.post("/echo/failures/count").json()
        first = server.workers[:1]  # the others may have been started for the parts

        def is_ready() -> bool:
            assert 1 == server.http.post("/echo/failures/count").json()
            return "ready\n" == server.http.get("/readyz").text

        until(is_ready, lambda: server.log)
        _until_replaced(server, first)
        assert 1 == server.http.post("/echo/failures/count").json()
    with serving(echo_app, tmp_path / "again", cold, *options, settled=False) as server:
        assert "ready\n" == server.http.get("/readyz").text
    listed = subprocess.run(
        [COMMAND, "call", echo_app, "failures.count"], env=cold, capture_output=True, check=True
    )
    assert (b"1\n", b"") == (listed.stdout, listed.stderr)


def test_not_ready_says_why(echo_app: Path, environ: dict[str, str], tmp_path: Path) -> None:
    """Until the app is compiled, calls and `/readyz` say that it is, and for how long."""
    cold = environ | {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    command = [COMMAND, "serve", echo_app, "--port", "0", "--workers", "1"]
    seen = set()
    with subprocess.Popen(command, env=cold, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            url = next(found[1] for line in process.stderr if (found := URL.search(line)))
            client = httpx.Client(base_url=url, timeout=PATIENCE, trust_env=False)
            while (answer := client.get("/readyz")).status_code == 503:
                called = client.post("/echo/failures/count")
                assert called.status_code == 200 or "Not ready" == called.json()["title"], called
                seen.add(re.sub(r"\d+ s$", "N s", answer.json()["detail"]))
                time.sleep(0.1)
        finally:
            process.terminate()
            process.stderr.read()
    assert "The server is starting: part 1 of 1 is being compiled, for N s" in seen


def test_the_current_folder_is_not_imported_from(
    echo_app: Path, environ: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server started among files of others runs none of them."""
    for name in ("json", "socket", "wae", "asyncio"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('smuggled')\n")
    monkeypatch.chdir(tmp_path)
    with serving(echo_app, tmp_path / "log", environ, "--workers", "1") as server:
        assert 1 == server.http.post("/echo/failures/count").json()


def test_workers_end_with_the_server(
    echo_app: Path, environ: dict[str, str], tmp_path: Path
) -> None:
    """Even where it is killed, and while a call runs."""
    with serving(echo_app, tmp_path / "log", environ, "--workers", "2") as server:
        _until_replaced(server, [])
        workers = server.workers
        call = threading.Thread(target=_try, args=(server,))
        call.start()
        until(lambda: server.calls_in_progress(1))
        server.process.kill()
        call.join()
        until(lambda: not any(_runs(worker) for worker in workers))


def _try(server: Server) -> None:
    try:
        server.http.post("/echo/failures/sleep", json={"seconds": 3600})
    except Exception:
        return


def _runs(process: int) -> bool:
    try:
        status = Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2]
    except OSError:
        return False
    return status[0] != "Z"
