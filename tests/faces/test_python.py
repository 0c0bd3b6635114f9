"""The Python face: plain values in and out, exceptions, resources, threads."""

import inspect
import pydoc
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.contract.values import same, values

import wae
from wae.contract.model import Function
from wae.contract.shapes import Scalar, Sequence
from wae.faces.coerce import coerce
from wae.faces.read_contract import read_contract


def _functions(app: Path) -> dict[str, Function]:
    return {f.title: f for f in read_contract(app.read_bytes()).functions()}


@pytest.mark.parametrize("name", ["scalars", "nest", "bytes"])
def test_every_value_comes_back(echo: wae.App, name: str) -> None:
    """Every value of every type goes into a guest and comes back as it was."""
    method = getattr(echo.echo.values, name)
    shape = method.function.parameters[0].shape

    @settings(max_examples=60)
    @given(values(shape))
    def check(value: Any) -> None:
        assert same(value, method(value))

    check()


def test_several_arguments(echo: wae.App) -> None:
    """Arguments go by place or name; a tuple comes back as one."""
    many = echo.echo.values.many
    assert many([1, 2**64 - 1], [("a", 0.5)]) == ([1, 2**64 - 1], [("a", 0.5)])
    assert many(pairs=[], numbers=(3,)) == ([3], [])


def test_optional_arguments(echo: wae.App) -> None:
    """An optional argument may be left out."""
    assert echo.echo.values.optional() is None
    assert echo.echo.values.optional("x") == "x"
    assert echo.echo.values.nothing() is None


def test_lenient_arguments(echo: wae.App) -> None:
    """Mappings, labels and plain sequences are taken for records, enums, flags and tuples."""
    face = echo.echo.values
    nested = face.nest(
        {
            "shapes": ["nothing", face.Shape.Line([{"x": 1, "y": 2}, face.Point(x=3, y=4)])],
            "outcome": wae_ok({"x": 0, "y": 0}),
            "bare": wae_ok(None),
            "bytes": bytearray(b"\0\xff"),
            "colour": "dark-green",
            "rights": ["read", "run-it"],
        }
    )
    assert nested.shapes[0] == face.Shape.Nothing()
    assert nested.shapes[1].value == (face.Point(x=1, y=2), face.Point(x=3, y=4))
    assert nested.colour is face.Colour.DARK_GREEN
    assert nested.rights == face.Rights.READ | face.Rights.RUN_IT
    assert (nested.maybe, nested.twice, nested.bytes) == (None, None, b"\0\xff")


def wae_ok(value: Any) -> Any:
    from wae.contract.shapes import Ok

    return Ok(value)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"x": 1}, "value.y: is missing"),
        ({"x": 1, "y": 2, "z": 3}, "value: there is no 'z': expected x, y"),
        ({"X": 1, "y": 2}, "value: there is no 'X': expected x, y"),
        ({1: 1}, "value: there is no 1: expected x, y"),
        ({"x": 2**31, "y": 2}, "value.x: 2147483648 is not between -2147483648 and 2147483647"),
        ({"x": "1", "y": 2}, "value.x: expected a number, found str '1'"),
        (None, "value: expected Point, found None"),
    ],
)
def test_wrong_values(echo: wae.App, value: Any, message: str) -> None:
    """A value that does not fit is refused, with its place, before the app sees it."""
    shape = echo.echo.values.nest.function.parameters[0].shape.fields[1].shape.some
    with pytest.raises(wae.WaeError) as caught:
        coerce(shape, value, "value")
    assert message == str(caught.value)


@pytest.mark.parametrize(
    ("kind", "value", "problem"),
    [
        ("f32", 1e39, "1e+39 is too large for f32"),
        ("f32", "NaN", "expected a number, found str 'NaN'"),
        ("u64", "1", "expected a number, found str '1'"),
        ("u64", 2**64, "18446744073709551616 is not between 0 and 18446744073709551615"),
        ("f64", 10**400, "the number is too large"),
    ],
)
def test_wrong_numbers(kind: str, value: Any, problem: str) -> None:
    """A number that does not fit is an error with its place, wherever it stands."""
    with pytest.raises(wae.InvalidValue) as caught:
        coerce(Sequence(Scalar(kind)), [value], "them")
    assert f"them[0]: {problem}" == str(caught.value)


def test_wrong_number_of_arguments(echo: wae.App) -> None:
    """That is a TypeError, as for any function of Python's."""
    with pytest.raises(TypeError, match="missing 1 required positional argument: .value."):
        echo.echo.values.nest()


def test_result_errors_are_exceptions(echo: wae.App) -> None:
    """The error of a result is raised, with its payload."""
    failures = echo.echo.failures
    with pytest.raises(wae.ResultError) as caught:
        failures.fail("because")
    assert failures.Error.Wrong("because") == caught.value.value
    with pytest.raises(wae.ResultError) as caught:
        failures.fail()
    assert failures.Error.Unknown() == caught.value.value


