"""How many passwords a second `wae serve` answers, how fast, and in how much memory."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from benchmarks.load import Load, load
from benchmarks.process import child_environment
from benchmarks.subjects import ROOT, Subjects
from benchmarks.table import ratio, table
from wae.build.dependencies import install_dependencies
from wae.build.source import read_source
from wae.build.tools import run, tool
from wae.build.tree import write_tree
from wae.build.wit import assemble, read_contracts

ROUNDS = 7
REQUESTS = 1500
CONNECTIONS = 8
MEMORY_REQUESTS = 30_000
MEMORY_STEPS = 5
BASE = "FastAPI, no sandbox"
ORDINARY = "the same as people write it"
FRESH = "`wae serve`, a fresh sandbox for each"
REUSED = "`wae serve --reuse password/generator`"

PATH = "/password/generator/generate"
BODY = (
    b'{"request":{"recipe":{"password":{"length":20,"classes":["lower","upper","digits","symbols"],'
    b'"symbols":null,"exclude-ambiguous":false,"require-each-class":true}},"count":1,'
    b'"min-entropy":null}}'
)
_FASTAPI = Path(__file__).parent / "fastapi_password.py"
_ORDINARY = Path(__file__).parent / "fastapi_ordinary.py"
_START_SECONDS = 300


def report(subjects: Subjects) -> Iterator[str]:
    """Lines of Markdown."""
    if find_spec("fastapi") is None:
        yield "Not measured: FastAPI is not installed."
        return
    with ExitStack() as stack:
        servers = {
            BASE: stack.enter_context(_fastapi()),
            ORDINARY: stack.enter_context(_ordinary()),
            FRESH: stack.enter_context(_wae(subjects)),
            REUSED: stack.enter_context(_wae(subjects, "--reuse", "password/generator")),
        }
        yield from _rates(servers)
        yield ""
        yield from _memory({name: servers[name] for name in (FRESH, REUSED)})


class _Server:
    def __init__(
        self, process: subprocess.Popen[bytes], port: int, path: str = PATH, body: bytes = BODY
    ) -> None:
        self.process = process
        self.port = port
        self._asked = path, body

    def load(self, requests: int) -> Load:
        """What so many requests to it take."""
        return load(self.port, *self._asked, CONNECTIONS, requests)

    def memory(self) -> float:
        """Resident MB, of the workers too."""
        server = self.process.pid
        workers = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        pages = sum(
            int(Path(f"/proc/{process}/statm").read_text().split()[1])
            for process in (server, *workers)
        )
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _rates(servers: Mapping[str, _Server]) -> Iterator[str]:
    found: dict[str, list[Load]] = {name: [] for name in servers}
    for number in range(ROUNDS + 1):
        for name, server in servers.items():
            measured = server.load(REQUESTS)
            if number:
                found[name].append(measured)
    rows = []
    for name, loads in found.items():
        pairs = zip(loads, found[BASE], strict=True)
        ordinary = zip(loads, found[ORDINARY], strict=True)
        rows.append(
            (
                name,
                ratio(median(one.rate / base.rate for one, base in pairs)),
                ratio(median(one.rate / base.rate for one, base in ordinary)),
                f"{median(one.rate for one in loads):.0f}",
                f"{median(one.p50 for one in loads) * 1e3:.1f} ms",
                f"{median(one.p99 for one in loads) * 1e3:.1f} ms",
            )
        )
    yield from table(("server", f"× {BASE}", f"× {ORDINARY}", "requests/s", "p50", "p99"), rows)


def _memory(servers: Mapping[str, _Server]) -> Iterator[str]:
    rows = []
    for name, server in servers.items():
        seen = []
        for _ in range(MEMORY_STEPS):
            server.load(MEMORY_REQUESTS // MEMORY_STEPS)
            seen.append(f"{server.memory():.0f} MB")
        rows.append((name, *seen))
    step = MEMORY_REQUESTS // MEMORY_STEPS
    heads = [f"after {step * (number + 1):,}" for number in range(MEMORY_STEPS)]
    yield from table(("resident memory, requests", *heads), rows)


@contextmanager
def _wae(subjects: Subjects, *options: str) -> Iterator[_Server]:
    command = [str(Path(sys.executable).parent / "wae"), "serve", str(subjects.shared)]
    more = ["--port", "0", "--quiet", *options]
    environment = child_environment(WAE_CACHE_DIR=str(subjects.cache))
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen([*command, *more], env=environment, stderr=log)
        try:
            url = _until(process, partial(_url, log.fileno()))
            _until(process, partial(_is_settled, f"{url}readyz"))
            yield _Server(process, int(url.rpartition(":")[2].rstrip("/")))
        except RuntimeError:
            print(os.pread(log.fileno(), 1 << 16, 0).decode(), file=sys.stderr)
            raise
        finally:
            process.terminate()
            process.wait()


@contextmanager
def _fastapi() -> Iterator[_Server]:
    folder = ROOT / "tools" / "password"
    source = read_source("password", folder)
    port = 18734
    with tempfile.TemporaryDirectory() as scratch:
        wit, bindings = Path(scratch, "wit"), Path(scratch, "bindings")
        assemble(source, read_contracts(folder / "contract"), wit)
        done = run([tool("componentize-py"), "-d", wit, "-w", "password", "bindings", bindings])
        if done.returncode:
            raise RuntimeError(done.stderr)
        packages = Path(scratch, "packages")
        write_tree(install_dependencies(source, ROOT / ".cache" / "build"), packages)
        paths = [str(path) for path in (source.folder, packages, bindings)]
        with _started(_FASTAPI, port, PYTHONPATH=os.pathsep.join(paths)) as process:
            yield _Server(process, port)


@contextmanager
def _ordinary() -> Iterator[_Server]:
    port = 18735
    with _started(_ORDINARY, port) as process:
        yield _Server(process, port, "/password?length=20", b"")


@contextmanager
def _started(program: Path, port: int, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, str(program), str(port)]
    process = subprocess.Popen(command, env=child_environment(**more))
    try:
        _until(process, partial(_answers, f"http://127.0.0.1:{port}/openapi.json"))
        yield process
    finally:
        process.terminate()
        process.wait()


def _url(log: int) -> str:
    found = re.search(rb"http://\S+/", os.pread(log, 1 << 16, 0))
    return found[0].decode() if found else ""


def _answers(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=5):
            return url
    except OSError:
        return ""


def _is_settled(url: str) -> str:
    """Whether calls are answered, and no part is being compiled behind them any more."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return url if answer.read() == b"ready\n" else ""
    except OSError:
        return ""


def _until(process: subprocess.Popen[bytes], found: partial[str]) -> str:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        value = found()
        if value:
            return value
        time.sleep(0.1)
    raise RuntimeError(f"{process.args!r} does not answer")
