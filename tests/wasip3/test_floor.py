"""Floors: the clocks of WASI 0.3 over 0.2, so that apps are async inside on engines of 0.2."""

import importlib.util
import subprocess
import sysconfig
import time
from pathlib import Path

import pytest
from tests.patience import PATIENCE
from tests.wasip3 import official
from tests.wasip3.napping import CLOCK, NAPS, RUN, compose, napper, napping, pouring, racing
from tests.wasip3.test_wasip3_host import HOW

import wae
from tests import dummy
from wae.binary.build import ComponentBuilder
from wae.binary.decode import decode_component
from wae.binary.sections import Id, sections
from wae.binary.syntax import INSTANCE
from wae.binary.types import ComponentType, Interface
from wae.compose.floors import NEWER, OLDER, needed
from wae.compose.generate.floor import floor, has_floor
from wae.compose.generate.standard import among
from wae.compose.wrap import Authority, wrap
from wae.inspect.recognize import recognize
from wae.inspect.report import inspect_app
from wae.inspect.text import as_text
from wae.runtime.engine import Engine
from wae.runtime.run import run

PACKAGES = Path(__file__).parents[2] / ".cache/peers/node_modules"
JCO = PACKAGES / "@bytecodealliance/jco/dist/jco.js"
NODE = Path(sysconfig.get_path("scripts")) / "node"
CLOCKS = (CLOCK, "wasi:clocks/system-clock@0.3.0", "wasi:clocks/types@0.3.0")
TIMES = ("seconds", "nanoseconds", "elapsed", "exactness", "wall-exactness")
TELLER = """(module
  (import "wasi:clocks/monotonic-clock@0.3.0" "now" (func $elapsed (result i64)))
  (import "wasi:clocks/monotonic-clock@0.3.0" "get-resolution" (func $exactness (result i64)))
  (import "wasi:clocks/system-clock@0.3.0" "now" (func $now (param i32)))
  (import "wasi:clocks/system-clock@0.3.0" "get-resolution" (func $wall (result i64)))
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) unreachable)
  (func (export "t:t/times#seconds") (result i64)
    (call $now (i32.const 64)) (i64.load (i32.const 64)))
  (func (export "t:t/times#nanoseconds") (result i64)
    (call $now (i32.const 64)) (i64.extend_i32_u (i32.load (i32.const 72))))
  (func (export "t:t/times#elapsed") (result i64) (call $elapsed))
  (func (export "t:t/times#exactness") (result i64) (call $exactness))
  (func (export "t:t/times#wall-exactness") (result i64) (call $wall)))"""
MANY = 10
LONG = 200  # milliseconds
SUM = MANY * LONG / 1000


def ran(app: bytes) -> float:
    """The seconds that a command takes under wae's own engine, which has no WASI 0.3."""
    engine = Engine()
    component = engine.compile(app)
    start = time.monotonic()
    assert 0 == run(engine, component, HOW, [], debug=False)
    return time.monotonic() - start


def test_side_by_side() -> None:
    """Ten calls of one component to another that wait take as long as one, on an engine of 0.2."""
    app = napping(MANY, LONG, wasi=OLDER)
    assert "" == dummy.problem(app)
    assert LONG / 1000 <= ran(app) < SUM / 2


def test_streams() -> None:
    """A stream from one component to another arrives whole."""
    app = pouring(100)
    assert "" == dummy.problem(app)
    assert ran(app) < 60


def test_cancelling() -> None:
    """A wait that is cancelled ends, and leaves no place behind: hundreds need no more memory."""
    assert ran(racing(300, wasi=OLDER)) < 60


@pytest.mark.parametrize("wasi", [OLDER, NEWER])
def test_wasmtime_command(wasi: str, tmp_path: Path) -> None:
    """The wasmtime CLI runs both artifacts of the same components."""
    package = importlib.util.find_spec("wasmtime_cli")
    if package is None or package.origin is None:
        pytest.skip("there is no wasmtime CLI")
    command = Path(package.origin).with_name("wasmtime")
    for app in (napping(MANY, LONG, wasi=wasi), racing(10, wasi=wasi)):
        file = tmp_path / "app.wasm"
        file.write_bytes(app)
        start = time.monotonic()
        done = subprocess.run([command, "run", file], capture_output=True, text=True, check=False)
        assert (0, "") == (done.returncode, done.stderr)
        assert time.monotonic() - start < SUM


