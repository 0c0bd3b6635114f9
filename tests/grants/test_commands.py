"""`wae run` says of an app without a command that it has none, whatever else there is to say."""

import subprocess
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from tests.dummy import from_wat

from wae.binary.exports import exported_names
from wae.errors import AppError
from wae.runtime.exports import check, check_command

Wae = Callable[..., "subprocess.CompletedProcess[str]"]

APP = """(component
  (import "wasi:cli/environment@0.2.0" (instance (export "get-arguments"
    (func (result (list string))))))
  (core module $m (func (export "f") (result i32) i32.const 0))
  (core instance $m (instantiate $m))
  (func $f (result u8) (canon lift (core func $m "f")))
  (instance $y (export "main" (func $f)))
  {exports})"""

UNFOLLOWED = """(component
  (import "c" (component $c))
  (instance (instantiate $c))
  (export "wasi:http/types@0.2.0" (component $c)))"""


def app(folder: Path, exports: str) -> Path:
    """An app that asks for all environment variables, with these exports."""
    file = folder / "app.wasm"
    file.write_bytes(from_wat(APP.format(exports=exports)))
    return file


@pytest.mark.parametrize("given", [(), ("--deny-rest",), ("--allow-all",), ("--env", "A")], ids=str)
@pytest.mark.parametrize(
    "exports",
    [
        "",
        '(export "main" (func $f))',
        '(export "wasi:cli/run@0.4.0" (instance $y))',
        '(export "wae:cli/main@0.2.0" (instance $y))',
        '(export "wae:cli/main-menu@0.1.0" (instance $y))',
    ],
)
def test_no_command(wae: Wae, tmp_path: Path, exports: str, given: tuple[str, ...]) -> None:
    """Nobody is asked what an app may have that does nothing, and nothing is compiled."""
    done = wae("run", *given, str(app(tmp_path, exports)))
    message = (
        "wae: app.wasm has no command to run. It exports neither wae:cli/main nor wasi:cli/run "
        "of 0.2 or 0.3; for its functions: wae call\n"
    )
    assert (1, "", message) == (done.returncode, done.stdout, done.stderr)


def test_a_command_is_asked_about(wae: Wae, tmp_path: Path) -> None:
    """Of an app that has one, what it asks for is the matter."""
    done = wae("run", str(app(tmp_path, '(export "wae:cli/main@0.1.9" (instance $y))')))
    assert (2, "") == (done.returncode, done.stdout)
    assert "app.wasm asks for what it was not given" in done.stderr


class Remembered:
    """An app whose bytes are read once."""

    name = "app.wasm"

    def __init__(self, wasm: bytes) -> None:
        self.sha256 = sha256(wasm).hexdigest()
        self._left = [wasm]

    def read(self) -> bytes:
        return self._left.pop()


def test_read_once(tmp_path: Path) -> None:
    """A second start knows it without the app's bytes; a note says nothing about another app."""
    where = str(tmp_path / "cache")
    known = Remembered(app(tmp_path, '(export "wae:cli/main@0.1.0" (instance $y))').read_bytes())
    for _ in range(2):
        check_command(known, where)
    with pytest.raises(AppError, match="has no command to run"):
        check_command(Remembered(app(tmp_path, "").read_bytes()), where)


def test_no_folder_for_notes(tmp_path: Path) -> None:
    """Without a cache folder it is read each time."""
    (tmp_path / "file").touch()
    known = Remembered(app(tmp_path, '(export "wae:cli/main@0.1.0" (instance $y))').read_bytes())
    check_command(known, str(tmp_path / "file" / "cache"))


@pytest.mark.parametrize(
    ("exports", "why"),
    [
        (b"\x01\x03\x01a\x04\x00\x00", "unknown kind of name 0x03"),
        (b"\x01\x00\x09a\x04\x00\x00", "9 bytes announced, 4 left"),
        (b"\x02\x00\x01a\x04\x00\x00", "unexpected end"),
    ],
)
def test_exports_that_nobody_can_read(exports: bytes, why: str) -> None:
    """What an app exports is read, or it is an error, also where everything is allowed."""
    with pytest.raises(AppError) as caught:
        check(b"\0asm\x0d\0\1\0\x0b" + bytes([len(exports)]) + exports, "app")
    assert caught.value.message.startswith("cannot read what app exports: ")
    assert why in caught.value.message


def test_exports_of_what_cannot_be_followed() -> None:
    """An app's exports have names, whether or not the composer can follow what they are."""
    assert ["wasi:http/types@0.2.0"] == exported_names(from_wat(UNFOLLOWED))
