"""`wae watch`: what is saved is live in the running process."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.free_port import free_port
from tests.patience import PATIENCE, until

from wae.build.live import _LOADER, FAILURES, FOLDER
from wae.watch import loop
from wae.watch.files import changed, look
from wae.watch.showers import Nothing

PORT = free_port()
ROOT = Path(__file__).parents[2]
TALLY = ROOT / "tests" / "apps" / "tally"
APP = (TALLY / "tally" / "app.py").read_text()


@pytest.fixture
def app(tmp_path: Path) -> Path:
    shutil.copytree(TALLY, tmp_path / "app", ignore=shutil.ignore_patterns(".wae", "__pycache__"))
    return tmp_path / "app"


class Watch:
    """A running `wae watch`, and the lines that it wrote to either stream."""

    def __init__(self, app: Path, environ: dict[str, str], *options: str) -> None:
        cache = os.environ.get("WAE_BUILD_CACHE", str(ROOT / ".cache/build"))
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "wae", "watch", str(app), *options],
            env={**environ, "WAE_BUILD_CACHE": cache},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: list[str] = []
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    def wait(self, text: str, count: int = 1) -> None:
        """Until so many lines are the text, or have it in them if it is no number."""

        def is_there() -> bool:
            assert self.process.poll() is None, self.lines
            return sum(is_said(text, line) for line in self.lines) >= count

        until(is_there, lambda: self.lines)

    def interrupt(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


def is_said(text: str, line: str) -> bool:
    return line == text or (text in line and not text.isdigit())


@pytest.fixture
def watch(app: Path, environ: dict[str, str]) -> Iterator[Watch]:
    started = Watch(app, environ, "--call", "tally.count --text 'a b'")
    yield started
    started.process.kill()


def save(file: Path, text: str) -> None:
    """As editors save: a new file takes the place of the old one."""
    beside = file.with_name(f".{file.name}.swap")
    beside.write_text(text)
    beside.replace(file)


def test_saved_files_are_live(app: Path, watch: Watch) -> None:
    """A saved file is live without a build, a broken one is told once and the last good one stays;
    nothing that it makes itself sets it off; Ctrl-C ends it."""
    words = app / "tally" / "words.py"
    good = words.read_text()
    watch.wait("2")
    save(words, good.replace("len(", "7 * len("))
    watch.wait("14")
    save(words, "def count(: pass\n")
    watch.wait("SyntaxError: invalid syntax")
    assert any(f'File "{words}", line 1' in line for line in watch.lines)
    save(words, good)
    save(app / "tally" / "app.py", "class Tally:\n    pass\n")
    watch.wait(f"{app}/tally/app.py:1: class Tally has no method count")
    save(words, good + "\n")
    save(app / "tally" / "app.py", APP)
    save(words, good.replace("len(text", "nobody(text"))
    watch.wait("NameError: name 'nobody' is not defined")
    assert any(f'File "{words}", line 2, in count' in line for line in watch.lines)
    save(words, good.replace("len(", "3 * len("))
    watch.wait("6")
    assert 1 == sum("has no method" in line for line in watch.lines)
    assert 1 == sum("composing" in line for line in watch.lines)
    seen = len(watch.lines)
    time.sleep(2)
    assert seen == len(watch.lines)
    assert -signal.SIGINT == watch.interrupt()


def test_served(app: Path, environ: dict[str, str]) -> None:
    """The next request gets what was saved, from the same server; while a file cannot be imported,
    the version before answers."""
    served = Watch(app, environ, "--serve", str(PORT))
    try:
        served.wait("serving")
        words = app / "tally" / "words.py"
        good = words.read_text()
        until_answered("2")
        save(words, good.replace("len(", "7 * len("))
        until_answered("14")
        save(words, good + "\nnobody\n")
        served.wait("live after", 3)
        assert "14" == ask(PORT)
        served.wait("NameError: name 'nobody' is not defined")
        save(words, good)
        until_answered("2")
        assert 1 == sum("serving" in line for line in served.lines)
        a_changed_contract(app, served)
    finally:
        served.interrupt()


def a_changed_contract(app: Path, served: Watch) -> None:
    """It is composed anew as soon as the sources fit it; until then it is told what is missing,
    once, and the last app that was sound answers, until the new one does: no request fails. A
    contract that nothing reaches changes nothing."""
    contract = next((app / "wit").rglob("*.wit"))
    more = "interface tally {\n    twice: func(text: string) -> u32;"
    save(contract, contract.read_text().replace("interface tally {", more))
    served.wait("class Tally has no method twice")
    save(app / "tally/words.py", (app / "tally/words.py").read_text() + "\n")
    time.sleep(0.5)
    assert "2" == ask(PORT)
    assert 1 == sum("has no method twice" in line for line in served.lines)
    assert 1 == sum("composing" in line for line in served.lines)
    method = "    def twice(self, text: str) -> int:\n        return 2 * words.count(text)\n"
    save(app / "tally/app.py", f"{APP}\n{method}")
    served.wait("composing", 2)
    with asking(PORT) as answers:
        until_answered("4", "twice")
        time.sleep(1)
    assert {"2"} == {*answers}
    (app / "wit/other").mkdir()
    save(app / "wit/other/other.wit", "package test:other;\ninterface other { f: func(); }\n")
    save(app / "tally/words.py", (app / "tally/words.py").read_text().replace("len(", "5 * len("))
    until_answered("10")
    assert 2 == sum("composing" in line for line in served.lines)


def ask(port: int, function: str = "count") -> str:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/tally/tally/{function}",
        b'{"text": "a b"}',
        {"content-type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        return f"{error.code} {error.read().decode()}"
    except (urllib.error.URLError, OSError) as error:
        return str(error)


@contextmanager
def asking(port: int) -> Iterator[list[str]]:
    """What two clients get that ask again and again, each time by another connection."""
    answers: list[str] = []
    over = threading.Event()

    def ask_on() -> None:
        while not over.is_set():
            answers.append(ask(port))

    clients = [threading.Thread(target=ask_on) for _ in range(2)]
    for client in clients:
        client.start()
    yield answers
    over.set()
    for client in clients:
        client.join()


def until_answered(expected: str, function: str = "count") -> None:
    until(lambda: expected == ask(PORT, function), lambda: ask(PORT, function))


def test_what_is_built_has_no_place_for_sources(toolbox: Path) -> None:
    """Only what is watched opens a folder to its components."""
    assert FOLDER in _LOADER.format(folder=FOLDER, failure=FAILURES)
    assert FOLDER.encode() not in toolbox.read_bytes()


def test_a_file_that_goes_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """One that is gone while it is read is told once, and ends nothing."""

    def gone(file: Path) -> None:
        raise FileNotFoundError(2, "No such file or directory", str(tmp_path / "app.py"))

    monkeypatch.setattr(loop, "check", gone)
    watching = loop.Loop(tmp_path / "wae.toml", tmp_path, Nothing(), keeps_last=False)
    watching.turn()
    watching.turn()
    assert f"wae: {tmp_path}/app.py: No such file or directory\n" == capfd.readouterr().err


def test_what_counts_as_a_change(tmp_path: Path) -> None:
    """New, changed, replaced and removed files do; what is hidden or made does not."""
    (tmp_path / "in").mkdir()
    for name in ("a.py", "in/b.py", "c.wit"):
        (tmp_path / name).write_text("x")
    before = look([tmp_path])
    for name in (".a.py.swp", "in/b.pyc", "app.wasm", "a.py~", ".wae/x.py", "in/__pycache__/y.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert set() == changed(before, look([tmp_path]))
    save(tmp_path / "a.py", "x")
    (tmp_path / "in/b.py").unlink()
    (tmp_path / "in/new.py").touch()
    expected = {tmp_path / name for name in ("a.py", "in/b.py", "in/new.py")}
    assert expected == changed(before, look([tmp_path]))