def test_jco(tmp_path: Path) -> None:
    """Node runs what has floors."""
    if not JCO.is_file():
        pytest.skip("jco is not installed: run scripts/peers")
    (tmp_path / "app.wasm").write_bytes(napping(MANY, LONG, wasi=OLDER))
    assert "ok" == on_node(tmp_path)


def on_node(folder: Path) -> str:
    """What Node says that came of `app.wasm` in a folder."""
    command = [NODE, JCO, "transpile", folder / "app.wasm", "-o", folder / "out", "--name", "app"]
    subprocess.run([*command, "-q"], check=True, timeout=PATIENCE, stdin=subprocess.DEVNULL)
    (folder / "node_modules").symlink_to(PACKAGES)
    (folder / "package.json").write_text('{"type": "module"}')
    node = [NODE, "--experimental-wasm-jspi", Path(__file__).with_name("waiting.mjs")]
    done = subprocess.run(
        [*node, folder / "out/app.js"],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    return done.stdout.strip() or done.stderr


def test_a_deadline(tmp_path: Path) -> None:
    """A call that waits by a floor ends when its time is over; a foreign app is put on floors."""
    file = tmp_path / "naps.wasm"
    file.write_bytes(compose({"napper": napper()}, NEWER))
    assert CLOCK in decode_component(file.read_bytes()).imports
    with wae.load(file) as app:
        app.t.naps.nap(1)
    with wae.load(file, timeout=0.2) as app:
        start = time.monotonic()
        with pytest.raises(wae.Crash):
            app.t.naps.nap(int(1000 * PATIENCE))
        assert time.monotonic() - start < PATIENCE


def test_what_is_imported() -> None:
    """With floors nothing of WASI 0.3 is left to the host; without, the clock is. Floors are
    proved, and what inspect says is that they hold clocks."""
    app = compose({"it": official.component(CLOCKS, [RUN])}, OLDER)
    assert "" == dummy.problem(app)
    report = inspect_app(app, "app")
    assert ("0.2.0",) == report.wasi
    roles = {i.name: (i.role, i.capabilities) for i in report.instances}
    floors = {name: role for name, role in roles.items() if name != "it"}
    assert {
        "floor of wasi:clocks/monotonic-clock@0.3": ("floor", ("clocks",)),
        "floor of wasi:clocks/system-clock@0.3": ("floor", ("clocks",)),
        "floor of wasi:clocks/types@0.3": ("floor", ()),
    } == floors
    assert "3 more let components wait side by side, by what WASI 0.2 has: they hold" in (
        as_text(report)
    )
    report = inspect_app(napping(1, 1, wasi=NEWER), "app")
    assert {CLOCK, CLOCKS[2]} == {*report.imports}
    assert {None} == {i.role for i in report.instances}


def test_what_is_needed() -> None:
    """An app whose clocks are all that it has of 0.3 runs on 0.2; others are left as they are."""
    others = ["wasi:io/poll@0.2.9", "acme:b/c@0.3.0"]
    stdout = "wasi:cli/stdout@0.3.0"

    def oldest(*imports: str) -> str:
        return needed(ComponentType(dict.fromkeys(imports, Interface()), {}))

    assert [OLDER] * 3 == [oldest(), oldest(*others), oldest(*others, *CLOCKS)]
    assert [NEWER] * 2 == [oldest(stdout), oldest(*CLOCKS, stdout)]
    foreign = compose({"napper": napper()}, NEWER)
    imports = decode_component(wrap(foreign, "it", Authority())).imports
    assert [] == [name for name in imports if "@0.3" in name]
    both = compose({"it": official.component([CLOCK, "wasi:cli/stderr@0.3.0"], [RUN])}, NEWER)
    assert both == wrap(both, "it", Authority())


def test_one_for_all() -> None:
    """Components that wait share a floor, for one lets the thread rest until the first is due."""
    caller = official.component(["naps", CLOCK], [RUN], own=NAPS)
    app = compose({"caller": caller, "napper": napper()}, OLDER)
    names = [i.name for i in inspect_app(app, "app").instances if i.role == "floor"]
    floors = [f"floor of wasi:clocks/{name}@0.3" for name in ("monotonic-clock", "types")]
    assert floors == sorted(names)


def test_the_same_time(tmp_path: Path) -> None:
    """What floors tell is the host's time, and how exactly it knows that, in nanoseconds."""
    own = f"interface times {{ {' '.join(f'{name}: func() -> u64;' for name in TIMES)} }}"
    binary = official.component([*CLOCKS[:2]], ["times"], TELLER, own)
    file = tmp_path / "times.wasm"
    file.write_bytes(compose({"it": binary}, OLDER))
    with wae.load(file) as app:
        before = time.time()
        seconds, told = 0, -1.0
        while seconds != app.t.times.seconds():  # a second that is over between two calls
            seconds = app.t.times.seconds()
            told = seconds + app.t.times.nanoseconds() / 1e9
        assert before <= told + 0.01
        assert told <= time.time() + 0.01
        first = app.t.times.elapsed()
        time.sleep(0.01)
        assert 10_000_000 <= app.t.times.elapsed() - first < PATIENCE * 1e9
        assert 0 < app.t.times.exactness() < 1_000_000_000
        assert 0 < app.t.times.wall_exactness() < 1_000_000_000


@pytest.mark.parametrize("interface", CLOCKS)
def test_forged(interface: str) -> None:
    """A floor is known by all of its bytes: with any other it is not believed."""
    binary = floor(interface, among(["wasi:io/poll@0.2.9"])).binary
    made = recognize(binary)
    assert made is not None
    assert "floor" == made.role
    modules = [s for s in sections(binary) if s.id == Id.CORE_MODULE]
    for module in modules:
        for place in range(module.start, module.end):
            altered = bytearray(binary)
            altered[place] ^= 1
            assert None is recognize(bytes(altered)), hex(place)
    title = f'(component (@name "floor of {interface.removesuffix(".0")}"))'
    assert None is recognize(dummy.from_wat(title))


@pytest.mark.parametrize("is_fake", [True, False])
def test_on_anothers_clock(is_fake: bool) -> None:
    """The very bytes of a floor are none where the clock below is another component's: what they
    tell is then that one's."""
    clock, poll = "wasi:clocks/monotonic-clock@0.2.12", "wasi:io/poll@0.2.12"
    made, builder = floor(CLOCK, among([clock, poll])), ComponentBuilder()
    binary = official.embed(f"package t:t; world w {{ export {clock}; }}", version="0.2.12")
    pollables = decode_component(binary).imports[poll]
    assert isinstance(pollables, Interface)
    below = {poll: builder.import_interface(poll, pollables)}
    if is_fake:
        fake = builder.instantiate(
            builder.component(binary, "fake"), [(poll, INSTANCE, below[poll])], "fake"
        )
        below[clock] = builder.alias_export(fake, clock, INSTANCE)
    else:
        below[clock] = builder.import_interface(clock, made.imports[clock])
    given = [(name, INSTANCE, index) for name, index in below.items()]
    builder.instantiate(builder.component(made.binary, "floor"), given, "floor")
    app = builder.finish("app")
    assert "" == dummy.problem(app)
    report = inspect_app(app, "app")
    roles = {i.name: i.role for i in report.instances}
    assert (None if is_fake else "floor") == roles["floor"]


def test_what_has_a_floor() -> None:
    """All of the clocks that is stable, what it takes to send requests, and nothing else."""
    requests = {"wasi:http/client@0.3.0", "wasi:http/types@0.3.0"}
    assert {*CLOCKS} | requests == {name for name in official.names() if has_floor(name)}
