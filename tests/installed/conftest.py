"""Somebody with an empty home who installs tools, and tools that do what they say."""

import io
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from tests.dummy import from_core, from_wat
from tests.registry.fake_registry import FakeRegistry

from tests.conftest import CACHE, COMMAND
from wae import cli
from wae.build.components import Components
from wae.build.progress import Progress
from wae.errors import WaeError
from wae.installed import names
from wae.manifest import load_manifest

ROOT = Path(__file__).parents[2]
GUESTS = ROOT / "tests" / "runtime" / "guests"

ROLL = "roll: func(sides: u32) -> result<u32, string>;"
_BODY = """
  (i32.store (i32.const 16) (i32.eqz (local.get 0)))
  (i32.store (i32.const 20) (local.get 0))
  (i32.store (i32.const 24) (i32.const 0))
  (i32.const 16)
"""


class Outcome(NamedTuple):
    """What a command left: its exit code, stdout, and the error's line or what was on stderr."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


Wae = Callable[..., Outcome]

ASKED = ("completion", "github", "help", "my-dice")
"""Names that the toolbox is asked for, which takes as long as a start of it."""

asks = names._is_toolboxs


def dice(more: str = "", sides: str = "u32", roll: bool = True) -> bytes:
    """A component whose `roll` returns the sides, or an empty error for 0; `more` functions, which
    return nothing."""
    titles = [each.partition(":")[0].strip() for each in more.split(";") if each.strip()]
    functions = "".join(f'(func (export "a:dice/roll@1.0.0#{name}"))' for name in titles)
    wide = "i64" if sides == "u64" else "i32"
    body = _BODY if wide == "i32" else "(i32.const 16)"
    if roll:
        export = 'export "a:dice/roll@1.0.0#roll"'
        functions += f"(func ({export}) (param {wide}) (result i32) {body})"
    realloc = "(param i32 i32 i32 i32) (result i32) i32.const 1024"
    heap = f'(memory (export "memory") 1) (func (export "cabi_realloc") {realloc})'
    wat = f"(module {heap} {functions})"
    interface = (ROLL.replace("u32)", f"{sides})") if roll else "") + more
    wit = f"package a:dice@1.0.0; interface roll {{ {interface} }} world w {{ export roll; }}"
    return from_core(wit, wat)


def install(wae: Wae, *arguments: str) -> Outcome:
    """Installs what must be installable."""
    done = wae("install", *arguments)
    assert 0 == done.code, done.err
    return done


def run(name: str, environ: dict[str, str], **more: str) -> int:
    """The exit code of an installed tool with a command line."""
    return subprocess.run(
        [COMMAND, name], env={**environ, **more}, stdin=subprocess.DEVNULL, check=False
    ).returncode


def answering(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """Somebody at a terminal, who gives these answers; what is written there."""
    shown: list[str] = []
    monkeypatch.setattr("wae.grants.question.can_ask", lambda: True)
    monkeypatch.setattr("wae.runtime.terminal.write", lambda text: shown.append(text.decode()))
    lines = "".join(f"{answer}\n" for answer in answers).encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(lines)))
    return shown


@pytest.fixture
def wae(
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    environ: dict[str, str],
    toolbox: Path,
    tmp_path: Path,
) -> Wae:
    """Runs a command in an empty folder."""
    for name in [each for each in os.environ if each.startswith(("WAE_", "GH_", "DICE_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CACHE_HOME", environ["XDG_CACHE_HOME"])
    for name in ("CONFIG", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    monkeypatch.setenv("WAE_TOOLBOX", str(toolbox))
    monkeypatch.setenv("WAE_BUILD_CACHE", str(CACHE / "build"))
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path / "docker"))
    monkeypatch.setattr("wae.grants.question.can_ask", lambda: False)
    monkeypatch.setattr(names, "_is_toolboxs", lambda name: name in ASKED and asks(name))
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)

    def run(*arguments: str) -> Outcome:
        capfd.readouterr()
        try:
            code = cli.dispatch([*arguments], debug=False)
        except WaeError as error:
            lines = "\n".join(each.line() for each in error.each())
            return Outcome(error.exit_code, capfd.readouterr().out, lines)
        return Outcome(code, *capfd.readouterr())

    return run


@pytest.fixture
def fake() -> Iterator[FakeRegistry]:
    with FakeRegistry() as registry:
        yield registry


@pytest.fixture
def publish(wae: Wae, fake: FakeRegistry) -> Callable[..., str]:
    """Publishes a component under a name and tag; gives its reference."""

    def push(wasm: bytes, name: str) -> str:
        Path("pushed.wasm").write_bytes(wasm)
        done = wae("push", "--insecure", "--force", "pushed.wasm", f"{fake.host}/team/{name}")
        assert 0 == done.code, done.err
        return f"{fake.host}/team/{name}"

    return push


@pytest.fixture
def counts() -> Path:
    """A tool with a command line of its own. Its exit code: the number of its variables, and 16 for
    each of its folders."""
    file = Path("counts.wasm")
    file.write_bytes(from_wat((GUESTS / "counts.wat").read_text()))
    return file


@pytest.fixture(scope="session")
def probe_tool() -> bytes:
    """The component `probe` of `tests/apps/probe`, which sends requests by `wae:http`, alone."""
    manifest = load_manifest(ROOT / "tests" / "apps" / "probe" / "wae.toml")
    made = Components(manifest)
    return made.component(manifest.components["probe"], Progress(quiet=True)).binary
