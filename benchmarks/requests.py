"""Requests of a component in Python by WASI 0.3 on a floor, and of httpx outside of a sandbox."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

from httpx import AsyncClient as Client
from tests.wasip3.web import SLOW, Web, web

import wae
from benchmarks.samples import in_turns
from benchmarks.table import megabytes, milliseconds, table
from wae.build.app import build_app, write_app
from wae.build.progress import Progress
from wae.manifest import load_manifest

APP = Path(__file__).parents[1] / "tests/wasip3/fetching/wae.toml"
ROUNDS = 10


def report(scratch: Path) -> Iterator[str]:
    """Lines of Markdown."""
    file = scratch / "fetching.wasm"
    write_app(build_app(load_manifest(APP), Progress(quiet=True)), file)
    with web() as server, wae.load(file, http=True) as app:
        guest = app.fetching.fetching
        slow, large = [f"/slow/{number}" for number in range(50)], ["/large"]
        rows = []
        for title, here, there in (
            (
                f"10 requests of {SLOW * 1e3:.0f} ms",
                lambda: guest.get_all(server.authority, slow[:10], 0),
                lambda client: _all(client, slow[:10]),
            ),
            (
                f"50 requests of {SLOW * 1e3:.0f} ms",
                lambda: guest.get_all(server.authority, slow, 0),
                lambda client: _all(client, slow),
            ),
            (
                "the first server-sent event",
                lambda: guest.glimpse(server.authority, "/events"),
                _first,
            ),
            (
                "an answer of 10 MB",
                lambda: guest.get_all(server.authority, large, 0),
                lambda client: _all(client, large),
            ),
        ):
            taken = in_turns({"floor": _timed(here), "httpx": _outside(server, there)}, ROUNDS)
            rows.append((title, *(_shown(each.median) for each in taken.values())))
    yield from table(("in all", "Python on a floor, `wae`", "httpx, no sandbox"), rows)
    yield ""
    loaded = in_turns({"load": _timed(lambda: _load(file))}, ROUNDS)["load"]
    size = megabytes(file.stat().st_size)
    took = _shown(loaded.median)
    yield f"The app has {size}; to load it and make a request that is not sent takes {took}."


def _shown(seconds: float) -> str:
    return milliseconds(seconds) if seconds >= 0.02 else f"{seconds * 1e3:.1f} ms"


def _load(file: Path) -> None:
    with wae.load(file, http=True) as app:
        app.fetching.fetching.look("example.org")


def _timed(what: Callable[[], object]) -> Callable[[], float]:
    def measured() -> float:
        started = time.perf_counter()
        what()
        return time.perf_counter() - started

    return measured


def _outside(server: Web, what: Callable[[Client], Awaitable[object]]) -> Callable[[], float]:
    async def measured() -> float:
        async with Client(base_url=f"http://{server.authority}", timeout=60) as client:
            started = time.perf_counter()
            await what(client)
            return time.perf_counter() - started

    return lambda: asyncio.run(measured())


async def _all(client: Client, paths: list[str]) -> None:
    await asyncio.gather(*(client.get(path) for path in paths))


async def _first(client: Client) -> None:
    async with client.stream("GET", "/events") as answer:
        async for _ in answer.aiter_bytes():
            break
