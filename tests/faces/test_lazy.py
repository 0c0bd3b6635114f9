"""Waiting on request: how long, and what ends it early."""

import asyncio
from typing import Any

import pytest
from tests.patience import PATIENCE

from wae.contract.router import Problem, Request
from wae.faces.rest import lazy
from wae.faces.rest.pausing import pause
from wae.faces.serving.body import Gone


@pytest.mark.parametrize(
    ("query", "expected"),
    {
        "seconds=0": 0.0,
        "seconds=7": 7.0,
        "seconds=0.125": 0.125,
        "seconds=60": 60.0,
        "seconds=60.000": 60.0,
        "seconds=60.001": None,
        "seconds=61": None,
        "seconds=100": None,
        "seconds=": None,
        "": None,
        "seconds": None,
        "seconds=-1": None,
        "seconds=1e1": None,
        "seconds=nan": None,
        "seconds=inf": None,
        "seconds=0x1": None,
        "seconds=\u0663": None,
        "seconds=1\n": None,
        "Seconds=1": None,
        "seconds=1&seconds=60": None,
        "seconds=1&more=1": None,
    }.items(),
)
def test_seconds(query: str, expected: float | None) -> None:
    """A plain number from 0 to 60, and nothing else."""
    request = Request("GET", lazy.PATH, query=query)
    if expected is not None:
        assert expected == lazy.seconds(request)
        return
    with pytest.raises(Problem) as caught:
        lazy.seconds(request)
    assert 400 == caught.value.status


def test_other_methods() -> None:
    """Only reading waits."""
    with pytest.raises(Problem) as caught:
        lazy.seconds(Request("POST", lazy.PATH, query="seconds=1"))
    assert (405, (("allow", "GET, HEAD, OPTIONS"),)) == (caught.value.status, caught.value.headers)


def paused(*messages: str, stops: bool = False) -> Any:
    """What a long pause raises where the client sends such messages, then nothing."""

    async def run() -> None:
        left = [*messages]
        stopping = asyncio.Event()

        async def receive() -> dict[str, str]:
            if not left:
                await asyncio.Event().wait()
            return {"type": left.pop(0)}

        if stops:
            asyncio.get_running_loop().call_later(0.05, stopping.set)
        await asyncio.wait_for(pause(2 * PATIENCE, receive, stopping), PATIENCE)

    with pytest.raises((Gone, Problem)) as caught:
        asyncio.run(run())
    return caught.value


def test_a_client_that_leaves() -> None:
    """Nobody waits for a client that is gone, whatever else it sent."""
    assert isinstance(paused("http.request", "http.disconnect"), Gone)


def test_a_server_that_stops() -> None:
    """Whoever waits is told so when the server ends."""
    end = paused(stops=True)
    assert (503, "Shutting down") == (end.status, end.title)
