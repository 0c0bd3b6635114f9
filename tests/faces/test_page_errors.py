"""What the page shows of errors, in a real headless Chromium."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from tests.faces.browsing import browse, visit
from tests.faces.rest_servers import Server, serving
from tests.faces.toolbox_server import Tools
from tests.patience import PATIENCE, until

_SECONDS = 3
_PLACES = 65  # one thread's, and those that wait


def test_a_field_that_the_function_names(tools: Tools) -> None:
    """Its control is marked and focused, inside whatever record it is; a right call clears it."""
    seen = browse("errors.field", tools.url, statuses={422})
    path = "request.recipe.password.length"
    assert seen["answer"].startswith("Invalid arguments")
    assert "out-of-range" in seen["answer"]
    assert ([path], path, []) == (seen["marked"], seen["focused"], seen["left"])
    assert "passwords" in seen["right"]


def test_a_stream_that_fails(served: Server) -> None:
    """What came before stays, the error follows, and there is nothing left to stop."""
    seen = browse("errors.stream", served.url, statuses=set())
    assert (1, 0) == (len(seen["items"]), seen["buttons"])
    assert seen["failure"].startswith("Failed")


def test_a_stream_that_is_stopped(served: Server) -> None:
    """That is no error, and the focus goes to where a new one is begun."""
    seen = browse("errors.stopped", served.url, statuses=set())
    assert {"failures": 0, "focused": "Open"} == seen


def test_too_slow(echo_app: Path, environ: dict[str, str], tmp_path: Path) -> None:
    """A call that never ends gets its 504, in words."""
    with serving(echo_app, tmp_path / "log", environ, "--timeout", "1") as server:
        seen = browse("errors.slow", server.url, statuses={504})
    assert "Too slow\nfailures.spin took longer than it may" == seen


def test_too_busy(echo_app: Path, environ: dict[str, str], tmp_path: Path) -> None:
    """A server without room says so; later the same button works."""
    options = ("--timeout", str(_SECONDS), "--threads", "1")
    with serving(echo_app, tmp_path / "log", environ, *options) as server, _crowd(server):
        seen = browse("errors.busy", server.url, statuses={503})
    assert seen["refused"].startswith("Too busy\nToo many calls at a time")
    assert seen["answer"].startswith("none")


def test_a_server_that_is_gone(served: Server) -> None:
    """The page says that it cannot reach it, and goes on when it can."""
    seen = visit("errors.gone", served.url)
    lost = "Failed to load resource: net::ERR_INTERNET_DISCONNECTED"
    assert ([lost], []) == (seen.trouble, seen.violations)
    assert "The server cannot be reached" in seen.seen["lost"]
    assert seen.seen["found"].startswith("none")


def test_the_dialog_can_be_left(echo_app: Path, environ: dict[str, str], tmp_path: Path) -> None:
    """Escape ends the question for the token: nothing is kept, and the next call asks again."""
    environ = {**environ, "WAE_TOKEN": "correct-horse-battery"}
    with serving(echo_app, tmp_path / "log", environ) as server:
        seen = browse("errors.untold", server.url, statuses={401})
    assert "No token was given" in seen["answer"]
    assert (0, "Call", "") == (seen["kept"], seen["focused"], seen["value"])


def test_text_from_outside(served: Server) -> None:
    """It is shown as it is but for what reorders it, which is made visible: never as markup, and
    nothing in it is fetched."""
    seen = browse("errors.hostile", served.url, statuses=set())
    assert [text.replace("\u202e", "\\u{202e}") for text in seen["texts"]] == seen["shown"]
    assert (0, 0) == (seen["links"], seen["injected"])


@contextmanager
def _crowd(server: Server) -> Iterator[None]:
    """More calls than there is room for, until the server has refused one of the page's."""
    gone = threading.Event()

    def call() -> None:
        with httpx.Client(base_url=server.url, timeout=PATIENCE, trust_env=False) as client:
            while not gone.is_set():
                if client.post("/echo/failures/spin").status_code == 503:
                    time.sleep(0.1)
                if "/echo/values/nothing 503" in server.log:
                    gone.set()

    threads = [threading.Thread(target=call) for _ in range(_PLACES + 8)]
    for thread in threads:
        thread.start()
    until(lambda: server.calls_in_progress(_PLACES))
    try:
        yield
    finally:
        gone.set()
        for thread in threads:
            thread.join()
