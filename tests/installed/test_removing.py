"""`wae remove`, and what an upgrade replaces: nothing of it is left."""

import os
from pathlib import Path

from tests.installed.conftest import Wae, dice, install, run

from wae.faces.loaded_app import contract_of
from wae.faces.slices import slices_of
from wae.installed import place
from wae.installed.app import InstalledTool
from wae.installed.forgotten import kept_of
from wae.installed.lock import read
from wae.runtime import cache_directory


def test_remove(wae: Wae, counts: Path) -> None:
    """Nothing of a tool is left: neither its file, nor its data, nor what the cache has of it."""
    install(wae, str(counts), "--env", "A", "--data")
    environ = dict(os.environ)
    run("counts", environ)
    known = kept_of(read(environ)["counts"], environ)
    left = Path(place.folder(environ))
    assert {"counts.wasm", "counts.data"} <= {file.name for file in left.iterdir()}
    assert {".cwasm", ".granted"} <= {Path(name).suffix for name in _cached(known)}
    assert 0 == wae("remove", "counts").code
    assert {"lock", "lock.json"} == {file.name for file in left.iterdir()}
    assert [] == _cached(known)
    expected = "wae: no tool counts is installed. Installed: none"
    assert (2, "", expected) == wae("remove", "counts")
    assert not place.has("counts", environ)


def test_parts_are_removed(wae: Wae) -> None:
    """What a server compiled of a tool goes with it."""
    Path("dice.wasm").write_bytes(dice())
    install(wae, "dice.wasm")
    environ = dict(os.environ)
    where = cache_directory.path(environ)
    app = InstalledTool(read(environ)["dice"], environ, where)
    parts = slices_of(app.granted(), contract_of(app, where).without_entries(), where)
    assert {part.sha256 for part in parts} <= kept_of(read(environ)["dice"], environ)


def test_an_older_one_is_removed(wae: Wae) -> None:
    """An upgrade leaves nothing of the older version in the cache, and what runs is compiled."""
    Path("dice.wasm").write_bytes(dice())
    install(wae, "dice.wasm")
    environ = dict(os.environ)
    older = kept_of(read(environ)["dice"], environ)
    Path("dice.wasm").write_bytes(dice("again: func();"))
    assert 0 == wae("upgrade", "dice").code
    newer = kept_of(read(environ)["dice"], environ)
    assert [] == _cached(older - newer)
    assert ".cwasm" in {Path(name).suffix for name in _cached(newer)}


def _cached(digests: set[str]) -> list[str]:
    where = cache_directory.path(dict(os.environ))
    return [name for name in os.listdir(where) if name[:64] in digests]
