"""Components that attack while they are built: componentize-py runs their code, in a sandbox."""

import json
import os
import shutil
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.made_once import cache_with_code
from tests.wasmtime_command import wasmtime

sys.path.append(str(Path(__file__).parents[1] / "build"))
from wheels import wheel

from wae.build.app import build_app, write_app
from wae.build.progress import Progress
from wae.build.tools import BuildError
from wae.manifest import load_manifest

ROOT = Path(__file__).parents[2]
HOSTILE = (Path(__file__).parent / "builds" / "attempts.py").read_text()
SECRET = "hunter2-hunter2-hunter2"
HONEST = """\
import json
import tiny
from tiny import victim


class Run:
    def run(self):
        print(json.dumps([tiny.WORD, victim.WORD, hasattr(tiny, "STOLEN"), tiny.FILES]))
"""
TINY = {
    "tiny/__init__.py": (
        "import os\nWORD = 'tiny'\nHERE = os.path.dirname(__file__)\n"
        "FILES = sorted(os.listdir(HERE)) + sorted(os.listdir(os.path.dirname(HERE)))\n"
    ),
    "tiny/victim.py": "WORD = 'victim'\n",
}
EVIL = """\
import json
import attempts

REPORT = attempts.report(SECRET_PATH, PORT)
import tiny.victim
attempts.poison()


class Run:
    def run(self):
        print(json.dumps(REPORT))
"""


