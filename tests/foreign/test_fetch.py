"""JavaScript's `fetch` keeps to the component's hosts, and throws elsewhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.foreign.javascript import javascript_component
from tests.gate.asker import part
from tests.gate.runtimes import Server, Wasmtime, serving

from wae.compose import encode, plan
from wae.inspect.report import inspect_app

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[Server, Server]]:
    with serving() as listed, serving() as unlisted:
        yield listed, unlisted


@pytest.fixture(scope="module")
def app(servers: tuple[Server, Server]) -> bytes:
    binary = javascript_component(HERE / "fetcher").read_bytes()
    hosts = [f"http://127.0.0.1:{servers[0].port}"]
    return encode(plan([part(binary, "fetcher", hosts)], ["fetcher"]), "test")


@pytest.mark.parametrize("body", [None, "a body"])
def test_fetch(app: bytes, servers: tuple[Server, Server], body: str | None) -> None:
    """A listed origin answers; any other is an error that the program can catch."""
    listed, unlisted = servers
    running = Wasmtime(app, "wae:foreign/fetcher")
    good, bad = (f"http://127.0.0.1:{server.port}/x" for server in servers)
    listed.received.clear()
    answers = [running.call("get", (url, body)) for url in (good, bad, good)]
    assert [["204 "], ["Error"], ["204 "]] == answers
    assert ("GET" if body is None else "POST", "/x") == listed.received[0][:2]
    assert (2, []) == (len(listed.received), unlisted.received)


def test_only_the_gate_holds_http(app: bytes, servers: tuple[Server, Server]) -> None:
    """Whatever JavaScript's engine imports, what it reaches is the list."""
    [actual] = [i for i in inspect_app(app, "app").instances if i.name == "fetcher"]
    assert (f"http://127.0.0.1:{servers[0].port}",) == actual.origins
    assert "http" not in actual.capabilities
