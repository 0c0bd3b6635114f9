"""One function through each server: `wae serve`, `wasmtime serve`, and one to four wasmCloud hosts,
with a fresh instance for each request and with kept ones.

Each server has one thread, as far as it serves, but for one host with as many as there are
processors; hosts and what they need are the tests' peers.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pytest
from tests.deploy import greeter
from tests.toolbox.http_servers import served, wasmtime_command

from benchmarks.load import Load, load
from benchmarks.process import child_environment
from benchmarks.subjects import ROOT
from benchmarks.table import ratio, table
from tests.conftest import COMMAND
from wae.build.app import build_app
from wae.build.progress import Progress
from wae.deploy.needs import needs_of
from wae.deploy.pool import LARGE, SETTINGS, SIZE
from wae.inspect.report import inspect_app
from wae.manifest import load_manifest

sys.path.append(str(ROOT / "tests" / "peers"))

ROUNDS = 5
REQUESTS = 300
SECONDS = 2.0
CONNECTIONS = 8
HOSTS = (1, 2, 4)
_THREADS = os.cpu_count() or 1
POOL = {"core-instances": 20_000, "memories": 4_000, "tables": 4_000}
_RECIPE = {"words": 6, "separator": "-", "capitalize": False}
_PASSPHRASE = json.dumps({"request": {"recipe": {"passphrase": _RECIPE}, "count": 1}}).encode()


_PATH = "/password/generator/generate"
_ONE_THREAD = {"TOKIO_WORKER_THREADS": "1"}
_OTHERS = ("github", "net", "openai", "watttime", "http", "settings")

_Ask = Callable[[int], Load]
"""Asks so many times."""


@dataclass(frozen=True)
class _App:
    """What is deployed, and what is asked of it."""

    title: str
    wasm: bytes
    path: str = _PATH
    body: bytes = _PASSPHRASE
    health: str = "/healthz"
    options: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.title}.example"


def report(scratch: Path) -> Iterator[str]:
    """Lines of Markdown."""
    try:
        yield from _measured(scratch)
    except pytest.skip.Exception as missing:
        yield f"Not measured: {missing}."


def _measured(scratch: Path) -> Iterator[str]:
    from cluster import cluster  # of tests/peers

    warm = ("--warm", f"{CONNECTIONS},1000")
    fresh_app, warm_app = (_smaller(scratch, app) for app in ("toolbox-http", "toolbox-warm"))
    toolbox = (ROOT / "dist" / "toolbox-http.wasm").read_bytes()
    apps = [
        _App("password", fresh_app),
        _App("password-warm", warm_app, options=warm),
        _App("toolbox", toolbox),
        _App("greeter", greeter.app(), "/", b"{}", "/"),
    ]
    settings = {SETTINGS[name]: str(number) for name, number in POOL.items()}
    asked: dict[str, _Ask] = {}
    with ExitStack() as stack, cluster(scratch, {**settings, SIZE: str(LARGE)}) as made:
        for app in apps:
            file = scratch / f"{app.title}.wasm"
            file.write_bytes(app.wasm)
            _wae(scratch, "push", "--insecure", str(file), f"{made.registry}/{app.title}:1")
        for _ in range(max(HOSTS)):
            made.start()
        wide = made.start(threads=_THREADS)
        took = {app.title: _deployed(scratch, app, made.registry, made.nats) for app in apps}
        for title, command in _servers(scratch / "password.wasm").items():
            log = scratch / f"{len(asked)}.log"
            client = stack.enter_context(served(command, child_environment(**_ONE_THREAD), log))
            port = client.base_url.port
            assert port is not None
            asked[title] = lambda number, port=port: _asked(apps[0], [port], number, "")  # type: ignore[misc]
        for app in apps:
            for hosts in HOSTS:
                title = f"wasmCloud, {app.title}, {hosts} host{'s' if hosts > 1 else ''}"
                ports = made.ports[:hosts]
                asked[title] = lambda number, app=app, ports=ports: _asked(
                    app, ports, number, app.name
                )  # type: ignore[misc]
        for app in apps[:2]:
            title = f"wasmCloud, {app.title}, 1 host, {_THREADS} threads"
            asked[title] = lambda number, app=app: _asked(app, [wide], number, app.name)  # type: ignore[misc]
        yield from _rates(asked)
        yield ""
        yield from _starts(apps, took)


def _smaller(scratch: Path, app: str) -> bytes:
    """The app with the tool `password` alone, as docs/scale.md advises."""
    file = scratch / f"smaller-{app}" / "wae.toml"
    file.parent.mkdir()
    base = os.path.relpath(ROOT / "apps" / app / "wae.toml", file.parent)
    wasi = 'wasi = "0.3"\n' if app == "toolbox-warm" else ""
    text = f'[app]\nname = "{app}"\nextends = "{base}"\n{wasi}without = {json.dumps(_OTHERS)}\n'
    file.write_text(text)
    return build_app(load_manifest(file), Progress()).binary


def _servers(app: Path) -> dict[str, Callable[[int], list[str]]]:
    """Servers of one machine; tests make do with the quick compiler's code."""
    good, reused = ("-C", "compiler=cranelift"), ("--max-instance-reuse-count", "1000000")
    own = [str(COMMAND), "serve", "toolbox", "--quiet", "--workers", "1"]
    return {
        "`wae serve`, a fresh sandbox for each": lambda port: [*own, "--port", str(port)],
        "`wasmtime serve`, a fresh instance for each": wasmtime_command({}, *good, app=app),
        "`wasmtime serve`, one instance for all": wasmtime_command({}, *good, *reused, app=app),
    }


