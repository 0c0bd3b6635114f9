"""What today's runtimes do when a synchronous export calls an async function (decision 60)."""

import importlib.util
import subprocess
import sysconfig
from pathlib import Path

import pytest
from tests.patience import PATIENCE
from tests.wasip3.waiting import app
from wasmtime import Engine, Store, WasiConfig, WasmtimeError
from wasmtime.component import Component, Linker

PACKAGES = Path(__file__).parents[2] / ".cache/peers/node_modules"
JCO = PACKAGES / "@bytecodealliance/jco/dist/jco.js"
NODE = Path(sysconfig.get_path("scripts")) / "node"


@pytest.mark.parametrize(
    ("waits", "is_async", "reason"),
    [
        (False, False, ""),
        (True, False, "wasm trap: cannot block a synchronous task before returning"),
        (True, True, ""),
    ],
)
def test_wasmtime_command(waits: bool, is_async: bool, reason: str, tmp_path: Path) -> None:
    """The wasmtime CLI traps where a synchronous export has to wait; an async one waits."""
    package = importlib.util.find_spec("wasmtime_cli")
    if package is None or package.origin is None:
        pytest.skip("there is no wasmtime CLI")
    file = tmp_path / "app.wasm"
    file.write_bytes(app(waits=waits, is_async=is_async))
    command = Path(package.origin).with_name("wasmtime")
    done = subprocess.run([command, "run", file], capture_output=True, text=True, check=False)
    assert bool(reason) == bool(done.returncode), done.stderr
    assert reason in done.stderr


@pytest.mark.parametrize(
    ("is_async", "expected"),
    [(False, "trying to suspend without WebAssembly.promising"), (True, "ok")],
)
def test_jco(is_async: bool, expected: str, tmp_path: Path) -> None:
    """Node throws, even before there is anything to wait for, unless the export is async."""
    if not JCO.is_file():
        pytest.skip("jco is not installed: run scripts/peers")
    file = tmp_path / "app.wasm"
    file.write_bytes(app(waits=is_async, is_async=is_async))
    command = [NODE, JCO, "transpile", file, "-o", tmp_path / "out", "--name", "app", "-q"]
    subprocess.run(command, check=True, timeout=PATIENCE, stdin=subprocess.DEVNULL)
    (tmp_path / "node_modules").symlink_to(PACKAGES)
    (tmp_path / "package.json").write_text('{"type": "module"}')
    node = [NODE, "--experimental-wasm-jspi", Path(__file__).with_name("waiting.mjs")]
    done = subprocess.run(
        [*node, tmp_path / "out/app.js"], capture_output=True, text=True, check=False
    )
    assert expected == done.stdout.strip(), done.stderr


@pytest.mark.parametrize("waits", [False, True])
def test_blocking_calls(waits: bool) -> None:
    """The blocking call of wasmtime's C API runs no async function of a component at all."""
    engine = Engine()
    store = Store(engine)
    store.set_wasi(WasiConfig())
    linker = Linker(engine)
    linker.add_wasip2()
    instance = linker.instantiate(store, Component(engine, app(waits=waits, is_async=False)))
    interface = instance.get_export_index(store, "wasi:cli/run@0.2.0")
    index = instance.get_export_index(store, "run", interface)
    assert index is not None
    run = instance.get_func(store, index)
    assert run is not None
    with pytest.raises(WasmtimeError, match="without a running event loop"):
        run(store)
