"""Values are what frozen dataclasses are, without the cost of defining them."""

import pickle
import subprocess
import sys
from typing import ClassVar

import pytest

from wae.binary.value import Value, fields, replaced


class Point(Value):
    x: int
    y: int = 0
    tags: dict[str, int] = {}


class Named(Point):
    name: str = "?"
    note: str = ""
    _uncompared: ClassVar = ("note",)


def test_fields_by_place_and_by_name() -> None:
    """As with a dataclass; defaults fill what is not given."""
    assert Point(1, 2, {}) == Point(1, 2) == Point(y=2, x=1)
    assert {"x": 1, "y": 0, "tags": {}} == fields(Point(1))
    assert ["x", "y", "tags", "name", "note"] == list(fields(Named(note="n", x=1)))


def test_equal_are_values_of_one_class() -> None:
    """Not those of a base; what is not compared does not count."""
    assert Point(1) != Point(2)
    assert Point(1, 0) != Named(1, 0)
    assert Named(1, note="a") == Named(1, note="b")
    assert Named(1, name="a") != Named(1, name="b")
    assert Point(1) != (1, 0, {})


class Pair(Value):
    left: int
    right: int
    seen: int = 0
    _uncompared: ClassVar = ("seen",)


def test_hashes() -> None:
    """Equal values are one key."""
    assert 1 == len({Pair(1, 2), Pair(right=2, left=1, seen=3)})
    assert 2 == len({Pair(1, 2), Pair(2, 1)})


def test_no_value_shares_a_default() -> None:
    """A container that is the default is a new one each time."""
    one, other = Point(1), Point(1)
    one.tags["a"] = 1
    assert {} == other.tags == Point(1).tags


def test_immutable() -> None:
    """Nobody sets or deletes a field."""
    point = Point(1)
    with pytest.raises(AttributeError, match="cannot assign to field 'x'"):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(AttributeError, match="cannot delete field 'x'"):
        del point.x
    assert Point(2, 0, {}) == replaced(point, x=2)
    assert Point(1) == point


@pytest.mark.parametrize(
    ("given", "named", "words"),
    [
        ((), {}, "Point needs x"),
        ((1,), {"x": 2}, "Point has the fields x, y, tags, each once"),
        ((1,), {"z": 2}, "Point has the fields x, y, tags, each once"),
        ((1, 2, {}, 4), {}, "Point has the fields x, y, tags, each once"),
    ],
)
def test_wrong_fields(given: tuple[int, ...], named: dict[str, int], words: str) -> None:
    """What does not fit is a TypeError that names the fields."""
    with pytest.raises(TypeError, match=words):
        Point(*given, **named)  # type: ignore[arg-type]


def test_patterns_repr_and_pickles() -> None:
    """`match` takes fields by place; a repr is the way to write it; a copy is equal."""
    match Named(1, 2):
        case Named(x, y, _, name):
            assert (1, 2, "?") == (x, y, name)
    assert "Named(x=1, y=0, tags={}, name='a')" == repr(Named(1, name="a", note="n"))
    assert Pair(1, 2) == pickle.loads(pickle.dumps(Pair(1, 2)))


def test_a_call_imports_no_dataclasses() -> None:
    """What each call from the shell imports leaves the costly module out."""
    code = "import sys; import wae.commands.call; print('dataclasses' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "False\n" == done.stdout