def _deployed(scratch: Path, app: _App, registry: str, nats: str) -> float:
    """Seconds until all hosts answer."""
    options = ["--insecure", "--nats", nats, "--replicas", str(max(HOSTS) + 1), "--host", app.name]
    for name, number in POOL.items():
        options += ["--pool", f"{name}={number}"]
    began = time.monotonic()
    image = f"{registry}/{app.title}:1"
    _wae(scratch, "deploy", image, *options, "--health", app.health, *app.options)
    return time.monotonic() - began


def _rates(asked: Mapping[str, _Ask]) -> Iterator[str]:
    """All of them in turns, so that what else the machine does is everybody's."""
    loads: dict[str, list[Load]] = {title: [] for title in asked}
    numbers = dict.fromkeys(asked, REQUESTS)
    for number in range(ROUNDS + 1):
        for title, ask in asked.items():
            measured = ask(numbers[title])
            numbers[title] = max(REQUESTS, int(measured.rate * SECONDS))
            if number:  # the first round warms up
                loads[title].append(measured)
    base = loads["wasmCloud, password, 1 host"]
    rows = [
        (
            title,
            ratio(median(each.rate / one.rate for each, one in zip(own, base, strict=True))),
            f"{median(each.rate for each in own):.0f}",
            f"{median(each.p50 for each in own) * 1e3:.1f} ms",
            f"{median(each.p99 for each in own) * 1e3:.1f} ms",
        )
        for title, own in loads.items()
    ]
    yield from table(("server", "× fresh, 1 host", "requests/s", "p50", "p99"), rows)


def _asked(app: _App, ports: list[int], number: int, host: str) -> Load:
    """The load on several servers at a time, together; ``host`` is whom is asked."""
    each = CONNECTIONS // len(ports)
    began = time.perf_counter()
    with ThreadPoolExecutor(len(ports)) as threads:
        loads = [
            *threads.map(
                lambda port: load(port, app.path, app.body, each, number // len(ports), host),
                ports,
            )
        ]
    rate = number / (time.perf_counter() - began)
    return Load(rate, max(one.p50 for one in loads), max(one.p99 for one in loads))


def _starts(apps: list[_App], took: Mapping[str, float]) -> Iterator[str]:
    rows = []
    for app in apps:
        needs = needs_of(inspect_app(app.wasm, app.title))
        rows.append(
            (
                app.title,
                f"{len(app.wasm) / 1e6:.1f} MB",
                str(needs.most_cores),
                str(needs.memories),
                str(needs.tables),
                f"{took[app.title]:.1f} s",
            )
        )
    heads = (
        "app",
        "size",
        "core instances",
        "memories",
        "tables",
        f"`wae deploy` on {max(HOSTS) + 1} hosts",
    )
    yield from table(heads, rows)


def _wae(scratch: Path, *arguments: str) -> None:
    """Raises RuntimeError with what the command says."""
    environment = {**os.environ, "XDG_DATA_HOME": str(scratch / "data")}
    done = subprocess.run([COMMAND, *arguments], env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
