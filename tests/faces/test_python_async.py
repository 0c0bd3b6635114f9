"""The Python face in event loops, and in processes that are forked."""

import asyncio
import multiprocessing
import os
from pathlib import Path

import pytest

import wae


def test_await(echo: wae.App) -> None:
    """Every function has a form to be awaited, with the same arguments, results and errors."""

    async def work() -> None:
        values, failures = echo.echo.values, echo.echo.failures
        assert "x" == await values.optional_async("x", colour="red")
        answers = await asyncio.gather(*(values.many_async([n], []) for n in range(10)))
        assert [([n], []) for n in range(10)] == answers
        with pytest.raises(wae.ResultError):
            await failures.fail_async("because")
        with pytest.raises(TypeError, match="missing 1 required positional argument"):
            await values.nest_async()

    asyncio.run(work())


def test_the_loop_goes_on(echo: wae.App) -> None:
    """While a function runs, so do other tasks; who stops waiting does not stop the call."""

    async def work() -> int:
        turns = 0
        call = asyncio.ensure_future(echo.echo.failures.spin_async())
        while not call.done():
            turns += 1
            await asyncio.sleep(0.05)
        with pytest.raises(wae.Crash):
            await call
        return turns

    assert asyncio.run(work()) > 1


def test_resources(echo: wae.App) -> None:
    """`async with` and `async for` do for resources what `with` and `for` do."""

    async def work() -> None:
        counters = echo.echo.counters
        async with counters.Counter(40) as counter:
            assert 42 == await counter.add_async(2)
        async with await counters.open_async(3) as ticks:
            assert [1, 2, 3] == [tick.number async for tick in ticks]
        with pytest.raises(wae.Closed, match="the counter is closed"):
            await counter.value_async()

    asyncio.run(work())


def test_closed(echo_app: Path) -> None:
    """A closed app is closed for both forms, which is no error of usage."""
    app = wae.load(echo_app)
    app.close()
    assert repr(app).endswith("(closed)>")
    for call in (app.echo.failures.count, lambda: asyncio.run(app.echo.failures.count_async())):
        with pytest.raises(wae.Closed, match="the app is closed") as caught:
            call()
        assert not isinstance(caught.value, wae.UsageError)


def test_fork(echo: wae.App) -> None:
    """A process that was forked later has no thread to call on: it is told so."""
    echo.echo.failures.count()
    done = os.fork()
    if done == 0:
        code = 1
        try:
            echo.echo.failures.count()
        except wae.Closed as error:
            echo.close()
            code = 0 if "before this process was forked" in str(error) else 2
        finally:
            os._exit(code)
    assert 0 == os.waitstatus_to_exitcode(os.waitpid(done, 0)[1])
    assert echo.echo.failures.count() > 0


def test_spawn_is_the_way(echo_app: Path) -> None:
    """Another process loads its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert 1 == pool.apply(_count, (str(echo_app),))


def _count(app: str) -> int:
    with wae.load(app) as loaded:
        return int(loaded.echo.failures.count())
