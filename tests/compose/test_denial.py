"""What a component gets for what it is denied: answers that it can handle, or a line and a trap."""

from typing import Any

import dummy
import pytest
import wasi
from denied import AT, OPEN, STREAMS, call, every, running
from parts import composed, part
from running import ENGINE, Running
from wasmtime import Store, Trap, WasmtimeError
from wasmtime.component import Component, Linker, ResourceHost, ResourceType
from wasmtime.component import Record as Fields
from wasmtime.component import Variant as Tagged

from wae.binary.decode import decode_component
from wae.binary.types import (
    Borrow,
    Enum,
    Func,
    Interface,
    Named,
    Option,
    Own,
    Primitive,
    Record,
    Resource,
    Result,
    TypeDef,
    Variant,
)
from wae.compose.generate.denial import denial
from wae.compose.graph import FromExport, FromRoot


@pytest.fixture(scope="module")
def interfaces() -> dict[str, Interface]:
    """Every interface of our WASI."""
    return every()


@pytest.fixture
def sealed(interfaces: dict[str, Interface]) -> Running:
    """The denial for a component that nobody gives streams."""
    return running(interfaces)


@pytest.fixture
def streaming(interfaces: dict[str, Interface]) -> Running:
    """The denial for a component that gets streams from elsewhere, so that they are the host's."""
    return running(interfaces, OPEN + STREAMS)


@pytest.mark.parametrize(
    ("interface", "function", "arguments", "expected"),
    [
        ("wasi:cli/environment", "get-environment", (), []),
        ("wasi:cli/environment", "get-arguments", (), []),
        ("wasi:cli/environment", "initial-cwd", (), None),
        ("wasi:cli/terminal-stdin", "get-terminal-stdin", (), None),
        ("wasi:filesystem/preopens", "get-directories", (), []),
        ("wasi:sockets/tcp-create-socket", "create-tcp-socket", ("ipv4",), "access-denied"),
        ("wasi:keyvalue/store", "open", ("x",), Tagged("access-denied")),
    ],
)
@pytest.mark.parametrize("streams", ["sealed", "streaming"])
def test_nothing_is_there(
    streams: str,
    interface: str,
    function: str,
    arguments: tuple[str, ...],
    expected: Any,
    request: pytest.FixtureRequest,
) -> None:
    """A denied interface says that there is nothing, or that access is refused."""
    assert expected == call(request.getfixturevalue(streams), interface, function, *arguments)


def test_streams_that_nothing_hands_out(interfaces: dict[str, Interface]) -> None:
    """Types of streams are denied also where no function gives any: their own still needs the
    host's, of which it is made."""
    made = denial("p", [f"wasi:io/streams{AT}"], interfaces)
    assert "" == dummy.problem(made.binary)
    assert f"wasi:io/streams{AT}" in decode_component(made.binary).exports
    assert not any("wasi:cli" in name for name in made.imports)


def test_names_are_not_looked_up(sealed: Running) -> None:
    """There is a network, but it looks up no name."""
    network = call(sealed, "wasi:sockets/instance-network", "instance-network")
    actual = call(sealed, "wasi:sockets/ip-name-lookup", "resolve", network, "a.example")
    assert "access-denied" == actual


def test_stdin_is_at_its_end(sealed: Running) -> None:
    """Whoever reads stdin finds its end, at once."""
    stdin = call(sealed, "wasi:cli/stdin", "get-stdin")
    streams = "wasi:io/streams"
    closed = None  # so wasmtime tells this error from the other one, and from bytes
    assert closed is call(sealed, streams, "[method]input-stream.read", stdin, 10)
    ready = call(sealed, streams, "[method]input-stream.subscribe", stdin)
    assert None is not ready


@pytest.mark.parametrize("interface", ["wasi:cli/stdout", "wasi:cli/stderr"])
def test_output_goes_to_stderr(sealed: Running, interface: str) -> None:
    """What is written to stdout, or to stderr, comes out of the app's stderr."""
    stream = call(sealed, interface, interface.replace("wasi:cli/", "get-"))
    write = "[method]output-stream.write"
    for content in (b"one", b"", b"two"):
        written = call(sealed, "wasi:io/streams", write, stream, content)
        assert Tagged("ok") == written
    call(sealed, "wasi:io/streams", "[method]output-stream.blocking-flush", stream)
    stream.drop(sealed.store)
    assert b"onetwo" == sealed.stderr


def test_no_memory_is_lost(sealed: Running) -> None:
    """However much is passed to a denial, its memory does not fill."""
    network = call(sealed, "wasi:sockets/instance-network", "instance-network")
    for _ in range(40):
        call(sealed, "wasi:sockets/ip-name-lookup", "resolve", network, "x" * 1_000_000)


