"""The component that takes requests of wasi:http 0.3, called by one that gives up."""

import shutil
import subprocess
from pathlib import Path

import pytest
from tests.wasmtime_command import wasmtime

from wae.build.app import build_app, write_app
from wae.build.progress import Progress
from wae.manifest import load_manifest

ROOT = Path(__file__).parents[2]
SOURCES = Path(__file__).with_name("cancelling")
MODULE = "wasm-tools parse module.wat --output $WAE_OUTPUT"
WORLDS = {
    "caller": "import t:x/told@0.1.0; import wasi:http/types@0.3.0; "
    "import wasi:http/handler@0.3.0; export wasi:cli/run@0.3.0;",
    "responder": "export wae:serving/responder@0.1.0; export t:x/told@0.1.0;",
}
OTHERS = {
    "told/told.wit": "package t:x@0.1.0;\ninterface told { ended: func() -> u32; }\n",
    "run/run.wit": "package wasi:cli@0.3.0;\ninterface run { run: async func() -> result; }\n",
}
MANIFEST = f"""\
[app]
name = "cancelling"
version = "0.1.0"
wasi = "0.3"
exports = ["caller"]
wit = "wit"

[components.caller]
source = "caller"
build = "{MODULE}"
imports = {{ "wasi:http/handler@0.3.0" = "handler" }}

[components.handler]
source = "{ROOT / "components" / "handler"}"
build = "{MODULE}"

[components.responder]
source = "responder"
build = "{MODULE}"
"""


def test_a_caller_that_gives_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A call that is cancelled while a body is awaited ends, the responder is told, and what it
    held serves the next one."""
    for name, world in WORLDS.items():
        folder = tmp_path / name / "wit"
        folder.mkdir(parents=True)
        (folder / "world.wit").write_text(f"package t:{name};\nworld {name} {{ {world} }}\n")
        shutil.copy(SOURCES / f"{name}.wat", tmp_path / name / "module.wat")
    shutil.copytree(ROOT / "wit", tmp_path / "wit")
    for name, text in OTHERS.items():
        (tmp_path / "wit" / name).parent.mkdir()
        (tmp_path / "wit" / name).write_text(text)
    (tmp_path / "wae.toml").write_text(MANIFEST)
    monkeypatch.setenv("WAE_BUILD_CACHE", str(tmp_path / "cache"))
    built = build_app(load_manifest(tmp_path / "wae.toml"), Progress(quiet=True))
    file = tmp_path / "app.wasm"
    write_app(built, file)
    command = wasmtime("run", "-W", "component-model-async", "-S", "p3,http", file)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, done.stderr)
