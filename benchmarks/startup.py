"""How long commands take from start to end, everything in caches."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from benchmarks.process import child_environment, seconds
from benchmarks.samples import in_turns
from benchmarks.subjects import Subjects, wasmtime_cli
from benchmarks.table import milliseconds, ratio, table

ROUNDS = 40
BASE = "python -c pass"
ORDINARY = Path(__file__).parent / "ordinary.py"


def report(subjects: Subjects) -> Iterator[str]:
    """Lines of Markdown."""
    commands, skipped = _commands(subjects)
    environment = child_environment(WAE_CACHE_DIR=str(subjects.cache))
    taken = in_turns(
        {name: partial(seconds, command, environment) for name, command in commands.items()},
        ROUNDS,
    )
    base = taken[BASE]
    rows = [
        (
            f"`{name}`",
            ratio(samples.ratio(base)),
            milliseconds(samples.median),
            milliseconds(samples.fastest),
            " to ".join(milliseconds(edge) for edge in samples.middle),
        )
        for name, samples in taken.items()
    ]
    yield from table(("command", f"× `{BASE}`", "median", "fastest", "middle half"), rows)
    if skipped:
        yield ""
        yield f"Not measured: {'; '.join(skipped)}."


def _commands(subjects: Subjects) -> tuple[dict[str, list[str]], list[str]]:
    python, wae = sys.executable, str(Path(sys.executable).parent / "wae")
    commands = {
        BASE: [python, "-c", "pass"],
        "wae password": [wae, "password"],
        "wae net --help": [wae, "net", "--help"],
        "wae --version": [wae, "--version"],
        'python -c "import wasmtime"': [python, "-c", "import wasmtime"],
    }
    skipped: list[str] = []
    cli = wasmtime_cli()
    if cli:
        code = str(subjects.compiled_by(cli))
        commands["wasmtime run toolbox.cwasm password"] = [
            *(cli, "run", "--allow-precompiled", "-S", "http", code, "password")
        ]
    else:
        skipped.append("the wasmtime command line, which is not installed")
    missing = [name for name in ("click", "httpx", "rich") if find_spec(name) is None]
    if missing:
        skipped.append(f"the ordinary Python program, which needs {', '.join(missing)}")
    else:
        commands["python ordinary.py"] = [python, str(ORDINARY)]
    for name in ("gh", "llm"):
        program = shutil.which(name)
        if program:
            commands[f"{name} --version"] = [program, "--version"]
        else:
            skipped.append(f"`{name} --version`, as {name} is not installed")
    return commands, skipped
