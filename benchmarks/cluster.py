"""Requests a second that wasmCloud hosts answer, with fresh instances and with kept ones: one host
and two.

Each host has one processor, as far as it serves. The hosts and what they need are the tests' peers.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pytest
from tests.deploy import greeter

from benchmarks.load import Load, load
from benchmarks.subjects import ROOT
from benchmarks.table import ratio, table
from tests.conftest import COMMAND
from wae.deploy.needs import needs_of
from wae.deploy.pool import LARGE, SETTINGS, SIZE
from wae.inspect.report import inspect_app

sys.path.append(str(ROOT / "tests" / "peers"))

ROUNDS = 5
REQUESTS = 300
CONNECTIONS = 8
POOL = {"core-instances": 20_000, "memories": 4_000, "tables": 4_000}
_RECIPE = {"words": 6, "separator": "-", "capitalize": False}
_PASSPHRASE = json.dumps({"request": {"recipe": {"passphrase": _RECIPE}, "count": 1}}).encode()


@dataclass(frozen=True)
class _App:
    """What is deployed, and what is asked of it."""

    title: str
    wasm: bytes
    path: str
    body: bytes
    health: str
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

    toolbox, warm = (
        (ROOT / "dist" / f"{name}.wasm").read_bytes() for name in ("toolbox-http", "toolbox-warm")
    )
    path = "/password/generator/generate"
    apps = [
        _App("greeter", greeter.app(), "/", b"{}", "/"),
        _App("toolbox", toolbox, path, _PASSPHRASE, "/healthz"),
        _App("toolbox-warm", warm, path, _PASSPHRASE, "/healthz", ("--warm", "8,1000")),
    ]
    settings = {SETTINGS[name]: str(number) for name, number in POOL.items()}
    with cluster(scratch, {**settings, SIZE: str(LARGE)}) as made:
        for app in apps:
            file = scratch / f"{app.title}.wasm"
            file.write_bytes(app.wasm)
            _wae(scratch, "push", "--insecure", str(file), f"{made.registry}/{app.title}:1")
        made.start()
        made.start()
        took = {}
        for app in apps:
            options = ["--insecure", "--nats", made.nats, "--replicas", "2", "--host", app.name]
            for name, number in POOL.items():
                options += ["--pool", f"{name}={number}"]
            began = time.monotonic()
            image = f"{made.registry}/{app.title}:1"
            _wae(scratch, "deploy", image, *options, "--health", app.health, *app.options)
            took[app.title] = time.monotonic() - began
        yield from _rates(apps, made.ports)
        yield ""
        yield from _starts(apps, took)


def _rates(apps: list[_App], ports: list[int]) -> Iterator[str]:
    found: dict[tuple[str, int], list[Load]] = {}
    for number in range(ROUNDS + 1):
        for app in apps:
            for hosts in (1, 2):
                measured = _asked(app, ports[:hosts])
                if number:  # the first round warms up
                    found.setdefault((app.title, hosts), []).append(measured)
    rows = []
    for (title, hosts), loads in found.items():
        pairs = zip(loads, found[title, 1], strict=True)
        rows.append(
            (
                f"{title}, {hosts} host{'s' if hosts > 1 else ''}",
                ratio(median(each.rate / one.rate for each, one in pairs)),
                f"{median(each.rate for each in loads):.0f}",
                f"{median(each.p50 for each in loads) * 1e3:.1f} ms",
                f"{median(each.p99 for each in loads) * 1e3:.1f} ms",
            )
        )
    yield from table(("app", "× one host", "requests/s", "p50", "p99"), rows)


def _asked(app: _App, ports: list[int]) -> Load:
    """The load on several hosts at a time, taken together."""
    each = CONNECTIONS // len(ports)
    began = time.perf_counter()
    with ThreadPoolExecutor(len(ports)) as threads:
        loads = [
            *threads.map(
                lambda port: load(port, app.path, app.body, each, REQUESTS // len(ports), app.name),
                ports,
            )
        ]
    rate = REQUESTS / (time.perf_counter() - began)
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
    heads = ("app", "size", "core instances", "memories", "tables", "`wae deploy` on two hosts")
    yield from table(heads, rows)


def _wae(scratch: Path, *arguments: str) -> None:
    environment = {**os.environ, "XDG_DATA_HOME": str(scratch / "data")}
    subprocess.run([COMMAND, *arguments], env=environment, check=True, capture_output=True)
