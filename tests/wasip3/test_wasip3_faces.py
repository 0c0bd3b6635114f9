"""Async functions through REST and MCP: several at once, errors, and what is left out."""

import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
import pytest
from tests.faces.rest_servers import serving
from tests.faces.test_mcp import COMMAND, client
from tests.patience import PATIENCE
from tests.wasip3.test_wasip3_host import SLEEPER

from tests import dummy

MILLISECONDS = 2000
MANY = 8
REASON = "no stream or future leaves an app; return a resource with next"
LEFT_OUT = f"wae: naps.bytes is left out: {REASON}"


@pytest.fixture
def sleeper(tmp_path: Path) -> Path:
    file = tmp_path / "sleeper.wasm"
    file.write_bytes(dummy.from_wat(SLEEPER))
    return file


def test_rest(napping_app: Path, environ: dict[str, str], tmp_path: Path) -> None:
    """Requests that wait are answered side by side; typed errors are 422, as anywhere."""
    with serving(napping_app, tmp_path / "log", environ) as server:

        def nap(_: int) -> Any:
            return server.http.post("/naps/naps/nap", json={"milliseconds": MILLISECONDS}).json()

        nap(0)
        start = time.monotonic()
        with ThreadPoolExecutor(MANY) as threads:
            assert [MILLISECONDS] * MANY == list(threads.map(nap, range(MANY)))
        assert time.monotonic() - start < MANY * MILLISECONDS / 1000
        gathered = server.http.post("/naps/naps/gather", json={"milliseconds": 1, "times": 3})
        assert [7, 7, 7] == gathered.json()
        refused = server.http.post("/naps/naps/refuse", json={})
        assert (422, {"invalid-request": "no naps today"}) == (
            refused.status_code,
            refused.json()["error"],
        )


def test_mcp(napping_app: Path) -> None:
    """So are calls of tools."""

    async def talk() -> list[Any]:
        async with client(napping_app) as connected:
            given = {"milliseconds": MILLISECONDS}
            results: list[Any] = [await connected.call_tool("naps_naps_nap", given)]

            async def call() -> None:
                results.append(await connected.call_tool("naps_naps_nap", given))

            start = time.monotonic()
            async with anyio.create_task_group() as group:
                for _ in range(MANY):
                    group.start_soon(call)
            assert time.monotonic() - start < MANY * MILLISECONDS / 1000
            return results

    results = anyio.run(talk)
    assert [{"result": MILLISECONDS}] * (MANY + 1) == [r.structured_content for r in results]


def test_streams(sleeper: Path, environ: dict[str, str], tmp_path: Path) -> None:
    """A function with a stream is not offered, and whoever starts the server is told."""
    with serving(sleeper, tmp_path / "log", environ) as server:
        assert LEFT_OUT in server.log.splitlines()
        assert 20 == server.http.post("/naps/naps/slept", json={"milliseconds": 20}).json()
        assert ["/naps/naps/slept"] == [*server.http.get("/openapi.json").json()["paths"]]


def test_streams_of_tools(sleeper: Path, environ: dict[str, str]) -> None:
    """The same for models."""
    command = [COMMAND, "mcp", str(sleeper)]
    done = subprocess.run(
        command,
        env=environ,
        input="",
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert LEFT_OUT in done.stderr.splitlines()
