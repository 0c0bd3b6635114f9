"""The best window is the best one, and so is the worst."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from windows import Step, Window, choose, steps

values = st.sampled_from([0.0, 1.0, 2.0, 0.1, -3.5, 870.25])


@st.composite
def signals(draw: st.DrawFn) -> list[Step]:
    """Some steps of 1 to 9 seconds, with gaps here and there."""
    actual, time = [], draw(st.integers(0, 5))
    for _ in range(draw(st.integers(1, 12))):
        length = draw(st.integers(1, 9))
        actual.append(Step(time, time + length, draw(values)))
        time += length + draw(st.sampled_from([0, 0, 0, 1, 4]))
    return actual


def average(signal: list[Step], start: int, length: int) -> Fraction | None:
    """Second by second; None where a second has no value."""
    seconds = {s: step.value for step in signal for s in range(step.start, step.end)}
    wanted = range(start, start + length)
    if any(second not in seconds for second in wanted):
        return None
    return sum((Fraction(seconds[second]) for second in wanted), Fraction(0)) / length


@given(signals(), st.integers(1, 30), st.integers(0, 40), st.integers(0, 90))
def test_against_every_start(signal: list[Step], length: int, earliest: int, latest: int) -> None:
    """No start at any second is better, worse or, of those, earlier."""
    every = [
        Window(start, start + length, actual)
        for start in range(earliest, latest - length + 1)
        if (actual := average(signal, start, length)) is not None
    ]
    choice = choose(signal, length, earliest, latest)
    if not every:
        assert choice is None
        return
    assert choice is not None
    assert every[0] == choice.first
    assert min(every, key=lambda window: (window.average, window.start)) == choice.best
    assert min(every, key=lambda window: (-window.average, window.start)) == choice.worst


def test_halves_of_steps() -> None:
    """A window may begin or end within a step, which counts as far as it is in it."""
    signal = steps([(0, 10.0), (300, 1.0), (600, 4.0)], 300)
    choice = choose(signal, 450, 100, 900)
    assert choice is not None
    assert Window(100, 550, Fraction(200 * 10 + 250 * 1, 450)) == choice.first
    assert Window(300, 750, Fraction(300 * 1 + 150 * 4, 450)) == choice.best
    assert choice.first == choice.worst


def test_the_earliest_of_equal_ones() -> None:
    """Where all are equal, however floating-point numbers add up, it begins at once."""
    signal = steps([(time, 0.1) for time in range(0, 30000, 300)], 300)
    choice = choose(signal, 4500, 123, 30000)
    assert choice is not None
    assert choice.first == choice.best == choice.worst
    assert 123 == choice.best.start


def test_gaps() -> None:
    """No window has a gap in it; a stretch that begins after one may have it."""
    signal = steps([(0, 5.0), (300, 5.0), (1200, 2.0), (1500, 9.0)], 300)
    choice = choose(signal, 600, 0, 9999)
    assert choice is not None
    assert (0, 0, 1200) == (choice.first.start, choice.best.start, choice.worst.start)
    assert None is choose(signal, 601, 0, 9999)


def test_times_closer_than_the_period() -> None:
    """A value gives way to the next one."""
    assert [Step(0, 200, 1.0), Step(200, 500, 2.0)] == steps([(0, 1.0), (200, 2.0)], 300)


def test_nothing() -> None:
    """Without a signal there is no window."""
    assert None is choose(steps([], 300), 60, 0, 9999)
