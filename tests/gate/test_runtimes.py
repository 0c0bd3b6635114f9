"""An app whose one component sends by `wasi:http`, with hosts, under runtimes that know no gate."""

import importlib.util
import shutil
import subprocess
import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.gate.asker import app, open_app
from tests.gate.runtimes import (
    BODY,
    CONNECT,
    DENIED,
    HOLDS_HEADERS,
    OPTIONS,
    OTHER,
    OTHER_AUTHORITY,
    POST,
    WRITES,
    WRITES_LATE,
    Ask,
    Server,
    Wasmtime,
    jco,
    serving,
    wasmtime_cli,
)

HERE = Path(__file__).parent
PACKAGES = HERE.parents[1] / ".cache/peers/node_modules"
JCO = PACKAGES / "@bytecodealliance/jco/dist/jco.js"
NODE = Path(sysconfig.get_path("scripts")) / "node"

Sends = Callable[..., list[int]]


@pytest.fixture(scope="module")
def listed() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture(scope="module")
def unlisted() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture(scope="module")
def binary(listed: Server) -> bytes:
    """The app may ask the listed server, by its address and by its name."""
    hosts = [f"http://127.0.0.1:{listed.port}", f"http://LocalHost:{listed.port}"]
    return app([*hosts, "http://*.localhost:9"])


@pytest.fixture(scope="module")
def runtimes(binary: bytes, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sends]:
    """How to send requests from one sandbox, by runtime; those that are installed."""
    folder = tmp_path_factory.mktemp("gate")
    file = folder / "app.wasm"
    file.write_bytes(binary)
    actual: dict[str, Sends] = {"wasmtime": Wasmtime(binary).send}
    package = importlib.util.find_spec("wasmtime_cli")
    if package is not None and package.origin is not None:
        command = Path(package.origin).with_name("wasmtime")
        actual["wasmtime CLI"] = lambda *asks: [wasmtime_cli(command, file, ask) for ask in asks]
    if JCO.is_file():
        subprocess.run(
            [NODE, JCO, "transpile", file, "-o", folder, "--name", "app", "-q"],
            check=True,
            timeout=300,
            stdin=subprocess.DEVNULL,
        )
        (folder / "node_modules").symlink_to(PACKAGES)
        (folder / "package.json").write_text('{"type": "module"}')
        program = Path(shutil.copy(HERE / "asks.mjs", folder))
        actual["jco"] = lambda *asks: jco(NODE, program, asks)
    return actual


@pytest.fixture(params=["wasmtime", "wasmtime CLI", "jco"])
def send(request: pytest.FixtureRequest, runtimes: dict[str, Sends]) -> Sends:
    if request.param not in runtimes:
        pytest.skip(f"there is no {request.param}")
    return runtimes[request.param]


@pytest.fixture(autouse=True)
def nothing_received(listed: Server, unlisted: Server) -> None:
    listed.received.clear()
    unlisted.received.clear()


def test_listed(send: Sends, listed: Server) -> None:
    """Requests to the origins on the list arrive, with the host that they name."""
    names = [f"127.0.0.1:{listed.port}", f"localhost:{listed.port}"]
    assert [204, 204] == send(*map(Ask, names))
    assert [("GET", "/x", name) for name in names] == listed.received
    assert [204, 204] == send(
        Ask(names[0], method=POST, modes=BODY | WRITES | OPTIONS),
        Ask(names[0], method=POST, modes=BODY | WRITES_LATE),
    )


@pytest.mark.parametrize("modes", [0, OPTIONS, BODY, BODY | WRITES, HOLDS_HEADERS])
def test_unlisted(send: Sends, unlisted: Server, modes: int) -> None:
    """Others are denied, whatever is open; the component goes on, and nothing is connected to."""
    asks = [
        Ask(f"127.0.0.1:{unlisted.port}", modes=modes, method=POST),
        Ask(f"localhost:{unlisted.port}", modes=modes, method=POST),
    ]
    assert [DENIED, DENIED, DENIED] == send(*asks, asks[0])
    assert [] == unlisted.received


def test_body_of_a_denied_request(send: Sends, unlisted: Server) -> None:
    """Who writes on after the denial traps nothing, and reaches nobody."""
    ask = Ask(f"127.0.0.1:{unlisted.port}", modes=BODY | WRITES_LATE, method=POST)
    assert [DENIED] == send(ask)
    assert [] == unlisted.received


def test_authority_that_changes(send: Sends, listed: Server, unlisted: Server) -> None:
    """The authority that counts is the last one before the request is handed over."""
    good, bad = f"127.0.0.1:{listed.port}", f"127.0.0.1:{unlisted.port}"
    modes = BODY | OTHER_AUTHORITY
    assert [DENIED, 204] == send(
        Ask(good, name=bad, modes=modes, method=POST), Ask(bad, name=good, modes=modes, method=POST)
    )
    assert ([("POST", "/x", good)], []) == (listed.received, unlisted.received)


def test_ambiguous(send: Sends, listed: Server) -> None:
    """What a parser could read in another way is denied, if the runtime takes it at all."""
    port = listed.port
    good = f"127.0.0.1:{port}"
    asks = [
        Ask(good, scheme=None),
        Ask(good, scheme="https"),
        Ask(good, scheme="ftp"),
        Ask(None),
        Ask(""),
        Ask(f"me@{good}"),
        Ask(f"{good}@evil.example"),
        Ask(f"127.0.0.1:0{port}"),
        Ask(f"2130706433:{port}"),
        Ask(f"0x7f.0.0.1:{port}"),
        Ask(f"0x7f000001:{port}"),
        Ask(f"127.1:{port}"),
        Ask(f"127.0.0.1.:{port}"),
        Ask(f"{good}/x"),
        Ask(f"{good}#x"),
        Ask(f"{good} "),
        Ask(good, path="http://evil.example/"),
        Ask(good, path="evil.example"),
        Ask(good, method=CONNECT),
        Ask(good, method=CONNECT, path="evil.example:443"),
        Ask(good, method=OTHER, name="connect"),
        Ask(good, headers=[("host", b"evil.example")]),
        Ask(good, headers=[("HOST", b"evil.example")]),
        Ask(good, headers=[(":authority", b"evil.example")]),
    ]
    answers = send(*asks)
    wrong = [
        (ask, answer)
        for ask, answer in zip(asks, answers, strict=True)
        if answer != DENIED and not 3000 < answer < 4000
    ]
    assert ([], []) == (wrong, listed.received)
    assert 5 < answers.count(DENIED)


def test_without_hosts_it_would_arrive(unlisted: Server) -> None:
    """The same component with the whole grant reaches the server: it is the gate that stops it."""
    assert [204] == Wasmtime(open_app()).send(Ask(f"127.0.0.1:{unlisted.port}"))
    assert 1 == len(unlisted.received)
