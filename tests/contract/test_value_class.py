"""Classes of values: to `dataclasses`, and to everybody else, they are frozen dataclasses."""

import dataclasses
import inspect
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wae.contract.value_class import value_class

Members = dict[str, bool]
MEMBERS = st.dictionaries(st.sampled_from(["a", "put", "self", "value", "name"]), st.booleans())
VALUES = st.integers() | st.text() | st.none() | st.lists(st.integers())


def twin(members: Members, *, by_name: bool = True) -> Any:
    """What `dataclasses` makes of the same."""
    fields: list[Any] = [
        (name, Any, dataclasses.field(default=None)) if optional else (name, Any)
        for name, optional in members.items()
    ]
    return dataclasses.make_dataclass("Point", fields, frozen=True, kw_only=by_name)


def outcome(work: Any) -> object:
    """What comes of it, or the class of the error."""
    try:
        return work()
    except Exception as error:
        return type(error)


@given(members=MEMBERS, data=st.data())
def test_as_dataclasses_make_them(members: Members, data: st.DataObject) -> None:
    """A value prints, compares, hashes, and is read by `dataclasses` as its twin is."""
    ours, theirs = value_class("Point", members), twin(members)
    values = data.draw(st.fixed_dictionaries(dict.fromkeys(members, VALUES)))
    one, other = ours(**values), theirs(**values)
    assert repr(other) == repr(one)
    assert one == ours(**values)
    assert one != other
    hashed = outcome(lambda: hash(one))
    assert hashed == outcome(lambda: hash(ours(**values)))
    assert isinstance(outcome(lambda: hash(other)), int) == isinstance(hashed, int)
    assert dataclasses.is_dataclass(one)
    assert dataclasses.asdict(other) == dataclasses.asdict(one)
    names = [field.name for field in dataclasses.fields(other)]
    assert names == [field.name for field in dataclasses.fields(one)]
    for name in members:
        assert ours(**{**values, name: "new"}) == dataclasses.replace(one, **{name: "new"})
        left = {key: value for key, value in values.items() if key != name}
        missing = outcome(lambda left=left: dataclasses.asdict(ours(**left)))
        assert missing == outcome(lambda left=left: dataclasses.asdict(theirs(**left)))


@pytest.mark.parametrize("by_name", [True, False])
def test_signature(by_name: bool) -> None:
    """Members are given by name or in their order, and `match` knows those in order."""
    members = {"x": False, "y": True}
    ours, theirs = value_class("Point", members, by_name=by_name), twin(members, by_name=by_name)
    expected = [(p.name, p.kind, p.default) for p in parameters(theirs)]
    assert expected == [(p.name, p.kind, p.default) for p in parameters(ours)]
    assert theirs.__match_args__ == ours.__match_args__
    assert theirs.__dataclass_params__.frozen == ours.__dataclass_params__.frozen


def parameters(made: type) -> list[inspect.Parameter]:
    return [*inspect.signature(made).parameters.values()]


def test_frozen() -> None:
    """A value never changes."""
    point = value_class("Point", {"x": False})(x=1)
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'x'"):
        point.x = 2
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'x'"):
        del point.x
    assert 1 == point.x


def test_nobody_waits_for_dataclasses() -> None:
    """Values are made, compared and printed without the import that takes 5 ms."""
    program = (
        "import sys; from wae.contract.value_class import value_class as make\n"
        "made = make('Point', {'x': False, 'y': True})\n"
        "assert repr(made(x=1)) == 'Point(x=1, y=None)' and made(x=1) in {made(x=1, y=None)}\n"
        "assert 'dataclasses' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
