#!/usr/bin/env python3
"""Type-checks the toolbox's Python components as strictly as the host, against their bindings.

Packages and bindings are read, not judged. Results are kept in .cache/guests, so that only what
changed is checked again.
"""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from wae.build.author import FOLDER, author_files, write_author_files
from wae.build.components import Components
from wae.build.inputs import read_inputs
from wae.build.source import Source
from wae.manifest import load_manifest

ROOT = Path(__file__).resolve().parents[1]
APPS = {"toolbox": None, "toolbox-async": ("chat-stream",)}
"""The apps, and which of their components are checked, if not all."""

CACHE = ROOT / ".cache" / "guests"
SHARED = ROOT / "components" / "shared"

_PYTHON = "3.14"  # componentize-py's
_UNTYPED = "zxcvbn"  # a package whose functions have no types
_OPTIONS = (
    *("--strict", "--untyped-calls-exclude", _UNTYPED, "--python-version", _PYTHON),
    *("--explicit-package-bases", "--follow-imports=silent", "--no-error-summary"),
)


def main() -> int:
    """Prints what is wrong; returns 1 if something is."""
    sources = []
    for app, names in APPS.items():
        made = Components(load_manifest(ROOT / "apps" / app / "wae.toml"))
        for name, entry in made.manifest.components.items():
            if entry.build is None and (names is None or name in names):
                inputs = read_inputs(made, entry)
                folder = _cache(inputs.source)
                folder.mkdir(parents=True, exist_ok=True)
                write_author_files(folder, author_files(inputs, inputs.world()))
                sources.append(inputs.source)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        problems = [text for text in pool.map(check, sources) if text]
    print("".join(problems), end="")
    return 1 if problems else 0


def _cache(source: Source) -> Path:
    return CACHE / source.folder.name


def check(source: Source) -> str:
    """What mypy says of a component's own files, of those that it includes, and of commands."""
    made = _cache(source) / FOLDER
    path = (
        source.folder,
        SHARED,
        ROOT,
        made / "bindings",
        made / "included",
        made / "packages",
        ROOT / "src",
    )
    command = [
        *(sys.executable, "-m", "mypy", *_OPTIONS),
        *("--config-file", os.devnull, "--cache-dir", str(_cache(source) / "mypy")),
        *(str(file.relative_to(ROOT)) for file in files(source)),
    ]
    environment = {**os.environ, "MYPYPATH": os.pathsep.join(map(str, path))}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    return done.stdout + done.stderr.replace(
        f"{os.devnull}: No [mypy] section in config file\n", ""
    )


def files(source: Source) -> list[Path]:
    """Those that the component ships: its own, without tests, and those that it includes."""
    apart = ("tests", "commands")
    own = [
        file
        for file in sorted(source.folder.rglob("*.py"))
        if not set(file.relative_to(source.folder).parts).intersection(apart)
    ]
    included = [file for file in source.included.values() if file.suffix == ".py"]
    return own + included


if __name__ == "__main__":
    sys.exit(main())