def test_trap_has_the_traceback_and_a_new_instance_follows(echo: wae.App) -> None:
    """What the guest wrote on stderr is in `debug`; the next call works, and state starts anew."""
    failures = echo.echo.failures
    assert failures.count() < failures.count()
    with pytest.raises(wae.Crash) as caught:
        failures.crash("on purpose")
    assert "RuntimeError: on purpose" in caught.value.debug
    assert failures.count() == 1


def test_endless_call_ends(echo: wae.App) -> None:
    """A call that takes longer than the timeout is a crash; the app works on."""
    with pytest.raises(wae.Crash, match="interrupt"):
        echo.echo.failures.spin()
    assert echo.echo.failures.count() == 1


def test_memory_is_limited(echo: wae.App) -> None:
    """A guest gets no more memory than its limit."""
    assert 8 < echo.echo.failures.hoard() < 64


def test_resources(echo: wae.App) -> None:
    """A resource is an object with methods; it may be lent, and given back for good."""
    counters = echo.echo.counters
    with counters.Counter(40) as counter:
        assert counter.add(2) == 42
        other = counters.Counter(start=1)
        assert counters.Counter.sum(counter, other) == 43
        assert counters.finish(other) == 1
        with pytest.raises(wae.WaeError, match="is closed"):
            other.value()
    with pytest.raises(wae.WaeError, match="is closed"):
        counter.value()


def test_stream(echo: wae.App) -> None:
    """A resource with `next` can be iterated over; its error ends that."""
    counters = echo.echo.counters
    with counters.open(3) as ticks:
        assert [1, 2, 3] == [tick.number for tick in ticks]
    seen = []
    with pytest.raises(wae.ResultError) as caught, counters.open(9, failing=3) as ticks:
        seen.extend(tick.number for tick in ticks)
    assert "failing at 3" == caught.value.value


def test_resource_of_a_dead_instance(echo: wae.App) -> None:
    """A resource does not outlive its instance: that is an error, not a crash."""
    counter = echo.echo.counters.Counter(1)
    with pytest.raises(wae.Crash):
        echo.echo.failures.crash("")
    with pytest.raises(wae.WaeError, match="its instance trapped"):
        counter.value()


def test_threads(echo: wae.App) -> None:
    """Many threads may call at once; each gets its own answer."""
    wrong: list[int] = []

    def work(number: int) -> None:
        for _ in range(20):
            if echo.echo.values.many([number], []) != ([number], []):
                wrong.append(number)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_help(echo: wae.App) -> None:
    """Functions have their contract's words and parameters."""
    optional = echo.echo.values.optional
    assert (
        '(value: str | None = None, colour: Colour | Literal["red", "dark-green"] | None = None)'
        " -> str | None" == str(inspect.signature(optional))
    )
    assert "Every scalar there is." == echo.echo.values.scalars.__doc__
    expected = (
        "Waits in the host,\nwhoever asks. Nothing is kept.\n\n- `seconds`: how long, such as 1."
    )
    assert expected == echo.echo.failures.sleep.__doc__
    assert echo["test:echo/values"] is echo.echo.values


def test_what_an_app_says_of_itself(echo: wae.App) -> None:
    """`repr` says what there is, `help` how to call it and what for."""
    assert "<wae app echo.wasm: echo>" == repr(echo)
    assert repr(echo.echo).startswith("<package echo: values, ")
    assert repr(echo.echo.failures).startswith("<test:echo/failures@0.1.0: Error, ")
    counter = echo.echo.counters.Counter(1)
    assert "<counter of test:echo/counters@0.1.0>" == repr(counter)
    for thing, line in (
        (echo, "fail(reason: str | None = None) -> int"),
        (echo.echo.failures, "count() -> int"),
        (echo.echo.values.scalars, "Every scalar there is."),
        (echo.echo.counters.Counter, "add(self: Counter, "),
    ):
        assert line in pydoc.plain(pydoc.render_doc(thing))


def test_what_is_in_an_interface(echo: wae.App) -> None:
    """`dir` has functions and classes, a class is the same each time, and a wrong name says what
    there is."""
    values = echo.echo.values
    assert {"many", "Point"} <= set(dir(values))
    assert [] == [name for name in dir(values) if name == "_shapes"]
    assert values.Point is values.Point
    with pytest.raises(AttributeError, match=r"there is no nothing_such; there are .*\bmany\b"):
        _ = values.nothing_such


def test_closed(echo_app: Path) -> None:
    """A closed app cannot be called, and closing it again does nothing."""
    app = wae.load(echo_app)
    assert app.echo.failures.count() == 1
    app.close()
    app.close()
    with pytest.raises(wae.WaeError, match="the app is closed"):
        app.echo.failures.count()


@settings(max_examples=30)
@given(st.text(max_size=2000))
def test_text_of_any_size(echo: wae.App, text: str) -> None:
    """Text goes in and out whole."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    assert echo.echo.values.optional(text) == text
