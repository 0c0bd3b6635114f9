"""First code is made quickly; whoever uses it again gets good code, made behind them."""

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.patience import until
from tests.runtime.caching import CountingEngine
from tests.runtime.conftest import Wae

from wae.errors import UsageError
from wae.runtime import cache, optimizing
from wae.runtime.app import FileApp
from wae.runtime.engine import Engine
from wae.runtime.eviction import OPTIMIZING
from wae.runtime.library import machine

QUICK = machine() == "x86_64"
"""Whether this machine has a compiler for first code."""

only_where_quick = pytest.mark.skipif(not QUICK, reason="there is one compiler for this machine")


@pytest.fixture(autouse=True)
def usual(monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is for users, who have not said when good code is made."""
    monkeypatch.delenv(cache.OPTIMIZE)


def names(where: Path) -> list[str]:
    """The kinds of compiled code that are kept."""
    return sorted(
        "baseline" if path.name.endswith("-baseline.cwasm") else "optimized"
        for path in where.glob("*.cwasm")
    )


def age(where: Path, seconds: float) -> None:
    """Makes the code as old as that."""
    for path in where.glob("*.cwasm"):
        then = time.time() - seconds
        os.utime(path, (then, then))


@pytest.fixture
def started(app: FileApp, tmp_path: Path) -> Path:
    """The cache folder after a first start."""
    cache.component(app, Engine(baseline=None), str(tmp_path / "cache"))
    return tmp_path / "cache"


def is_due(app: FileApp, where: Path) -> bool:
    engine = Engine(baseline=None)
    cache.component(app, engine, str(where))
    return optimizing.is_due(app, engine, str(where))


@only_where_quick
def test_a_first_start(started: Path) -> None:
    """It is served by the quicker compiler."""
    assert ["baseline"] == names(started)


@only_where_quick
def test_good_code_comes_first(app: FileApp, started: Path) -> None:
    """Where there is good code, it is what runs, and the first code is gone."""
    optimizing.optimize(app, str(started))
    engine = Engine(baseline=None)
    cache.component(app, engine, str(started))
    assert (False, ["optimized"]) == (engine.baseline, names(started))


def test_good_code_is_not_made_twice(app: FileApp, where: Path, engine: CountingEngine) -> None:
    """Nor is first code made where there is good code."""
    optimizing.optimize(app, str(where))
    either = CountingEngine(baseline=None)
    cache.component(app, either, str(where))
    assert (1, 0, ["optimized"]) == (engine.compiled, either.compiled, names(where))


@only_where_quick
def test_due_when_it_is_used_again(app: FileApp, started: Path) -> None:
    """Better code is made for what is started again after a minute, and tried once a day."""
    assert not is_due(app, started)
    age(started, optimizing.AGE + 1)
    assert is_due(app, started)
    mark = next(started.glob("*.cwasm")).with_suffix(f".cwasm{OPTIMIZING}")
    mark.touch()
    assert not is_due(app, started)
    os.utime(mark, (0, 0))
    assert is_due(app, started)


@only_where_quick
@pytest.mark.parametrize("when", ["never", "first"])
def test_not_later(app: FileApp, started: Path, monkeypatch: pytest.MonkeyPatch, when: str) -> None:
    """Whoever said so has no process behind a command."""
    age(started, optimizing.AGE + 1)
    monkeypatch.setenv("WAE_OPTIMIZE", when)
    assert not is_due(app, started)


def test_good_code_first(app: FileApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With WAE_OPTIMIZE=first a start waits for good code, whatever there is."""
    cache.component(app, Engine(baseline=None), str(tmp_path / "cache"))
    monkeypatch.setenv("WAE_OPTIMIZE", "first")
    cache.component(app, Engine(baseline=None), str(tmp_path / "cache"))
    assert "optimized" in names(tmp_path / "cache")


def test_another_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any other word is an error that names those there are."""
    monkeypatch.setenv("WAE_OPTIMIZE", "soon")
    with pytest.raises(UsageError) as error:
        optimizing.when(os.environ)
    assert "WAE_OPTIMIZE must be later, first or never, not soon" == error.value.message


def test_what_the_quick_compiler_lacks(guest: Callable[[str], str], tmp_path: Path) -> None:
    """An app that it cannot compile is compiled by the other one."""
    app = FileApp(guest("tail_calls"), str(tmp_path / "cache"))
    engine = Engine(baseline=None)
    cache.component(app, engine, str(tmp_path / "cache"))
    assert (False, ["optimized"]) == (engine.baseline, names(tmp_path / "cache"))


@only_where_quick
def test_one_at_a_time(app: FileApp, started: Path) -> None:
    """While somebody makes better code, nobody else does."""
    mark = next(started.glob("*.cwasm")).with_suffix(f".cwasm{OPTIMIZING}")
    with open(mark, "w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        optimizing.optimize(app, str(started))
    assert ["baseline"] == names(started)


@only_where_quick
def test_behind_a_command(
    wae: Wae, guest: Callable[[str], str], environ: dict[str, str], tmp_path: Path
) -> None:
    """A command that was started again ends at once; better code comes behind it."""
    env = {**environ, "XDG_CACHE_HOME": str(tmp_path)}
    assert 0 == wae("run", guest("tail_calls"), env=env).returncode
    assert 1 == wae("run", guest("run"), env=env).returncode
    where = tmp_path / "wae"
    assert ["baseline", "optimized"] == names(where)
    age(where, optimizing.AGE + 1)
    assert 1 == wae("run", guest("run"), env=env).returncode
    until(lambda: ["optimized", "optimized"] == names(where))
    assert 1 == wae("run", guest("run"), env=env).returncode


def test_it_gives_way() -> None:
    """Whoever works at the machine is served first, though the process has a session of its own."""
    code = (
        "import os; from wae.commands.optimize import give_way; give_way(); print(os.nice(0)); "
        "group = '/proc/self/autogroup'; print(open(group).read() if os.path.exists(group) else '')"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, start_new_session=True, capture_output=True, text=True)
    nice, _, group = done.stdout.partition("\n")
    assert ("19", True) == (nice, not group.strip() or group.split()[1:] == ["nice", "19"])
