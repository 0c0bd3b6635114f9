"""Python's parser, used by several threads."""

import ast
import gc
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from wae.build.syntax import parse_expression, parse_module

CONTRACT = Path(__file__).parents[2] / "src" / "wae" / "contract"
SOURCES = [file.read_bytes() for file in sorted(CONTRACT.glob("*.py"))]


class Garbage:
    """An object that only the garbage collector ends, whatever runs then; other threads may."""

    def __init__(self) -> None:
        self.itself = self

    def __del__(self) -> None:
        for _ in range(50):
            pass


@pytest.fixture
def _hurried() -> Iterator[None]:
    """Threads take turns all the time, and garbage is collected in the middle of everything."""
    interval, thresholds = sys.getswitchinterval(), gc.get_threshold()
    sys.setswitchinterval(1e-6)
    gc.set_threshold(20)
    yield
    gc.set_threshold(*thresholds)
    sys.setswitchinterval(interval)


@pytest.mark.usefixtures("_hurried")
def test_several_threads() -> None:
    """None of them is in the way of another."""

    def parse(source: bytes) -> int:
        Garbage()
        return len(parse_module(source).body)

    with ThreadPoolExecutor(8) as pool:
        sizes = [*pool.map(parse, SOURCES * 12)]
    assert sizes == [len(ast.parse(source).body) for source in SOURCES] * 12


def test_expressions() -> None:
    """An expression has no statement around it."""
    assert "1 + x" == ast.unparse(parse_expression("1 + x"))
