"""Components in other languages, each by its own toolchain, in an app with a command in Python."""

import json
import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from tests.free_port import free_port
from tests.patience import PATIENCE, until
from toolchains import use

import wae as library
from wae.build.app import build_app, write_app
from wae.build.lock import read_lock
from wae.build.progress import Progress
from wae.commands import new
from wae.inspect.report import inspect_app
from wae.manifest import load_manifest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
Wae = Callable[..., CompletedProcess[str]]
COMMANDS = {
    "c": "zig cc -target wasm32-wasi -mexec-model=reactor -Os -s -o $WAE_OUTPUT *.c",
    "go": "go build -ldflags='-s -w' -buildmode=c-shared -o $WAE_OUTPUT",
    "javascript": "npm run --silent build",
    "typescript": "tsc --strict --target es2022 --module es2022 --outDir made tally.ts"
    " && componentize-js made/tally.js -w $WAE_WIT -n tally"
    " -d stdio random clocks http fetch-event -o $WAE_OUTPUT",
    "zig": "zig build-exe tally.zig -target wasm32-freestanding -fno-entry -rdynamic -OReleaseSmall"
    " -femit-bin=$WAE_OUTPUT",
}


def app_in(language: str) -> Path:
    """The app of the app template, whose component is in another language."""
    new.main(["tally", "-t", "app"], debug=False)
    folder = Path("tally/tally")
    if language in ("c", "javascript"):
        Path("other").mkdir()
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir("other")
            new.main(["tally", "-t", language], debug=False)
        shutil.rmtree(folder)
        shutil.copytree("other/tally/tally", folder)
    else:
        for name in ("app.py", "counting.py", "pyproject.toml", "tests/test_counting.py"):
            (folder / name).unlink()
        shutil.copytree(HERE / "languages" / language, folder, dirs_exist_ok=True)
    manifest = Path("tally/wae.toml")
    table = '[components.tally]\nsource = "tally"\n'
    text = manifest.read_text()
    assert table in text
    manifest.write_text(text.replace(table, f'{table}build = "{COMMANDS[language]}"\n'))
    return manifest


@contextmanager
def serving(app: str, environ: dict[str, str]) -> Iterator[str]:
    """`wae serve` of the app, which answers."""
    port = free_port()
    command = [sys.executable, "-m", "wae", "serve", app, "--port", str(port), "--quiet"]
    process = subprocess.Popen(command, env=environ, stdin=subprocess.DEVNULL)

    def is_ready() -> bool:
        assert process.poll() is None
        try:
            get(f"http://127.0.0.1:{port}/readyz")
        except OSError:
            return False
        return True

    try:
        until(is_ready)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(PATIENCE)


def get(url: str, body: bytes | None = None) -> str:
    request = urllib.request.Request(url, body, {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
        return str(answer.read().decode())


@pytest.mark.parametrize("language", COMMANDS)
def test_through_every_face(
    language: str,
    wae: Wae,
    tmp_path: Path,
    environ: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A terminal, the Python command, REST with its page, Python and models get the same answers
    from each; its test passes in the sandbox; it holds no more than clocks and random numbers, and
    is locked."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WAE_BUILD_CACHE", str(ROOT / ".cache" / "build"))
    use(language, monkeypatch)
    manifest = app_in(language)
    app = str(tmp_path / "tally.wasm")
    write_app(build_app(load_manifest(manifest), Progress(quiet=True)), Path(app))
    assert ["tally"] == [*read_lock(manifest).outputs]

    called = wae("call", app, "tally.count", "--text", "one two\nthree é😀")
    assert {"lines": 2, "words": 4, "characters": 16} == json.loads(called.stdout)
    assert '"empty"\n' == wae("call", app, "tally.count", "--text", "").stdout
    ran = wae("run", app, "one two", "")
    assert "1 lines, 2 words, 7 characters\n" == ran.stdout
    assert (1, "tally: a text is empty") == (ran.returncode, ran.stderr.splitlines()[-1])
    with library.load(app) as loaded:
        assert 2 == loaded.tally.tally.count("one two").words
        # Go's allocator asks WASI for the time, which it may not while it takes arguments.
        if language != "go":
            with pytest.raises(library.ResultError) as caught:
                loaded.tally.tally.count("x" * 1_000_001)
            assert 1_000_000 == caught.value.value.value
    assert "tally_tally_count" in wae("mcp", "--list", app).stdout
    with serving(app, environ) as origin:
        question = json.dumps({"text": "one two"}).encode()
        assert {"lines": 1, "words": 2, "characters": 7} == json.loads(
            get(f"{origin}/tally/tally/count", question)
        )
        assert "/tally/tally/count" in json.loads(get(f"{origin}/openapi.json"))["paths"]
        assert "<html" in get(f"{origin}/")

    report = inspect_app(Path(app).read_bytes(), "tally")
    inside = [i for i in report.instances if "tally" in (i.name, i.within) and not i.is_quiet]
    assert {c for i in inside for c in i.capabilities} <= {"clocks", "random"}
    tested = wae("test", "tally", "tally", cwd=tmp_path, env=dict(os.environ))
    assert 0 == tested.returncode, tested.stdout + tested.stderr
    assert "2 passed" in tested.stdout
