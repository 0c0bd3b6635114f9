"""What a first call costs through each face, everything in caches: the time and the processor's."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.process import child_environment
from benchmarks.subjects import Subjects
from benchmarks.table import milliseconds, ratio, table

ROUNDS = 12
BASE = "`wae password`"
_RECIPE = {"length": 20, "classes": ["lower", "digits"], "symbols": None}
_RECIPE |= {"exclude-ambiguous": False, "require-each-class": False}
REQUEST = {"recipe": {"password": _RECIPE}, "count": 1, "min-entropy": None}
_LOAD = """
import sys, wae
with wae.load(sys.argv[1]) as app:
    generator = app.password.generator
    classes = generator.CharacterClasses.LOWER | generator.CharacterClasses.DIGITS
    recipe = generator.PasswordRecipe(
        length=20, classes=classes, exclude_ambiguous=False, require_each_class=False
    )
    generator.generate(generator.Request(recipe=generator.Recipe.Password(recipe), count=1))
"""
_MCP = [
    {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "benchmark", "version": "1"},
        },
    },
    {"jsonrpc": "2.0", "method": "notifications/initialized"},
    {
        "jsonrpc": "2.0",
        "id": 2,
        "method": "tools/call",
        "params": {"name": "password_generator_generate", "arguments": {"request": REQUEST}},
    },
]


@dataclass(frozen=True)
class Taken:
    """Seconds from start to end, and those of processors, children included."""

    whole: float
    processor: float


def report(subjects: Subjects) -> Iterator[str]:
    """Lines of Markdown."""
    app, python = str(subjects.shared), sys.executable
    wae = str(Path(python).parent / "wae")
    asked = [f"{json.dumps(message)}\n".encode() for message in _MCP]
    request = json.dumps(REQUEST)
    commands: dict[str, tuple[Sequence[str], Sequence[bytes]]] = {
        BASE: ([wae, "password"], []),
        "`wae call`": (
            [wae, "call", app, "generator.generate", "--request", request],
            [],
        ),
        "`wae.load`, a call": ([python, "-c", _LOAD, app], []),
        "`wae mcp --list`": ([wae, "mcp", app, "--list"], []),
        "`wae mcp`, greeting and a call": ([wae, "mcp", app], asked),
        '`python -c "import mcp.server"`': ([python, "-c", "import mcp.server"], []),
    }
    environment = child_environment(WAE_CACHE_DIR=str(subjects.cache), WAE_TOOLBOX=app)
    found: dict[str, list[Taken]] = {name: [] for name in commands}
    for number in range(ROUNDS + 1):
        for name, (command, given) in commands.items():
            taken = _taken(command, given, environment)
            if number:
                found[name].append(taken)
    rows = []
    for name, samples in found.items():
        pairs = list(zip(samples, found[BASE], strict=True))
        rows.append(
            (
                name,
                ratio(median(one.whole / base.whole for one, base in pairs)),
                ratio(median(one.processor / base.processor for one, base in pairs)),
                milliseconds(median(one.whole for one in samples)),
                milliseconds(median(one.processor for one in samples)),
            )
        )
    header = ("first call", f"× {BASE}", "× its processor time", "median", "processor")
    yield from table(header, rows)


def _taken(command: Sequence[str], given: Sequence[bytes], environment: dict[str, str]) -> Taken:
    """Until the program ends; or until it has answered ``given``, the last message of which is a
    question."""
    started = time.perf_counter()
    with subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(b"".join(given))
        child.stdin.flush()
        if given:
            number = json.loads(given[-1])["id"]
            while json.loads(child.stdout.readline())["id"] != number:
                pass
            whole = time.perf_counter() - started
        child.stdin.close()
        child.stdout.read()
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if not given:
            whole = time.perf_counter() - started
    if child.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {child.returncode}")
    return Taken(whole, used.ru_utime + used.ru_stime)
