"""How mutants are tried: functions get other code, and results are kept."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
from tests.mutation import inplace, results
from tests.mutation.mutants import Mutant, mutants
from tests.mutation.results import Results
from tests.mutation.targets import ROOT

SOURCE = """\
LIMIT = 3

class A:
    def f(self, n=2):
        return n > LIMIT

    @property
    def g(self):
        return [self.f(n) for n in (1, 5) if n > 1]

def h(x):
    def inner(y):
        return x == y
    return inner

one, two = lambda: 1, lambda: 2
"""


@pytest.fixture
def module(tmp_path: Path) -> object:
    """The source above, imported."""
    path = tmp_path / "guards.py"
    path.write_text(SOURCE)
    spec = importlib.util.spec_from_file_location("guards", path)
    assert spec
    assert spec.loader
    actual = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(actual)
    return actual


def the(before: str, after: str) -> Mutant:
    [actual] = [m for m in mutants(SOURCE) if (m.before, m.after) == (before, after)]
    return actual


@pytest.mark.parametrize(
    ("before", "after", "call", "expected"),
    [
        ("n > LIMIT", "n >= LIMIT", lambda m: m.A().f(3), True),
        ("for n in (1, 5) if n > 1", "for n in (1, 5)", lambda m: m.A().g, [False, True]),
        ("x == y", "x != y", lambda m: m.h(1)(1), False),
        ("return inner", "return None", lambda m: m.h(1), None),
    ],
)
def test_functions_get_other_code(
    module: object, before: str, after: str, call: object, expected: object
) -> None:
    """Whoever has the function has the mutant."""
    known = inplace.functions(str(Path(module.__file__).resolve()))  # type: ignore[attr-defined]
    mutant = the(before, after)
    codes = inplace.replacements(SOURCE, mutant, known)
    assert codes is not None
    assert 1 == len(codes)
    inplace.replace(codes, known)
    assert expected == call(module)  # type: ignore[operator]


@pytest.mark.parametrize(("before", "after"), [("3", "4"), ("2", "3"), ("1", "2")])
def test_what_needs_an_import(module: object, before: str, after: str) -> None:
    """A constant of the module, a default, and one of two functions in a line are not replaced."""
    known = inplace.functions(str(Path(module.__file__).resolve()))  # type: ignore[attr-defined]
    outside = [m for m in mutants(SOURCE) if (m.before, m.after) == (before, after)][-1]
    assert None is inplace.replacements(SOURCE, outside, known)


def test_what_no_change_reaches() -> None:
    """A module that is there before any mutant of it is says so, instead of surviving all."""
    command = [sys.executable, "-c", EARLY]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "src/wae/compose/cycles.py was imported too early to be changed\n" == done.stdout


EARLY = """
import importlib
from tests.mutation.bench import Bench, Broken

class Early(Bench):
    def _as_it_is(self, module):
        watch = super()._as_it_is(module)
        importlib.import_module("wae.compose.cycles")
        return watch

try:
    Early("src/wae/compose/cycles.py", [], 1)
except Broken as error:
    print(error)
"""


def test_what_was_called(module: object) -> None:
    """Calls of a function are seen while somebody watches, and only then."""
    known = inplace.functions(str(Path(module.__file__).resolve()))  # type: ignore[attr-defined]
    codes = inplace.replacements(SOURCE, the("n > LIMIT", "n >= LIMIT"), known)
    assert codes
    calls = inplace.Calls()
    module.A().f(1)  # type: ignore[attr-defined]
    assert not calls.has(codes, known)
    calls.watch()
    try:
        module.A().f(1)  # type: ignore[attr-defined]
    finally:
        calls.ends()
    assert calls.has(codes, known)


def test_results_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is known of a mutant holds until the module, or a test that matters, is another."""
    monkeypatch.setattr(results, "ROOT", tmp_path)
    monkeypatch.setattr(results, "FOLDER", tmp_path / "kept")
    monkeypatch.setattr(results, "TARGETS", {"m.py": ("a.py", "tests")})
    for name in ("m.py", "a.py", "tests/b.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    killed, alive = Mutant("f", "a", "b"), Mutant("f", "a", "b", 1)
    first = Results("m.py")
    first.read()
    assert not first.holds(killed)
    first.add(killed, "a.py::test_x[y]")
    first.add(alive, None)

    def known() -> list[bool]:
        again = Results("m.py")
        again.read()
        assert ["a.py::test_x[y]", None] == [again.killer(killed), again.killer(alive)]
        return [again.holds(killed), again.holds(alive)]

    assert [True, True] == known()
    (tmp_path / "tests/b.py").write_text("another")
    assert [True, False] == known()
    (tmp_path / "a.py").write_text("another")
    assert [False, False] == known()
    (tmp_path / "a.py").write_text("a.py")
    (tmp_path / "m.py").write_text("another")
    assert [False, False] == known()
