"""The relay passes everything on, in whatever world it runs."""

import pytest
from componentize_py_types import Err, Ok, Some
from wae_component import Component, Imports
from wit_world.imports import failures, values

P = values.Point(-1, 2)
LONG = (2**64 - 1, -(2**63))
SCALARS = [
    values.All(
        True,
        255,
        -128,
        65535,
        -32768,
        2**32 - 1,
        -(2**31),
        2**64 - 1,
        -(2**63),
        0.5,
        1e300,
        "é",
        "日",
    ),
    values.All(False, 0, 0, 0, 0, 0, 0, 0, 0, -0.0, 0.0, "\0", ""),
]
SHAPES: list[values.Shape] = [
    values.Shape_Nothing(),
    values.Shape_Dot(P),
    values.Shape_Line((P, P)),
    values.Shape_Path([P, P]),
    values.Shape_Named("x"),
]
RED, GREEN = values.Colour
READ, WRITE, RUN = values.Rights
NESTED = [
    values.Nested(SHAPES, P, Some(3), Ok(P), Ok(None), b"\0\xff", GREEN, RUN | READ),
    values.Nested([], None, Some(None), Err("no"), Err(None), b"", RED, values.Rights(0)),
    values.Nested([], None, None, Err(""), Ok(None), b"x" * 3000, RED, WRITE),
]
Pairs = list[tuple[str, float]]


class Echo:
    """Gives back what it gets, and keeps it."""

    def __init__(self) -> None:
        self.seen: list[object] = []

    def scalars(self, value: values.All) -> values.All:
        self.seen.append(value)
        return value

    def nest(self, value: values.Nested) -> values.Nested:
        self.seen.append(value)
        return value

    def many(
        self, numbers: list[int], pairs: list[tuple[str, float]]
    ) -> tuple[list[int], list[tuple[str, float]]]:
        self.seen.append((numbers, pairs))
        return numbers, pairs

    def optional(self, value: str | None, colour: values.Colour | None) -> str | None:
        self.seen.append((value, colour))
        return value


@pytest.fixture
def echo(imports: Imports) -> Echo:
    actual = Echo()
    imports.values = actual
    return actual


@pytest.mark.parametrize("value", SCALARS)
def test_scalars(component: Component, echo: Echo, value: values.All) -> None:
    assert value == component.relay.scalars(value)
    assert [value] == echo.seen


@pytest.mark.parametrize("value", NESTED)
def test_nested(component: Component, echo: Echo, value: values.Nested) -> None:
    assert value == component.relay.nest(value)
    assert [value] == echo.seen


def test_lists_and_options(component: Component, echo: Echo) -> None:
    pairs = [("a", 1.5), ("", -2.0)]
    assert ([1, 2**64 - 1], pairs) == component.relay.many([1, 2**64 - 1], pairs)
    assert component.relay.optional(None, values.Colour.DARK_GREEN) is None
    assert "" == component.relay.optional("", None)
    assert [([1, 2**64 - 1], pairs), (None, values.Colour.DARK_GREEN), ("", None)] == echo.seen


@pytest.mark.parametrize(
    ("error", "words"), [(failures.Error_Wrong("bad"), "bad"), (failures.Error_Unknown(), "?")]
)
def test_errors_of_imports(
    component: Component, imports: Imports, error: failures.Error, words: str
) -> None:
    def fail(reason: str | None) -> int:
        raise Err(error)

    imports.failures.fail = fail
    with pytest.raises(Err) as caught:
        component.relay.ask(None)
    assert words == caught.value.value
    imports.failures.fail = lambda reason: len(reason or "")
    assert 3 == component.relay.ask("why")


def test_each_test_has_its_own(component: Component) -> None:
    assert 1 == component.relay.count()


@pytest.mark.sandbox
def test_each_test_has_its_own_again(component: Component) -> None:
    assert 1 == component.relay.count()


def test_variables(component: Component, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELAY_NAME", "me")
    assert "me" == component.relay.who()[0]


@pytest.mark.sandbox
def test_sealed(component: Component) -> None:
    assert component.relay.who()[1] is None


def test_plain() -> None:
    import crashing

    assert 7 == crashing.crash("7")
