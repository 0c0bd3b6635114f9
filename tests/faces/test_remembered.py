"""What is remembered of an app, so that a call need not read its megabytes again."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.dummy import from_wat

from wae.faces.loaded_app import contract_of
from wae.faces.mcp.powers import Power, powers_of
from wae.faces.slices import slices_of
from wae.grants.granted import GrantedApp
from wae.grants.model import everything

APP = """
(component
  (core module $m (func (export "f")))
  (core instance $m (instantiate $m))
  (func $f (canon lift (core func $m "f")))
  (instance $x (export "f" (func $f)))
  (instance $y (export "f" (func $f)))
  (export "x:x/x" (instance $x))
  (export "x:x/y" (instance $y)))
"""


class Counted:
    """An app that is nowhere but here, and counts how often it was read."""

    name = "app"

    def __init__(self) -> None:
        self._wasm = from_wat(APP)
        self.sha256 = hashlib.sha256(self._wasm).hexdigest()
        self.reads = 0

    def read(self) -> bytes:
        self.reads += 1
        return self._wasm


@pytest.fixture
def app() -> Counted:
    return Counted()


def _contract(app: Counted, where: str) -> object:
    return contract_of(app, where).functions()


def _powers(app: Counted, where: str) -> object:
    return powers_of(app, contract_of(app, where), where)


def _parts(app: Counted, where: str) -> object:
    granted = GrantedApp(app, app, everything(), "app")
    parts = slices_of(granted, contract_of(app, where), where)
    return [(part.name, part.interfaces, part.sha256) for part in parts]


FOUND = (_contract, _powers, _parts)


@pytest.mark.parametrize("find", FOUND)
def test_the_app_is_read_once(
    app: Counted, find: Callable[[Counted, str], object], tmp_path: Path
) -> None:
    """The second time everything is known, and the same."""
    once = find(app, str(tmp_path))
    reads = app.reads
    assert reads > 0
    assert once == find(app, str(tmp_path))
    assert reads == app.reads


@pytest.mark.parametrize(
    "damage", [b"", b"x", b"\xff" * 100, b"{}", b'[{"ComponentType":[1,2]},{}]']
)
@pytest.mark.parametrize("find", FOUND)
def test_a_damaged_note(
    app: Counted, find: Callable[[Counted, str], object], damage: bytes, tmp_path: Path
) -> None:
    """It is not believed, whether its first line is whole or not, and written anew."""
    once = find(app, str(tmp_path))
    for keeps_line in (True, False):
        for note in tmp_path.iterdir():
            line = note.read_bytes().partition(b"\n")[0] + b"\n"
            note.write_bytes(line * keeps_line + damage)
        assert once == find(app, str(tmp_path))
        reads = app.reads
        assert once == find(app, str(tmp_path))
        assert reads == app.reads


def test_powers(app: Counted, tmp_path: Path) -> None:
    """They are of functions by their interface and name."""
    nothing = Power("Holds nothing.", sealed=True)
    assert {"x:x/x#f": nothing, "x:x/y#f": nothing} == _powers(app, str(tmp_path))


def test_parts(app: Counted, tmp_path: Path) -> None:
    """A part is what it says: of its interfaces, with its digest."""
    granted = GrantedApp(app, app, everything(), "app")
    parts = slices_of(granted, contract_of(app, str(tmp_path)), str(tmp_path))
    assert [["x:x/x", "x:x/y"]] == [part.interfaces for part in parts]
    assert ["app (part 1 of 1)"] == [part.name for part in parts]
    assert [p.sha256 for p in parts] == [hashlib.sha256(p.read()).hexdigest() for p in parts]


CALL = """
import sys, wae
with wae.load(sys.argv[1]) as app:
    app.x.y.f()
heavy = ("asyncio", "concurrent.futures", "logging", "wae.binary.decode")
print([name for name in heavy if name in sys.modules])
"""


def test_what_a_call_imports(app: Counted, tmp_path: Path) -> None:
    """A program that loads an app that is remembered, and calls it, needs neither what reads
    components nor what waits for several things at a time."""
    file = tmp_path / "app.wasm"
    file.write_bytes(app.read())
    environ = {**os.environ, "WAE_CACHE_DIR": str(tmp_path / "cache")}
    command = [sys.executable, "-c", CALL, str(file)]
    first, later = (
        subprocess.run(command, env=environ, capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    )
    assert "['wae.binary.decode']\n" == first
    assert "[]\n" == later