@dataclass
class Builder:
    """Builds and runs apps of one component, in a folder with secrets, with one cache for all."""

    folder: Path
    lock: str

    def app(self, name: str, **modules: str) -> Path:
        component = self.folder / "apps" / name / name
        (component / "wit").mkdir(parents=True)
        for module, text in modules.items():
            (component / f"{module}.py").write_text(text)
        (component / "wit" / "world.wit").write_text(
            "package test:it;\nworld it { export wasi:cli/run@0.2.9; }\n"
        )
        (component / "pyproject.toml").write_text('[project]\ndependencies = ["tiny"]\n')
        (component / "requirements.lock").write_text(self.lock)
        (component.parent / "wae.toml").write_text(
            f'[app]\nname = "{name}"\nversion = "1"\nexports = ["{name}"]\n'
            f'wit = "{os.path.relpath(ROOT / "wit" / "wasi", component.parent)}"\n'
            f'[components.{name}]\nsource = "{name}"\ngrants = ["terminal"]\n'
        )
        return component.parent

    def build(self, app: Path) -> Path:
        output = self.folder / f"{app.name}.wasm"
        write_app(build_app(load_manifest(app / "wae.toml"), Progress(quiet=True)), output)
        return output

    def run(self, wasm: Path) -> object:
        done = subprocess.run(wasmtime("run", wasm), capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        return json.loads(done.stdout)


@pytest.fixture(scope="module")
def builder(tmp_path_factory: pytest.TempPathFactory) -> Builder:
    folder = tmp_path_factory.mktemp("builds")
    (folder / "secret.txt").write_text(SECRET)
    cache_with_code(folder / "cache")
    return Builder(folder, wheel(folder / "index", "tiny", "py3-none-any", TINY))


@pytest.fixture(autouse=True)
def surroundings(builder: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user with keys in the environment, whose packages come from a folder."""
    monkeypatch.setenv("WAE_BUILD_CACHE", str(builder.folder / "cache"))
    monkeypatch.setenv("WAE_INDEX_URL", (builder.folder / "index").as_uri())
    monkeypatch.setenv("GH_TOKEN", SECRET)


def files(folder: Path) -> dict[str, bytes]:
    """Everything in the folder but the cache and what was composed."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "cache" not in path.parts and path.suffix != ".wasm"
    }


def test_python(builder: Builder) -> None:
    """A hostile component reads nothing of the user's, reaches nobody, and changes no other build.

    It may write to the folders on its path, and does. The next component, of the same packages, is
    built from what the wheel holds.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0)
        evil = EVIL.replace("PORT", str(listener.getsockname()[1]))
        evil = evil.replace("SECRET_PATH", repr(str(builder.folder / "secret.txt")))
        app = builder.app("evil", app=evil, attempts=HOSTILE)
        before = files(builder.folder)
        wasm = builder.build(app)
        with pytest.raises(BlockingIOError):
            listener.accept()
    assert before == files(builder.folder)
    assert SECRET.encode() not in wasm.read_bytes()
    report = builder.run(wasm)
    assert ["PYTHONHOME", "PYTHONPATH", "PYTHONUNBUFFERED"] == report["environment"]
    for kind in ("read", "list", "links", "above"):
        assert {str(error)[-5:] for error in report[kind]} == {"Error"}, (kind, report[kind])
    for kind in ("connect", "resolve", "listen", "process"):
        assert str(report[kind]).endswith(("Error", "gaierror")), (kind, report[kind])

    honest = builder.build(builder.app("honest", app=HONEST))
    inside = ["__init__.py", "__pycache__", "victim.py", "tiny", "tiny-1.0.dist-info"]
    assert ["tiny", "victim", False, inside] == builder.run(honest)
    assert before.items() <= files(builder.folder).items()


def test_python_package(builder: Builder) -> None:
    """A hostile package that plants a link for whoever reads what it left is refused by name."""
    package = HOSTILE + "\nos.symlink('../../../secret.txt', '/1/evil/secret.txt')\n"
    lock = wheel(builder.folder / "index", "evil", "py3-none-any", {"evil/__init__.py": package})
    app = Builder(builder.folder, lock).app("planter", app=HONEST)
    (app / "planter" / "pyproject.toml").write_text('[project]\ndependencies = ["evil"]\n')
    before = kept(builder)
    with pytest.raises(BuildError) as caught:
        builder.build(app)
    assert 'wae: component "planter": its packages leave the symbolic link ' in caught.value.line()
    assert "evil/secret.txt" in caught.value.line()
    assert before == kept(builder)


def kept(builder: Builder) -> set[str]:
    """What the cache holds, but for bindings, which are made of WIT before code is run, and for
    what sources import, which is read there."""
    cache = builder.folder / "cache"
    read = {path for name in ("imports", "worlds") for path in (cache / name).rglob("*")}
    return {path.name for path in {*cache.rglob("*")} - read}


LINKS = {
    "app.py": "../../../secret.txt",
    "data.txt": "../../../secret.txt",
    "words": "../../..",
    "pyproject.toml": "../../../secret.txt",
    "requirements.lock": "../../../secret.txt",
    "wit/key.wit": "../../../../secret.txt",
}


@pytest.mark.parametrize("name", LINKS)
def test_links(builder: Builder, name: str) -> None:
    """A link out of the component's folder is named, whatever stands for it; it is not read."""
    app = builder.app(f"links-{list(LINKS).index(name)}", app=HONEST)
    place = app / app.name / name
    place.unlink(missing_ok=True)
    place.symlink_to(LINKS[name])
    with pytest.raises(BuildError) as caught:
        builder.build(app)
    line = caught.value.line()
    assert str(place) in line
    assert "symbolic link" in line
    assert SECRET not in line


@pytest.mark.parametrize("name", ["data.txt", "requirements.lock", "wit/more.wit", "app.py"])
def test_pipes(builder: Builder, name: str) -> None:
    """Nobody waits for a pipe in a component's folder."""
    app = builder.app(f"pipes-{len(name)}", app=HONEST)
    place = app / app.name / name
    place.unlink(missing_ok=True)
    os.mkfifo(place)
    with pytest.raises(BuildError) as caught:
        builder.build(app)
    assert str(app.name) in caught.value.line()
    assert not (builder.folder / f"{app.name}.wasm").exists()


def test_contracts_with_links(builder: Builder) -> None:
    """A link out of the folder of contracts is refused as well."""
    app = builder.app("contracts", app=HONEST)
    shutil.copytree(ROOT / "wit" / "wasi", app / "wit")
    (app / "wit" / "secret.wit").symlink_to("../../../secret.txt")
    manifest = (app / "wae.toml").read_text()
    wit = next(line for line in manifest.splitlines() if line.startswith("wit ="))
    (app / "wae.toml").write_text(manifest.replace(wit, 'wit = "wit"'))
    with pytest.raises(BuildError, match=r"the symbolic link .*/wit/secret\.wit leaves"):
        builder.build(app)


def test_cache_that_comes_along(builder: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache in the app's folder, with components made elsewhere, is not looked at."""
    monkeypatch.delenv("WAE_BUILD_CACHE")
    monkeypatch.setenv("WAE_CACHE_DIR", str(builder.folder / "mine"))
    app = builder.app("cached", app="class Run: ...\n")
    for place in (".wae", ".cache", ".cache/build", ".wae/build"):
        shutil.copytree(builder.folder / "cache", app / place, dirs_exist_ok=True)
    with pytest.raises(BuildError, match="class Run has no method run"):
        builder.build(app)


def test_deep_code(builder: Builder) -> None:
    """Code without end is one line, not a crash of the build."""
    for name, text in {
        "a": "-" * 200_000 + "1",
        "b": "(" * 100_000,
        "c": "x" + ".x" * 100_000,
    }.items():
        app = builder.app(f"deep-{name}", app=f"{text}\n")
        with pytest.raises(BuildError) as caught:
            builder.build(app)
        assert "\n" not in caught.value.line()
    app = builder.app("deep-toml", app=HONEST)
    (app / "deep-toml" / "pyproject.toml").write_text("x = " + "[" * 100_000)
    with pytest.raises(BuildError, match="nested too deeply|not TOML"):
        builder.build(app)
