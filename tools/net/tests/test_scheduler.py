"""The scheduler: tasks run side by side, and never more than there are places."""

from hypothesis import given
from hypothesis import strategies as st

import scheduler
from timer import pause, timer


def test_side_by_side(world):
    """Waiting tasks wait together; the results stand in the order of the tasks."""

    def task(number):
        yield from pause(100 - number)
        return number

    assert list(range(50)) == scheduler.run([task(number) for number in range(50)], 50)
    assert 100 == world.now


def test_places(world):
    """With two places for six tasks of 100 ms it takes 300 ms."""
    scheduler.run([pause(100) for _ in range(6)], 2)
    assert 300 == world.now


def test_the_first_of_several_pollables_wakes(world):
    """A task goes on as soon as one of its pollables is ready."""

    def task():
        with timer(10) as early, timer(500) as late:
            yield [late, early]
            return early.ready(), late.ready()

    assert [(True, False)] == scheduler.run([task()], 1)


def test_a_task_that_never_waits(world):
    """It returns at once."""

    def task():
        return 1
        yield

    assert [1, 1] == scheduler.run([task(), task()], 1)


@given(st.lists(st.lists(st.integers(0, 50), max_size=3), max_size=8), st.integers(1, 4))
def test_everything_ends(waits, places):
    """Whatever waits there are and however few places: every task ends, in its order."""
    import fake_wasi

    there = fake_wasi.World()

    def task(number, durations):
        for duration in durations:
            with there.timer(duration * 10**6) as over:
                yield [over]
        return number

    original = scheduler.poll.poll
    scheduler.poll.poll = there.poll
    try:
        tasks = [task(number, each) for number, each in enumerate(waits)]
        assert list(range(len(waits))) == scheduler.run(tasks, places)
    finally:
        scheduler.poll.poll = original
    assert [] == there.alive