GIVEN, TAKER = "test:it/given@0.1.0", "test:it/taker@0.1.0"
SMALL = Own(Named(GIVEN, "small"))
TAKES = Interface(
    {
        "error": TypeDef(Enum(("access-denied",))),
        "pair": TypeDef(Record((("number", Primitive("u64")), ("given", SMALL)))),
        "either": TypeDef(Variant((("number", Primitive("u64")), ("given", SMALL)))),
        "take": Func(
            (
                ("one", SMALL),
                ("two", Option(SMALL)),
                ("three", Option(SMALL)),
                ("pair", Named(TAKER, "pair")),
                ("either", Named(TAKER, "either")),
                ("other", Named(TAKER, "either")),
                ("lent", Borrow(Named(GIVEN, "small"))),
            ),
            Result(None, Named(TAKER, "error")),
        ),
    }
)


def test_what_was_given_is_dropped() -> None:
    """A denied function drops what it was given, wherever that is, and nothing that was lent."""
    known = {GIVEN: Interface({"small": TypeDef(Resource())}), TAKER: TAKES}
    component = Component(ENGINE, denial("p", [TAKER], known).binary)
    linker, store = Linker(ENGINE), Store(ENGINE)
    dropped: list[int] = []
    kind = ResourceType.host(7)
    with linker.root() as root, root.add_instance(GIVEN) as instance:
        instance.add_resource("small", kind, lambda _, rep: dropped.append(rep))
    instance = linker.instantiate(store, component)
    inside = instance.get_export_index(store, TAKER)
    take = instance.get_func(store, instance.get_export_index(store, "take", inside))

    def own(rep: int) -> ResourceHost:
        return ResourceHost.own(rep, 7)

    pair = Fields()
    pair.number, pair.given = 5, own(3)
    assert "access-denied" == take(store, own(1), own(2), None, pair, 6, own(4), own(9))
    assert [1, 2, 3, 4] == dropped


def test_stdout_of_the_hosts_streams(streaming: Running) -> None:
    """Where streams are the host's, stdout is its stderr all the same."""
    assert None is not call(streaming, "wasi:cli/stdout", "get-stdout")


def test_http_says_so(sealed: Running) -> None:
    """A request can be prepared; sending it is denied."""
    request = call(sealed, "wasi:http/types", "[constructor]outgoing-request")
    options = call(sealed, "wasi:http/types", "[constructor]request-options")
    answer = call(sealed, "wasi:http/outgoing-handler", "handle", request, options)
    assert Tagged("HTTP-request-denied") == answer


def complaint(denied: Running, interface: str, function: str, *arguments: Any) -> str:
    """What a function that traps says on stderr."""
    with pytest.raises((Trap, WasmtimeError), match="unreachable"):
        call(denied, interface, function, *arguments)
    return denied.stderr.decode()


@pytest.mark.parametrize(("status", "number"), [("ok", 0), ("err", 1)])
def test_exit_names_who_and_how(sealed: Running, status: str, number: int) -> None:
    """Exiting ends the app, with a line that names the component and its status."""
    line = f'wae: component "p" ended the app with status {number}\n'
    assert line == complaint(sealed, "wasi:cli/exit", "exit", Tagged(status))


@pytest.mark.parametrize("status", [0, 7, 10, 99, 100, 255])
def test_exit_with_a_code(status: int) -> None:
    """The same for the exit of later WASI that takes a number."""
    code = Func((("status-code", Primitive("u8")),), None)
    exits = {f"wasi:cli/exit{AT}": Interface({"exit-with-code": code})}
    line = f'wae: component "p" ended the app with status {status}\n'
    assert line == complaint(running(exits), "wasi:cli/exit", "exit-with-code", status)


@pytest.mark.parametrize(
    ("interface", "function", "reason"),
    [
        ("wasi:cli/stdin", "get-stdin", ' without the grant "terminal"'),
        ("wasi:cli/run", "run", ", which no grant opens"),
    ],
)
def test_what_has_no_answer(streaming: Running, interface: str, function: str, reason: str) -> None:
    """What can neither be refused nor be empty ends the app, in words."""
    line = f'wae: component "p" called {function} of {interface}{AT}{reason}\n'
    assert line == complaint(streaming, interface, function)


def test_long_lines(interfaces: dict[str, Interface]) -> None:
    """A line is never longer than what WASI writes at once."""
    made = denial("é" * 5000, [f"wasi:cli/exit{AT}"], interfaces)
    actual = Running(made.binary, {})
    said = complaint(actual, "wasi:cli/exit", "exit", Tagged("ok"))
    assert len(said.encode()) <= 4096
    assert said.endswith("é with status 0\n")


@pytest.mark.parametrize("grant", ["files", "sockets", "http"])
def test_only_stdin_remains_to_be_denied_by_a_trap(grant: str) -> None:
    """A component that gets streams by a grant has the host's, and the other denials answer."""
    lines = "".join(f"import {name}{AT};" for name in wasi.interfaces())
    planned, binary = composed([part("p", wasi.component(lines, "0.2.9"), [grant])], ["p"])
    arguments = planned.instances["p"].arguments
    assert FromRoot(f"wasi:io/streams{AT}") == arguments[f"wasi:io/streams{AT}"]
    for name in ("wasi:cli/stdin", "wasi:cli/stdout", "wasi:cli/exit"):
        assert FromExport("deny p", name + AT) == arguments[name + AT]
