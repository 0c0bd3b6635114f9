"""What an instance of an app takes of a pool is counted as wasmtime counts it."""

import subprocess
from pathlib import Path

import pytest
import wasmtime_cli
from tests.deploy import greeter
from tests.dummy import from_wat
from tests.patience import PATIENCE

from wae.binary.reader import BinaryError
from wae.inspect.footprint import Footprint, footprint
from wae.inspect.report import inspect_app
from wae.inspect.text import as_text

PROGRAM = Path(wasmtime_cli.__file__).parent / "wasmtime"
LIMITS = {
    "pooling-total-core-instances": "core_instances",
    "pooling-total-memories": "memories",
    "pooling-total-tables": "tables",
}
CODE = """(core module $code
    (memory (export "m") 1) (table 2 funcref)
    (func (export "f") (result i32) i32.const 7))"""
PART = """(component $part
    (core instance $i (instantiate $code))
    (core instance (instantiate $code))
    (func (export "f") (result u32) (canon lift (core func $i "f"))))"""
OUTER = (
    f"(component {CODE} {PART.replace('$part', '$part (alias outer 1 $code (core module $code))')}"
)
APPS = {
    # Modules kept once, instantiated in each of two instances of a component.
    "shared": (
        f"{OUTER} (instance $a (instantiate $part)) (instance $b (instantiate $part))"
        '(func $f (alias export $b "f")) (export "f" (func $f)))',
        Footprint(4, 4, 4),
    ),
    # A component that is given to another, which makes instances of it; a module as well.
    "given": (
        f"""{OUTER}
        (component $maker
            (import "part" (component $part (export "f" (func (result u32)))))
            (import "code" (core module $code))
            (core instance (instantiate $code))
            (instance $one (instantiate $part))
            (instance (instantiate $part))
            (alias export $one "f" (func $f))
            (export "f" (func $f)))
        (instance $made (instantiate $maker
            (with "part" (component $part)) (with "code" (core module $code))))
        (func $f (alias export $made "f")) (export "f" (func $f)))""",
        Footprint(5, 5, 5),
    ),
    # A call from one component to another, for which engines add a core instance.
    "calls": (
        f"""{OUTER}
        (component $caller
            (import "f" (func $f (result u32)))
            (core func $lowered (canon lower (func $f)))
            (core module $code (import "x" "f" (func $f (result i32)))
                (func (export "g") (result i32) call $f))
            (core instance $x (export "f" (func $lowered)))
            (core instance $i (instantiate $code (with "x" (instance $x))))
            (func (export "f") (result u32) (canon lift (core func $i "g"))))
        (instance $a (instantiate $part))
        (instance $b (instantiate $caller (with "f" (func $a "f"))))
        (func $f (alias export $b "f")) (export "f" (func $f)))""",
        Footprint(3, 2, 2),
    ),
}


@pytest.fixture(scope="module", params=APPS)
def case(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Footprint]:
    """An app as a file, and what it takes."""
    text, expected = APPS[request.param]
    file = tmp_path_factory.mktemp("app") / f"{request.param}.wasm"
    file.write_bytes(from_wat(text))
    return file, expected


def runs(file: Path, limit: str, number: int) -> bool:
    options = ["-O", "pooling-allocator=y", "-O", f"{limit}={number}"]
    command = [PROGRAM, "run", *options, "--invoke", "f()", file]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert done.returncode == 0 or "limit" in done.stderr, done.stderr
    return done.returncode == 0


def test_counts(case: tuple[Path, Footprint]) -> None:
    """Core instances, memories and tables, however they come into a component."""
    file, expected = case
    assert expected == footprint(file.read_bytes())


@pytest.mark.parametrize("limit", LIMITS)
def test_wasmtime(case: tuple[Path, Footprint], limit: str) -> None:
    """A pool of what is told does, and one that has one less does not."""
    file, expected = case
    least = getattr(expected, LIMITS[limit])
    most = least
    if LIMITS[limit] == "core_instances":
        most += inspect_app(file.read_bytes(), "app").adapters
    assert (True, False) == (runs(file, limit, most), runs(file, limit, least - 1))


def test_text() -> None:
    """`wae inspect` tells it at the top."""
    assert (
        "  takes        5 core instances (up to 7 with what engines add), 2 memories, 1 table per "
        "instance of\n               the app\n"
    ) in as_text(inspect_app(greeter.app(), "app"))


@pytest.mark.parametrize(
    "app",
    [
        '(component (import "c" (component $c)) (instance (instantiate $c)))',
        '(component (import "i" (instance $i (export "c" (component)))) (alias export $i "c" '
        "(component $c)) (instance (instantiate $c)))",
    ],
)
def test_what_cannot_be_counted(app: str) -> None:
    """A component from outside may be anything."""
    with pytest.raises(BinaryError) as caught:
        footprint(from_wat(app))
    assert "wae: the app imports a component, which cannot be followed" == caught.value.line()


def test_too_many() -> None:
    """Instances that double at each level are not counted for ever."""
    text = "(component $c0 (core module $m) (core instance (instantiate $m)))"
    for level in range(1, 20):
        text = (
            f"(component $c{level} {text} (instance (instantiate $c{level - 1})) "
            f"(instance (instantiate $c{level - 1})))"
        )
    with pytest.raises(BinaryError) as caught:
        footprint(from_wat(text))
    assert "wae: the app has more than 100000 instances" == caught.value.line()
