"""The floor under `wasi:http/client` of WASI 0.3: requests side by side, on engines of 0.2."""

import runpy
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.patience import PATIENCE
from tests.wasip3 import official
from tests.wasip3.napping import RUN
from tests.wasip3.test_floor import JCO, on_node, ran
from tests.wasip3.test_wasip3_gates import asker
from tests.wasip3.web import web
from tests.wasmtime_command import wasmtime

import wae
from tests import dummy
from wae.binary.decode import decode_component
from wae.compose import ComponentSpec, PlanError, Policy, encode, plan
from wae.compose.floors import NEWER, OLDER, needed
from wae.compose.generate import httpfloor
from wae.inspect.recognize import recognize
from wae.inspect.report import inspect_app
from wae.inspect.text import as_text

CLIENT, HANDLER = "wasi:http/client@0.3.0", "wasi:http/handler@0.3.0"
TYPES = "wasi:http/types@0.3.0"
SCRIPT = Path(__file__).parents[2] / "scripts/http-floor"
MANY = 10
BLOCK = 256 * 400
LITTLE, EXCHANGE = 64 << 20, 1 << 16  # bytes


@pytest.fixture
def app(fetching_app: Path) -> Iterator[Any]:
    with wae.load(fetching_app, timeout=60, http=True) as loaded:
        yield loaded.fetching.fetching


def test_side_by_side(app: Any) -> None:
    """Ten requests are in the air at once, beside naps by the clock: the server answers none
    before all of them are there."""
    with web(MANY) as server:
        answers = app.get_all(server.authority, ["/together"] * MANY, 20)
        assert ["200 together 5 ended"] * MANY == answers
        assert MANY == len(server.received)


def test_bodies(app: Any) -> None:
    """A body arrives whole, and trailers behind it; many kinds of answers at once."""
    with web() as server:
        assert [
            "200 large 10000000 ended",
            "200 trailing 3 x-sum=6",
        ] == app.get_all(server.authority, ["/large", "/trailing"], 0)


def test_both_ways(app: Any) -> None:
    """A request's body goes out while the answer's comes in: each block waits for the last."""
    with web() as server:
        assert 5 * BLOCK == app.echo(server.authority, 5)


def test_uploads(app: Any) -> None:
    """A body goes out whole, with trailers; a server that does not want it is heard all the same,
    and whoever asks is told that not all was sent."""
    with web() as server:
        assert f"200 {20 * BLOCK} x-sum: 7 sent" == app.upload(server.authority, "/sum", 20)
        assert "413 big ConnectionTerminated" == app.upload(server.authority, "/refuse", 200)


def test_errors(app: Any) -> None:
    """What fails is an error of the contract: while connecting, before the head, in the body. An
    error of a stream for which 0.2 has no code is an internal one, with its text."""
    with web() as server:
        cut, garbage, never = app.get_all(server.authority, ["/cut", "/garbage", "/never"], 0)
    assert [
        "200 cut 5 InternalError: hyper error: error reading a body from connection",
        "HttpProtocolError",
        "ConnectionReadTimeout",
    ] == [
        cut,
        garbage,
        never,
    ]
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{nobody.getsockname()[1]}"
        assert ["ConnectionRefused"] == app.get_all(address, ["/x"], 0)


def test_what_nobody_reads(app: Any) -> None:
    """Whose reader has gone is let go: the server notices, and the app goes on."""
    with web() as server:
        assert "data: first\n\n" == app.glimpse(server.authority, "/events")[:13]
        assert ["200 together 5 ended"] == app.get_all(server.authority, ["/together"], 200)
        assert server.left.wait(PATIENCE)


def test_requests(app: Any) -> None:
    """Requests, headers and options say what they were told; some of it nobody may change."""
    assert [
        "[('x-from', b'wae')]",
        "example.org",
        "/a?b",
        "BREW",
        "Scheme_Http",
        "HeaderError_Immutable",
        "HeaderError_InvalidSyntax",
        "HeaderError_InvalidSyntax",
        "([b'1', b'2'], False, True)",
        "[100000, 100000, 100000]",
        "5 None",
        "RequestOptionsError_Immutable",
    ] == app.look("example.org")


