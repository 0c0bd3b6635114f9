"""What `wae` itself has for those who import it: one family of exceptions, whole."""

import re
from importlib import import_module
from pathlib import Path

import pytest

import wae
from wae import errors

SOURCES = Path(wae.__file__).parent
GUEST = SOURCES / "guest"
"""What runs inside components only: it imports what componentize-py gives them."""


def family() -> set[type]:
    for file in SOURCES.rglob("*.py"):
        if file.is_relative_to(GUEST):
            continue
        if re.search(r"^class \w+\(\w*Error\)", file.read_text(), re.MULTILINE):
            import_module(".".join(("wae", *file.relative_to(SOURCES).with_suffix("").parts)))
    actual: set[type] = set()
    todo: list[type] = [errors.Error]
    while todo:
        kind = todo.pop()
        actual.add(kind)
        todo += kind.__subclasses__()
    return {kind for kind in actual if kind.__module__.startswith("wae.")}


def test_the_family_is_exported() -> None:
    """Every exception that descends from `wae.Error` is one of `wae`'s own names."""
    for kind in family():
        assert kind.__name__ in wae.__all__
        assert kind is getattr(wae, kind.__name__)


def test_the_tree_is_drawn() -> None:
    """The picture in `wae.errors` has each one below that from which it descends."""
    above: list[str] = []
    drawn = {}
    for bars, name in re.findall(r"^([│├└─ ]*)(\w+)  +\w", errors.__doc__ or "", re.MULTILINE):
        depth = len(bars) // 4
        above[depth:] = [name]
        drawn[name] = above[depth - 1] if depth else None
    real = {kind.__name__: kind.__bases__[0].__name__ for kind in family()}
    assert {**real, "Error": None} == drawn


def test_every_name_is_there() -> None:
    """What is exported exists, and nothing else does."""
    assert {*wae.__all__, "__version__"} == {*dir(wae)}
    for name in wae.__all__:
        assert getattr(wae, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'nothing_such'"):
        _ = wae.nothing_such  # type: ignore[attr-defined]


def test_except_wae_error() -> None:
    """`except wae.Error` catches what wae raises, and is no class of values."""
    with pytest.raises(wae.Error):
        wae.load("/nowhere.wasm")
    assert wae.Err("why") != wae.Ok("why")
    assert not issubclass(wae.Err, Exception)
