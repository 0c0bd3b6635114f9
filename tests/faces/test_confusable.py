"""Apps of which a runtime may take one export for another."""

import hashlib
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.dummy import from_wat

from wae import load
from wae.errors import AppError
from wae.faces.loaded_app import contract_of

Wae = Callable[..., "subprocess.CompletedProcess[str]"]

APP = """
(component
  (core module $m (func (export "f")))
  (core instance $m (instantiate $m))
  (func $f (canon lift (core func $m "f")))
  (instance $y (export "f" (func $f)))
  (export "{one}" (instance $y))
  (export "{other}" (instance $y)))
"""


class Given:
    """An app that is nowhere but here."""

    name = "app"

    def __init__(self, one: str, other: str) -> None:
        self._wasm = from_wat(APP.format(one=one, other=other))
        self.sha256 = hashlib.sha256(self._wasm).hexdigest()

    def read(self) -> bytes:
        return self._wasm


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("wasi:cli/run@0.2.9", "wasi:cli/run@0.2.12"),
        ("x:x/y@1.0.0", "x:x/y@1.9.0"),
        ("x:x/y@1.0.0", "x:x/y@1.0.0+build"),
    ],
)
def test_refused(one: str, other: str, tmp_path: Path) -> None:
    """No face calls an app with two exports on one compatibility track."""
    with pytest.raises(AppError) as caught:
        contract_of(Given(one, other), str(tmp_path))
    assert f"app exports {one} and {other}: a runtime may confuse the two" == caught.value.message


@pytest.fixture
def two_commands(tmp_path: Path) -> Path:
    """An app with two commands, of which nothing has to be denied."""
    file = tmp_path / "two.wasm"
    file.write_bytes(from_wat(APP.format(one="wasi:cli/run@0.2.9", other="wasi:cli/run@0.2.12")))
    return file


SAID = (
    "wae: two.wasm exports wasi:cli/run@0.2.9 and wasi:cli/run@0.2.12: a runtime may confuse the "
    "two. Ask its author for an app with one of them\n"
)


@pytest.mark.parametrize("given", [(), ("--deny-rest",), ("--allow-all",)], ids=str)
@pytest.mark.parametrize("command", ["run", "call", "serve", "mcp"])
def test_no_way_in(wae: Wae, two_commands: Path, command: str, given: tuple[str, ...]) -> None:
    """Whatever it is given, and whoever asks: one error, before anything is compiled."""
    rest = [] if command == "mcp" else ["run.f"] if command == "call" else []
    done = wae(command, *given, str(two_commands), *rest)
    assert (1, "", SAID) == (done.returncode, done.stdout, done.stderr)


def test_not_as_the_toolbox(wae: Wae, two_commands: Path, tmp_path: Path) -> None:
    """Nor does it run in the toolbox's place."""
    own = {"WAE_CACHE_DIR": str(tmp_path / "cache")}  # where nobody else compiles meanwhile
    done = wae("password", env={"WAE_TOOLBOX": str(two_commands), **own})
    assert (1, "", SAID) == (done.returncode, done.stdout, done.stderr)


def test_not_in_python(two_commands: Path) -> None:
    """`wae.load` refuses it, whatever it is allowed."""
    with pytest.raises(AppError, match="a runtime may confuse the two"):
        load(two_commands, allow_all=True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x:x/y@1.0.0", "x:x/y@2.0.0"),
        ("x:x/y@0.1.0", "x:x/y@0.2.0"),
        ("x:x/y@0.0.1", "x:x/y@0.0.2"),
        ("x:x/y@1.0.0", "x:x/y@1.0.1-rc1"),
        ("x:x/y", "x:x/y@1.0.0"),
    ],
)
def test_apart(one: str, other: str, tmp_path: Path) -> None:
    """Versions that are not compatible are no reason."""
    contract = contract_of(Given(one, other), str(tmp_path))
    assert [one, other] == [*contract.interfaces]
