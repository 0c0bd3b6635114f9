"""The floor under `wasi:io/poll`: synchronous code waits by it, and other components go on."""

import runpy
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from tests.made_once import built_once
from tests.patience import PATIENCE
from tests.wasip3 import official
from tests.wasip3.napping import RUN
from tests.wasip3.test_floor import JCO, on_node, ran
from tests.wasmtime_command import wasmtime

import wae
from tests import dummy
from wae.binary.decode import decode_component
from wae.compose import ComponentSpec, encode, plan
from wae.compose.asynchronous import asynchronous
from wae.compose.floors import NEWER, OLDER
from wae.compose.generate import pollfloor
from wae.compose.graph import Wire
from wae.errors import Crash
from wae.inspect.recognize import recognize
from wae.inspect.report import inspect_app

HERE = Path(__file__).parent
SCRIPT = HERE.parents[1] / "scripts/poll-floor"
SLOW, TITLE = "t:t/slow", "floor of wasi:io/poll@0.2"
NAP = "nap: async func(milliseconds: u32, times: u32);"
LITTLE = 1 << 17  # bytes
TRAPPED = 134  # the status of the wasmtime CLI


def synchronous(core: str, world: str, **values: int) -> bytes:
    """A component whose code and contracts are synchronous."""
    text = (HERE / core).read_text()
    for title, value in values.items():
        text = text.replace(title, str(value))
    return dummy.from_core((HERE / "polling.wit").read_text(), text, world)


def part(name: str, binary: bytes, asks: str = "") -> ComponentSpec:
    """A component, whose `slow` is that of the one it `asks`."""
    wiring = {SLOW: Wire(asks)} if asks else {}
    return ComponentSpec(name, binary, decode_component(binary), wiring=wiring)


def waiting(core: str, world: str, **values: int) -> ComponentSpec:
    """A component of synchronous code whose contracts are asynchronous."""
    return asynchronous(part(world, synchronous(core, world, **values)))


def racing(between: int) -> bytes:
    """`run` begins a nap of `blocking`, with so many components in between, then one of `polling`.

    It traps unless that one is over first.
    """
    own = f"interface slow {{ {NAP} }} interface quick {{ {NAP} }}"
    text = (HERE / "rival.wat").read_text()
    chain = [*(f"passing-{number}" for number in range(between)), "blocking"]
    rival = official.component(["slow", "quick"], [RUN], text, own)
    parts = [part("rival", rival, chain[0])]
    passer = synchronous("passer.wat", "passing")
    parts += [asynchronous(part(name, passer, asks)) for name, asks in pairwise(chain)]
    parts += [waiting("blocker.wat", "blocking"), waiting("poller.wat", "polling", HOURS=2, ONE=1)]
    return encode(plan(parts, ["rival"], wasi=OLDER), "app")


@pytest.mark.parametrize("between", [0, 2])
def test_others_go_on(between: int) -> None:
    """While one component waits by `block`, and those that called it wait for it, another waits and
    goes on by `poll`, many times."""
    app = racing(between)
    assert "" == dummy.problem(app)
    assert ran(app) > 0


@pytest.mark.parametrize("between", [0, 2])
def test_wasmtime_command(between: int, tmp_path: Path) -> None:
    """So it is under the wasmtime CLI. Before version 50, whoever calls a component that calls
    another gets on only when both have returned: the quick nap begins too late."""
    file = tmp_path / "app.wasm"
    file.write_bytes(racing(between))
    command = wasmtime("run", file)
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    is_late = between > 0 and version(command[0]) < 50
    assert (TRAPPED if is_late else 0) == done.returncode, done.stderr


def version(wasmtime: str) -> int:
    said = subprocess.run([wasmtime, "--version"], capture_output=True, text=True, check=True)
    return int(said.stdout.split()[1].partition(".")[0])


def test_node(tmp_path: Path) -> None:
    """Node does not let code of the one kind wait for code of the other."""
    if not JCO.is_file():
        pytest.skip("jco is not installed: run scripts/peers")
    (tmp_path / "app.wasm").write_bytes(racing(0))
    assert "trying to suspend JS frames" == on_node(tmp_path)


def test_python(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Synchronous Python needs nothing for it: others go on while `time.sleep` waits. Calls of one
    component take turns, in order."""
    with wae.load(built_once(tmp_path_factory, HERE / "sleeping"), timeout=60) as app:
        assert ["quick 0", "quick 1", "quick 2", "slow"] == app.t.asking.ask()


def test_memory(tmp_path: Path) -> None:
    """What was waited for leaves nothing behind: many rounds need no more memory than few."""
    parts = [waiting("poller.wat", "polling", HOURS=50, ONE=1)]
    file = tmp_path / "app.wasm"
    file.write_bytes(encode(plan(parts, ["polling"], wasi=OLDER), "app"))
    with wae.load(file, timeout=60, memory=LITTLE) as app:
        app.t.quick.nap(0, 1000)


def test_nothing_to_wait_for(tmp_path: Path) -> None:
    """To wait for none of no pollables is a mistake, as WASI has it."""
    parts = [waiting("poller.wat", "polling", HOURS=0, ONE=0)]
    file = tmp_path / "app.wasm"
    file.write_bytes(encode(plan(parts, ["polling"], wasi=OLDER), "app"))
    with wae.load(file, timeout=60) as app, pytest.raises(Crash, match="unreachable"):
        app.t.quick.nap(0, 1)


@pytest.mark.parametrize("wasi", [OLDER, NEWER])
def test_one_for_all(wasi: str) -> None:
    """All components have one floor, which is proved; who was not made asynchronous has none."""
    parts = [waiting("poller.wat", "polling", HOURS=2, ONE=1), waiting("blocker.wat", "blocking")]
    report = inspect_app(encode(plan(parts, ["polling", "blocking"], wasi=wasi), "app"), "app")
    (floor,) = (i for i in report.instances if i.role == "floor")
    assert (TITLE, ("clocks",)) == (floor.name, floor.capabilities)
    other = part("other", synchronous("blocker.wat", "blocking"))
    alone = inspect_app(encode(plan([other], ["other"], wasi=wasi), "app"), "app")
    assert [] == [i for i in alone.instances if i.role]


def test_from_its_source() -> None:
    """The floor is what its WAT makes."""
    assert runpy.run_path(str(SCRIPT))["component"]() == pollfloor.binary()


def test_forged() -> None:
    """It is known by all of its bytes."""
    binary = pollfloor.binary()
    made = recognize(binary)
    assert made is not None
    assert "floor" == made.role
    for place in range(8, len(binary), 97):
        altered = bytearray(binary)
        altered[place] ^= 1
        assert None is recognize(bytes(altered)), hex(place)
