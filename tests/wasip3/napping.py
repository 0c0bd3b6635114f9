"""Apps of components that wait by the clock of WASI 0.3, with a floor under it or without."""

from collections.abc import Mapping
from pathlib import Path

from tests.wasip3 import official

from wae.binary.decode import decode_component
from wae.compose import ComponentSpec, encode, plan
from wae.compose.floors import OLDER

HERE = Path(__file__).parent
CLOCK, RUN = "wasi:clocks/monotonic-clock@0.3.0", "wasi:cli/run@0.3.0"
POURING = "interface pouring { pour: async func(blocks: u32) -> stream<u8>; }"
NAPS = "interface naps { nap: async func(milliseconds: u32); }"


def _core(name: str, **values: int) -> str:
    text = (HERE / name).read_text()
    for title, value in values.items():
        text = text.replace(title, str(value))
    return text


def compose(components: Mapping[str, bytes], wasi: str) -> bytes:
    """An app of these that exports the first."""
    specs = [ComponentSpec(n, b, decode_component(b)) for n, b in components.items()]
    return encode(plan(specs, list(components)[:1], wasi=wasi), "app")


def napping(count: int, milliseconds: int, *, wasi: str) -> bytes:
    """`run` of one component calls an async function of another so many times, side by side."""
    core = _core("caller.wat", COUNT=count, MILLISECONDS=milliseconds)
    caller = official.component(["naps"], [RUN], core, NAPS)
    return compose({"caller": caller, "napper": napper()}, wasi)


def napper() -> bytes:
    """A component whose `nap` waits by the clock."""
    return official.component([CLOCK], ["naps"], _core("napper.wat"), NAPS)


def racing(rounds: int, *, wasi: str) -> bytes:
    """`run` cancels a long wait when a short one is over, so many times."""
    core = _core("racer.wat", ROUNDS=rounds)
    return compose({"racer": official.component([CLOCK], [RUN], core)}, wasi)


def pouring(blocks: int) -> bytes:
    """`run` reads a stream of so many blocks of 64 KiB from another component."""
    drinker = official.component(["pouring"], [RUN], _core("drinker.wat", BLOCKS=blocks), POURING)
    pourer = official.component([], ["pouring"], _core("pourer.wat"), POURING)
    return compose({"drinker": drinker, "pourer": pourer}, OLDER)
