"""What is said when a component or an app cannot be built."""

import hashlib
import subprocess
import sys
from pathlib import Path

import dummy
import pytest

import golden
from wae.build.app import build_app, write_app
from wae.build.progress import Progress
from wae.errors import WaeError
from wae.manifest import load_manifest


@pytest.mark.parametrize("file", golden.cases("build"), ids=lambda file: file.stem)
def test_errors(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every failure gives one line: where, what is wrong, what to do."""
    monkeypatch.setenv("WAE_BUILD_CACHE", str(tmp_path / "cache"))
    app = tmp_path / "app"
    for name, text in golden.read(file).items():
        path = app / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    with pytest.raises(WaeError) as caught:
        build_app(load_manifest(app / "wae.toml"), Progress(quiet=True))
    golden.check(file, caught.value.line().replace(str(app), "APP"))
    assert not list((tmp_path / "cache").rglob("*.wasm"))


WORLD = "package t:x; world w { import log: func(); export f: func() -> u32; }"
CORE = """(module (import "$root" "log" (func $log))
  (func (export "f") (result i32) call $log i32.const 7))"""


def _manifest(folder: Path, binary: bytes) -> Path:
    (folder / "a.wasm").write_bytes(binary)
    (folder / "wae.toml").write_text(
        '[app]\nname = "x"\nversion = "1"\nexports = ["a"]\nimports = ["log"]\n'
        f'[components.a]\npath = "a.wasm"\nsha256 = "{hashlib.sha256(binary).hexdigest()}"\n'
    )
    return folder / "wae.toml"


def test_a_core_module_with_its_world(tmp_path: Path) -> None:
    """A compiler's last step is ours, if it left it out: the module becomes a component."""
    world, module = tmp_path / "w.wit", tmp_path / "m.wat"
    world.write_text(WORLD)
    module.write_text(CORE)
    embedded = dummy.wasm_tools("component", "embed", world, module)
    assert embedded.returncode == 0, embedded.stderr.decode()
    built = build_app(load_manifest(_manifest(tmp_path, embedded.stdout)), Progress(quiet=True))
    assert (["log"], ["f"]) == ([*built.plan.roots], [*built.plan.exports])


PREVIEW1 = """(module
  (import "wasi_snapshot_preview1" "fd_write" (func $w (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1) (data (i32.const 8) "\\10\\00\\00\\00\\03\\00\\00\\00hi\\0a")
  (func (export "_start") (drop (call $w (i32.const 1) (i32.const 8) (i32.const 1) (i32.const 0))))
)"""


def test_a_core_module_for_preview_1(tmp_path: Path) -> None:
    """A command for WASI preview 1 gets an adapter, and no more of WASI than its grants say."""
    manifest = _manifest(tmp_path, dummy.from_wat(PREVIEW1))
    text = manifest.read_text().replace('imports = ["log"]\n', "")
    manifest.write_text(f'{text}grants = ["terminal"]\n')
    built = build_app(load_manifest(manifest), Progress(quiet=True))
    assert ["wasi:cli/run@0.2.12"] == [*built.plan.exports]
    assert not [name for name in built.plan.roots if "filesystem/preopens" in name]
    write_app(built, tmp_path / "app.wasm")
    command = [sys.executable, "-m", "wae", "run", tmp_path / "app.wasm"]
    assert b"hi\n" == subprocess.run(command, capture_output=True, check=True).stdout


@pytest.mark.parametrize(
    ("wat", "said"),
    [
        (
            '(module (import "wasi_unstable" "fd_read" (func)) (func (export "_start")))',
            "this is a core module for WASI preview 0, which has no adapter. "
            "Compile it for WASI preview 1 or later",
        ),
        (
            '(module (import "wasi_snapshot_preview1" "sched_yield" (func (result i32))))',
            "this is a core module that does not say for which world it is. "
            "Give it one: wasm-tools component embed WIT MODULE.wasm",
        ),
        (
            "(module)",
            "this is a core module that does not say for which world it is. "
            "Give it one: wasm-tools component embed WIT MODULE.wasm",
        ),
        (
            '(component (import "f" (func (param "x" (list u8 4)))))',
            "has what is not supported: error: Fixed-length lists require the component model "
            "fixed-length lists feature (at offset 0xb)",
        ),
        ('(component (type (func (param "x" 3))))', "is not valid: error: unknown type 3"),
    ],
)
def test_what_is_no_component_for_us(wat: str, said: str, tmp_path: Path) -> None:
    """It is said whether bytes are invalid, or valid but none that we take, and what to do."""
    with pytest.raises(WaeError) as caught:
        build_app(load_manifest(_manifest(tmp_path, dummy.from_wat(wat))), Progress(quiet=True))
    assert said in caught.value.line()


@pytest.mark.parametrize(
    ("wat", "said"),
    [
        # Alone it is not valid; inside an app it would reach for another component's module.
        ("(component (alias outer 1 0 (core module)))", "invalid outer alias"),
        ("(component (component (alias outer 2 0 (component))))", "invalid outer alias"),
        ("(module)", "is a core module|expected a component|not a component"),
    ],
)
def test_foreign_component_must_be_valid_alone(wat: str, said: str, tmp_path: Path) -> None:
    """Somebody's .wasm that reaches beyond itself, or is no component, is refused by name."""
    binary = dummy.from_wat(wat)
    (tmp_path / "a.wasm").write_bytes(binary)
    (tmp_path / "wae.toml").write_text(
        '[app]\nname = "x"\nversion = "1"\nexports = ["a"]\n'
        f'[components.a]\npath = "a.wasm"\nsha256 = "{hashlib.sha256(binary).hexdigest()}"\n'
    )
    with pytest.raises(WaeError, match=said) as caught:
        build_app(load_manifest(tmp_path / "wae.toml"), Progress(quiet=True))
    assert '"a"' in caught.value.line()
