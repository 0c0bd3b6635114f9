"""asyncio in components of Python: timers, races, locks; and what is not there says so."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.patience import PATIENCE

import wae
from wae.binary.decode import decode_component
from wae.binary.types import ComponentType, Func, Interface
from wae.build.event_loop import MODULE, event_loop

MILLISECONDS = 1000
MANY = 10
SUM = MILLISECONDS * MANY / 1000


@pytest.fixture
def app(napping_app: Path) -> Iterator[Any]:
    with wae.load(napping_app, timeout=PATIENCE) as loaded:
        loaded.naps.naps.nap(1)
        yield loaded.naps


def test_what_it_needs(napping_app: Path) -> None:
    """The app needs no WASI 0.3 of its host, and its author no copy of that WIT."""
    imports = decode_component(napping_app.read_bytes()).imports
    assert [] == [name for name in imports if "@0.3" in name]


def test_side_by_side(app: Any) -> None:
    """Ten calls of another component take as long as one."""
    start = time.monotonic()
    assert [7] * MANY == app.naps.gather(MILLISECONDS, MANY)
    assert MILLISECONDS / 1000 <= time.monotonic() - start < SUM


def test_sleeping(app: Any) -> None:
    """`asyncio.sleep` waits as long as it says."""
    start = time.monotonic()
    assert 50 == app.naps.nap(50)
    assert 0.05 <= time.monotonic() - start


def test_losing_a_race(app: Any) -> None:
    """Who loses would sleep for an hour: it is cancelled, and the call returns at once; so does the
    next one."""
    assert ["quick"] * 3 == [app.naps.race() for _ in range(3)]
    assert 7 == app.naps.forget()
    assert 1 == app.naps.nap(1)


def test_time_limits(app: Any) -> None:
    """`asyncio.timeout` and `wait_for` end what takes longer, and nothing else."""
    assert ["work", "sleep"] == app.naps.time_out()


def test_what_tasks_share(app: Any) -> None:
    """Events, groups of tasks and queues: what fails cancels the others, which clean up."""
    assert ["set", "a", "b"] == app.naps.events()
    assert ["cleaned", "failed"] == app.naps.group()
    assert [0, 1, 2] == app.naps.queue()


def test_looking_again_and_again(app: Any) -> None:
    """A task that never waits leaves turns to what it looks for."""
    assert 0 < app.naps.spin()


def test_calls_at_once(app: Any) -> None:
    """Calls of one instance that wait for a lock have it one after the other."""
    start = time.monotonic()
    assert 1 == app.crowd.hold_all(20, MANY)
    assert 20 * MANY / 1000 <= time.monotonic() - start


def test_errors_of_the_contract(app: Any) -> None:
    """A typed error after a wait is that error."""
    with pytest.raises(wae.WaeError, match="no naps today"):
        app.naps.refuse()


def test_threads(app: Any) -> None:
    """What a component cannot have is named."""
    message = "asyncio's run_in_executor is not there: a component has no threads, sockets or"
    assert f"{message} processes" == app.naps.thread()


def test_without_a_clock(app: Any) -> None:
    """What the world lacks is named."""
    message = "this component has no clock to wait by: its world needs import wasi:clocks/monotonic"
    assert f"{message}-clock@0.3.0" == app.naps.sleep_without_a_clock()


def test_who_gets_one() -> None:
    """Components in which nothing is async are built as before."""
    for is_async in (True, False):
        nap = Func((), None, is_async)
        files = event_loop(ComponentType({}, {"a:b/naps": Interface({"nap": nap})}))
        assert is_async == (f"{MODULE}.py" in files)


def test_waiting_for_nothing(napping_app: Path) -> None:
    """A call in which nothing can go on ends with a traceback that says so."""
    with wae.load(napping_app, timeout=PATIENCE) as loaded:
        with pytest.raises(wae.Crash) as caught:
            loaded.naps.naps.wait_for_ever()
        assert "every task waits for another one: none can ever go on" in str(caught.value.debug)
