"""The relay uses resources that tests give, in whatever world it runs."""

from __future__ import annotations

from typing import Any

import pytest
from componentize_py_types import Err
from wae_component import Component, Imports
from wit_world.imports import store


class FakeBucket(store.Bucket):
    """Keeps strings; the class has all that there are, and what happened to them."""

    known: dict[str, FakeBucket] = {}
    left: list[str] = []

    def __init__(self, name: str, **content: str) -> None:
        self.name = name
        self.content = content
        self.known[name] = self

    def get(self, key: str) -> str:
        if key not in self.content:
            raise Err(f"{self.name} has no {key}")
        return self.content[key]

    def put(self, key: str, value: str) -> None:
        self.content[key] = value

    @classmethod
    def find(cls, name: str) -> Any:
        return cls.known.get(name)

    def common(self, other: store.Bucket) -> int:
        assert isinstance(other, FakeBucket)
        return len(self.content.keys() & other.content.keys())

    def __exit__(self, *error: object) -> None:
        self.left.append(self.name)


class Store:
    """The whole interface."""

    Bucket = FakeBucket

    def all(self) -> list[store.Bucket]:
        return [bucket for bucket in FakeBucket.known.values() if bucket.name != "new"]

    def pour(self, from_: store.Bucket, into: store.Bucket) -> None:
        assert isinstance(from_, FakeBucket)
        assert isinstance(into, FakeBucket)
        into.content |= from_.content


@pytest.fixture(autouse=True)
def buckets(imports: Imports) -> type[FakeBucket]:
    FakeBucket.known, FakeBucket.left = {}, []
    imports.store = Store()
    return FakeBucket


def test_made_by_the_component(component: Component, buckets: type[FakeBucket]) -> None:
    assert component.relay.keep("one", "key", "value") == "value"
    assert buckets.known["one"].content == {"key": "value"}
    assert buckets.left == ["one"]


def test_found(component: Component, buckets: type[FakeBucket]) -> None:
    """A static function is asked of the class."""
    FakeBucket("one", a="1", b="2")
    assert component.relay.compare("one", "two") is None
    assert buckets.left == ["one"]


@pytest.mark.native  # in a sandbox only one resource can be lent to a call
def test_two_are_lent(component: Component, buckets: type[FakeBucket]) -> None:
    FakeBucket("one", a="1", b="2")
    FakeBucket("two", b="3", c="4")
    assert component.relay.compare("one", "two") == 1
    assert sorted(buckets.left) == ["one", "two"]


def test_given_and_given_back(component: Component, buckets: type[FakeBucket]) -> None:
    """Nobody drops a resource that the component gave away."""
    FakeBucket("one", a="1", b="2")
    FakeBucket("two", b="3", c="4")
    assert component.relay.pour("b") == "3"
    assert buckets.left == ["new"]


def test_error_of_a_method(component: Component) -> None:
    with pytest.raises(Err) as raised:
        component.relay.pour("b")
    assert raised.value.value == "new has no b"


def test_a_class_alone(component: Component, imports: Imports) -> None:
    """Any class will do; what has nothing to do at its end needs no ``__exit__``."""

    class Plain:
        def __init__(self, name: str) -> None:
            self.name = name

        def put(self, key: str, value: str) -> None:
            self.name += key + value

        def get(self, key: str) -> str:
            return self.name

    imports.store.Bucket = Plain  # type: ignore[assignment] # which is what is tried
    assert component.relay.keep("a", "b", "c") == "abc"
