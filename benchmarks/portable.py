"""How fast the REST API answers: our own host, and the portable component under wasmtime."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import httpx
from tests.toolbox.http_servers import served, wae_command, wasmtime_command

from benchmarks.process import child_environment
from benchmarks.samples import in_turns
from benchmarks.table import ratio, table
from tests.conftest import TOOLBOX

ROUNDS = 5
REQUESTS = 40
_RECIPE = {"words": 6, "separator": "-", "capitalize": False}
_ARGUMENTS = {"request": {"recipe": {"passphrase": _RECIPE}, "count": 1}}


def report(scratch: Path) -> Iterator[str]:
    """Lines of Markdown: one client asks for one passphrase after the other."""
    # An instance that serves again and again keeps what a call leaves in it.
    reused = ("--max-instance-reuse-count", "1000000")
    good = ("-C", "compiler=cranelift")  # tests make do with the quick compiler's code
    commands = {
        "`wae serve`, a fresh sandbox for each call": wae_command(TOOLBOX),
        "`wasmtime serve`, a fresh instance for each request": wasmtime_command({}, *good),
        "`wasmtime serve`, one instance for all": wasmtime_command({}, *good, *reused),
    }
    with ExitStack() as stack:
        clients = {}
        for number, (name, command) in enumerate(commands.items()):
            log = scratch / f"server-{number}.log"
            server = served(command, child_environment(), log)
            client = clients[name] = stack.enter_context(server)
            while client.get("/readyz").text.startswith("ready;"):
                time.sleep(1)  # parts are compiled behind the first answers
        taken = in_turns({n: partial(per_request, c) for n, c in clients.items()}, ROUNDS)
    base = taken[next(iter(commands))]
    rows = [
        (name, ratio(s.ratio(base)), f"{s.median * 1e3:.1f} ms", f"{s.fastest * 1e3:.1f} ms")
        for name, s in taken.items()
    ]
    yield from table(("server", "× `wae serve`", "median", "fastest"), rows)


def per_request(client: httpx.Client) -> float:
    """Seconds that a request takes, on average over a few on one connection."""
    started = time.perf_counter()
    for _ in range(REQUESTS):
        client.post("/password/generator/generate", json=_ARGUMENTS).raise_for_status()
    return (time.perf_counter() - started) / REQUESTS