def test_memory(fetching_app: Path) -> None:
    """Memory and handles of what is over are used again: many requests need no more than few."""
    with wae.load(fetching_app, timeout=60, http=True, memory=LITTLE) as loaded, web() as server:
        paths = ["/together"] * 20
        for _ in range(LITTLE // EXCHANGE // 20 + 1):
            answers = loaded.fetching.fetching.get_all(server.authority, paths, 0)
            assert ["200 together 5 ended"] * 20 == answers


def test_wasmtime_command(fetching_app: Path) -> None:
    """The wasmtime CLI runs the same file."""
    with web(MANY) as server:
        paths = ", ".join(['"/together"'] * MANY)
        call = f'get-all("{server.authority}", [{paths}], 1)'
        command = wasmtime("run", "-S", "http", "--invoke", call, fetching_app)
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
        assert "" == done.stderr
        assert MANY == done.stdout.count("200 together 5 ended")


def test_jco(tmp_path: Path) -> None:
    """Node runs what sends by the floor."""
    if not JCO.is_file():
        pytest.skip("jco is not installed: run scripts/peers")
    with web() as server:
        parts = specs(asker(server.authority), grants=frozenset({"http"}))
        (tmp_path / "app.wasm").write_bytes(encode(plan(parts, ["asker"], wasi=OLDER), "app"))
        assert "ok" == on_node(tmp_path)
        assert ["/x"] * 3 == server.received


def test_what_is_imported(fetching_app: Path) -> None:
    """Nothing of WASI 0.3 is left to the host. The floor is proved, and its http counts."""
    report = inspect_app(fetching_app.read_bytes(), "fetching")
    assert [] == [name for name in report.imports if "@0.3" in name]
    (floor,) = (i for i in report.instances if i.name == f"floor of {httpfloor.CLIENT}")
    assert ("floor", ("clocks", "http")) == (floor.role, floor.capabilities)
    (fetcher,) = (i for i in report.instances if i.name == "fetcher")
    assert (floor.name,) == fetcher.through["http"]
    assert "they hold nothing but clocks and http." in as_text(report)


def specs(binary: bytes, **options: Any) -> list[ComponentSpec]:
    return [ComponentSpec("asker", binary, decode_component(binary), **options)]


def test_cancelling(tmp_path: Path) -> None:
    """A request that is cancelled ends its connection, and an answer may be dropped unread."""
    text = Path(__file__).with_name("quitter.wat").read_text()
    with web() as server:
        authority = server.authority
        for name, value in (("AUTHORITY", authority), ("LENGTH", len(authority)), ("ROUNDS", 50)):
            text = text.replace(name, str(value))
        binary = official.component([CLIENT], [RUN], text)
        parts = specs(binary, grants=frozenset({"http"}))
        app = encode(plan(parts, ["asker"], wasi=OLDER), "app")
        assert "" == dummy.problem(app)
        assert ran(app) < 60


@pytest.mark.parametrize("is_listed", [True, False])
def test_gates(is_listed: bool, tmp_path: Path) -> None:
    """With hosts the gate is below the floor, where sending is synchronous: nothing else goes
    out, and `inspect` proves it."""
    with web() as server:
        listed = f"http://{server.authority}" if is_listed else "http://127.0.0.1:9"
        policy = Policy((listed,))
        made = encode(
            plan(specs(asker(server.authority), policy=policy), ["asker"], wasi=OLDER), "app"
        )
        assert "" == dummy.problem(made)
        roles = {i.name: (i.role, i.origins) for i in inspect_app(made, "app").instances}
        assert (None, (listed,)) == roles["asker"]
        file = tmp_path / "app.wasm"
        file.write_bytes(made)
        command = wasmtime("run", "-S", "http", file)
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
        assert (0 if is_listed else 1) == done.returncode
        assert (3 if is_listed else 0) == len(server.received)


def test_without_http() -> None:
    """What has no grant gets no floor: it is denied, and nothing of HTTP is asked of the host."""
    made = encode(plan(specs(asker("example.org")), ["asker"], wasi=OLDER), "app")
    report = inspect_app(made, "app")
    assert [] == [name for name in report.imports if "http" in name]
    assert ["denial"] == [i.role for i in report.instances if i.role]


@pytest.mark.parametrize(("imported", "grants"), [(CLIENT, {"http"}), (TYPES, set())])
def test_what_is_exchanged_with_the_host(imported: str, grants: set[str]) -> None:
    """A service of 0.3 takes requests that are the host's, and no floor's."""
    binary = official.component([imported], [HANDLER])
    assert NEWER == needed(decode_component(binary))
    said = (
        '"asker" needs wasi:http/types@0.3.0, which nothing provides in an app of WASI 0.2. '
        'Write wasi = "0.3" in [app], and run it with the wasmtime command'
    )
    with pytest.raises(PlanError) as caught:
        plan(specs(binary, grants=frozenset(grants)), ["asker"], wasi=OLDER)
    assert f"wae: {said}" == caught.value.line()


def test_other_types() -> None:
    """What is no `send` of WASI's has no floor."""
    wit = """package a:b; world w { import wasi:http/client@0.3.0; }
    package wasi:http@0.3.0 { interface client { send: async func(url: string); } }"""
    with pytest.raises(PlanError) as caught:
        plan(specs(dummy.from_wit(wit), grants=frozenset({"http"})), ["asker"], wasi=OLDER)
    said = '"asker" imports wasi:http/client@0.3.0 with types that differ from WASI\'s'
    assert f"{said}. Build it against the WIT of wasi:http" in caught.value.line()


def test_from_its_sources() -> None:
    """The floor is what its WAT and its WIT make, and what it gives is WASI's own."""
    assert runpy.run_path(str(SCRIPT))["component"]() == httpfloor.binary()
    kind = decode_component(official.component([CLIENT], [RUN]))
    assert OLDER == needed(kind)


def test_forged() -> None:
    """It is known by all of its bytes."""
    binary = httpfloor.binary()
    made = recognize(binary)
    assert made is not None
    assert "floor" == made.role
    for place in range(8, len(binary), 4001):
        altered = bytearray(binary)
        altered[place] ^= 1
        assert None is recognize(bytes(altered)), hex(place)
