"""Three tools of the toolbox, asked at once by a component, by the kind of their contracts."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.faults.github import REPOSITORY
from tests.toolbox.asking import ASYNC, write_asking

import wae
from benchmarks.samples import in_turns
from benchmarks.table import milliseconds, table

ASKER = Path(__file__).with_name("asking")
NAMES = ("GITHUB_API_URL", "IPINFO_URL", "OPENAI_BASE_URL")
KINDS = {
    "synchronous contracts": ASYNC.with_name("toolbox.wasm"),
    "asynchronous contracts": ASYNC,
}
PLACE = {"loc": "1,2", "city": "Here", "region": "There", "country": "DE"}
MODELS = {"data": [{"id": "m-1", "owned_by": "x", "created": 1}]}
ANSWER = [REPOSITORY["full_name"], "m-1", "Here, There, DE"]


def rows(scratch: Path, milliseconds_each: int, rounds: int) -> Iterator[str]:
    """Lines of Markdown: all three together, whose servers take so long for each answer."""
    title = f"three tools, whose servers need {milliseconds_each} ms each"
    with ExitStack() as stack:
        url = stack.enter_context(_services(milliseconds_each / 1e3))
        env = {**dict.fromkeys(NAMES, url), "OPENAI_API_KEY": "sk-0123456789abcdefghij"}
        subjects = {}
        for kind, toolbox in KINDS.items():
            write_asking(ASKER, toolbox, app := scratch / f"asking-{toolbox.name}")
            loaded = wae.load(app, env=env, http=True, deny_rest=True)
            subjects[kind] = partial(_timed, stack.enter_context(loaded).asking.asking.ask)
        taken = in_turns(subjects, rounds)
    cells = (milliseconds(each.median) for each in taken.values())
    yield from table(("in all", *taken), [(title, *cells)])


def _timed(ask: Callable[[str], list[str]]) -> float:
    started = time.perf_counter()
    answer = ask(REPOSITORY["full_name"])
    taken = time.perf_counter() - started
    if answer != ANSWER:
        raise RuntimeError(f"the tools answered {answer}")
    return taken


@contextmanager
def _services(seconds: float) -> Iterator[str]:
    """The URL of a server that is all three services, and needs so long for each answer."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            time.sleep(seconds)
            answer: Any = PLACE
            if self.path.startswith("/repos"):
                answer = REPOSITORY
            elif self.path.endswith("/models"):
                answer = MODELS
            body = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
