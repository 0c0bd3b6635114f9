"""binaryen's `wasm-merge` makes one core module where our linker makes three: both do the same,
whatever is called, and leave the same memory."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from struct import pack
from typing import Any

import dummy
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.link.graphs import Graph, graphs
from tests.link.linking import ROOT, unlinked_app
from tests.link.small import small

from core_modules import FEATURES, Definition, Refused, Running, definition, merge, names
from wae.compose.graph import AppExport
from wae.link.canon import Canon
from wae.link.component import read_linking
from wae.link.errors import LinkError
from wae.link.merge import merge as merge_code
from wae.manifest import load_manifest

ARGUMENTS = (0, 1, 5, -(2**31), -1)
GENERATE, CHECK = 1, 2
"""What the password component lifts, by number."""


def linked(component: bytes) -> bytes:
    linking = read_linking(component)
    assert linking is not None
    return linking.component(merge_code(linking.program))


def ten_times(running: Running, canon: Canon, values: tuple[Any, ...]) -> int:
    """What the random components import."""
    return int(values[0]) * 10 & 0xFFFFFFFF


def results(running: Running) -> list[tuple[int, bytes]]:
    """What `run` gives, one call after the other, and the memory after each."""
    return [(running.call(0, each), running.content()) for each in ARGUMENTS]


@settings(max_examples=5, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(graphs())
def test_random_libraries(graph: Graph) -> None:
    """Both make valid modules, with what callers need, that do the same to every byte."""
    component = graph.component
    with tempfile.TemporaryDirectory() as folder:
        merged = merge(component, Path(folder))
    ours = linked(component)
    assert ["", ""] == [dummy.problem(merged), dummy.problem(ours)]
    one, other = Running(component, ten_times, merged), Running(ours, ten_times)
    assert one.used == other.used
    assert results(one) == results(other)


class Host:
    """What WASI gives to the password component: no settings, a clock that stands still, and bytes
    that are the same each time. `calls` has what was asked for."""

    def __init__(self, called: dict[Definition, str]) -> None:
        self.called = called
        self.calls: list[tuple[str, tuple[Any, ...]]] = []

    def __call__(self, running: Running, canon: Canon, values: tuple[Any, ...]) -> Any:
        name = self.called[definition(canon)]
        self.calls.append((name, values))
        match name.split():
            case ["wasi:cli/environment", _]:
                running.write(canon, values[0], bytes(8))
            case ["wasi:clocks/wall-clock", "now"]:
                running.write(canon, values[0], bytes(16))
            case ["wasi:random/random", "get-random-bytes"]:
                count, place = values
                content = bytes((7 * n + len(self.calls)) % 256 for n in range(count))
                running.write(canon, place, pack("<II", running.put(canon, content, 1), count))
            case _:
                raise AssertionError(f"the component calls {name}")


@pytest.fixture(scope="module")
def passwords(tmp_path_factory: pytest.TempPathFactory) -> tuple[Running, Running]:
    """The password component, merged by wasm-merge, and linked by us."""
    manifest = load_manifest(ROOT / "apps" / "toolbox" / "wae.toml")
    only = {"password": manifest.components["password"]}
    app = replace(manifest, exports=(AppExport("password"),), components=only, outputs={})
    component = unlinked_app(app).components["password"].binary
    merged, ours = merge(component, tmp_path_factory.mktemp("merge")), linked(component)
    assert ["", ""] == [dummy.problem(merged), dummy.problem(ours)]
    called = names(component)
    return Running(component, Host(called), merged), Running(ours, Host(called))


def test_same_exports(passwords: tuple[Running, Running]) -> None:
    """Whatever the component level takes from core instances is there, of the same type."""
    merged, ours = passwords
    assert list(map(definition, merged.lifts)) == list(map(definition, ours.lifts))
    assert merged.used == ours.used


optional = st.none() | st.booleans()


@settings(max_examples=25, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(
    st.none() | st.integers(0, 40),
    st.none() | st.integers(0, 15),
    st.none() | st.text(max_size=6),
    optional,
    optional,
    st.none() | st.integers(0, 3),
    st.none() | st.floats(0, 400),
)
def test_generate(
    passwords: tuple[Running, Running],
    length: int | None,
    classes: int | None,
    symbols: str | None,
    unambiguous: bool | None,
    each_class: bool | None,
    count: int | None,
    entropy: float | None,
) -> None:
    """Any recipe: the same random bytes are drawn, and make the same passwords or errors."""
    outcomes = []
    for running in passwords:
        lift = running.lifts[GENERATE]
        text = (symbols or "").encode()
        request = pack(
            "<B7xB3xB3xB3xIBB2xB3xIIBBBBB3xI4xB7xd",
            *(1, 1, 0, length is not None, length or 0, classes is not None, classes or 0),
            *(symbols is not None, running.put(lift, text, 1), len(text)),
            *(unambiguous is not None, bool(unambiguous), each_class is not None, bool(each_class)),
            *(count is not None, count or 0, entropy is not None, entropy or 0.0),
        )
        outcomes.append(outcome(running, GENERATE, running.put(lift, request, 8)))
    assert outcomes[0] == outcomes[1]


@settings(max_examples=25, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(st.text(max_size=80), st.none() | st.lists(st.text(max_size=8), max_size=3))
def test_check(passwords: tuple[Running, Running], password: str, words: list[str] | None) -> None:
    """Any password, with any words: the same verdict or error."""
    outcomes = []
    for running in passwords:
        lift = running.lifts[CHECK]
        texts = [each.encode() for each in [password, *(words or [])]]
        places = [(running.put(lift, each, 1), len(each)) for each in texts]
        row = b"".join(pack("<II", *each) for each in places[1:])
        given_words = (words is not None, running.put(lift, row, 4), len(places) - 1)
        outcomes.append(outcome(running, CHECK, *places[0], *map(int, given_words)))
    assert outcomes[0] == outcomes[1]


def outcome(running: Running, number: int, *arguments: int) -> tuple[Any, ...]:
    """Where the result lies, what was called for it, and all of memory, then and afterwards."""
    lift, host = running.lifts[number], running.host
    assert isinstance(host, Host)
    host.calls.clear()
    place = running.call(number, *arguments)
    memory = running.content()
    assert memory[place] in (0, 1), "no result"
    running.post_return(lift, place)
    return place, list(host.calls), memory, running.content()


@pytest.mark.parametrize(
    ("change", "more"),
    [
        ({"runtime": ("(func $four", "(memory 1) (func $four")}, ["multimemory"]),
        ({"runtime": ("(func $four", '(data "x") (func $four')}, []),
        ({"init": ("(elem (i32.const 1) func)", "(func $s) (start $s)")}, []),
        ({"python": ("(call $reset)", "(atomic.fence) (call $reset)")}, ["threads"]),
    ],
)
def test_what_only_wasm_merge_can(
    change: dict[str, tuple[str, str]], more: list[str], tmp_path: Path
) -> None:
    """Layouts that componentize-py does not make are refused by us, and merged by wasm-merge."""
    component = small(**change)
    with pytest.raises(LinkError):
        linked(component)
    merged = Running(component, ten_times, merge(component, tmp_path, [*FEATURES, *more]))
    assert results(Running(component, ten_times)) == results(merged)


def test_what_only_we_can(tmp_path: Path) -> None:
    """Addresses are numbers in our module of code; in wasm-merge's they are other globals, which
    takes an engine with garbage collection."""
    with pytest.raises(Refused, match="must be constant"):
        merge(small(), tmp_path, [each for each in FEATURES if each != "gc"])
    features = "--features=wasm2,extended-const"
    module = Path(tmp_path, "code.wasm")
    linking = read_linking(small())
    assert linking is not None
    module.write_bytes(merge_code(linking.program))
    assert 0 == dummy.wasm_tools("validate", features, module).returncode
    module.write_bytes(merge(small(), tmp_path))
    assert 0 != dummy.wasm_tools("validate", features, module).returncode
