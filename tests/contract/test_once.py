"""What is made lazily is one thing, whichever threads ask first."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from wae.binary import types as wit
from wae.contract.classes import MADE
from wae.contract.once import once
from wae.faces.memory import arguments as memory

THREADS = 2
NAMED = wit.Named("a:b/c", "thing")


def together(work: Callable[[], object]) -> list[object]:
    """What each of two threads gets."""
    with ThreadPoolExecutor(THREADS) as pool:
        return [made.result() for made in [pool.submit(work) for _ in range(THREADS)]]


def test_both_do_the_work_and_get_the_same() -> None:
    """Two threads that are in the middle of it at the same time come out with one object."""
    barrier = Barrier(THREADS, timeout=30)

    @once
    def made(name: str) -> list[str]:
        barrier.wait()
        return [name]

    first, second = together(lambda: made("x"))
    assert first is second is made("x")
    assert ["x"] == first


def test_arguments_tell_apart() -> None:
    """Others have a thing of their own."""
    made = once(lambda name: [name])
    assert (["a"], ["b"]) == (made("a"), made("b"))
    assert made("a") is made("a")


@pytest.mark.parametrize(
    ("make", "makers"),
    [
        ("_enum", lambda: MADE.enum(NAMED, ["a", "b"])),
        ("_enum", lambda: MADE.flags(NAMED, ["a", "b"])),
        ("value_class", lambda: MADE.record(NAMED, [])[1]),
        ("_variant_class", lambda: MADE.variant(NAMED, [("a", True)])[0]),
        ("_variant_class", lambda: MADE.variant(NAMED, [("a", True)])[1][0]),
    ],
    ids=["enum", "flags", "record", "variant", "case"],
)
def test_classes(
    monkeypatch: pytest.MonkeyPatch, make: str, makers: Callable[[], Callable[[], type]]
) -> None:
    """Two calls at the start of a server never have two classes for one type."""
    from wae.contract import classes

    barrier = Barrier(THREADS, timeout=30)
    original = getattr(classes, make)

    def slow(*arguments: object) -> object:
        barrier.wait()
        return original(*arguments)

    monkeypatch.setattr(classes, make, slow)
    first, second = together(makers())
    assert first is second


def test_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bytes of a name, whose address the engine gets, are never those that nobody keeps."""
    barrier = Barrier(THREADS, timeout=30)
    original = memory.create_string_buffer

    def slow(content: bytes) -> object:
        barrier.wait()
        return original(content)

    monkeypatch.setattr(memory, "create_string_buffer", slow)
    first, second = together(lambda: memory._lasting("a-name-of-this-test"))
    assert first is second
