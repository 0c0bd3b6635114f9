"""Where apps come from: the packaged toolbox, or a component in a file.

The packaged toolbox is known by the digest in `toolbox.json` beside it, so that a start with
compiled code in the cache need not read its megabytes.
"""

import os

from wae.errors import AppError
from wae.runtime import outputs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class App(Protocol):
        """A component: what people call it, and the SHA-256 of its bytes in hex."""

        name: str
        sha256: str

        def read(self) -> bytes:
            """The component's binary. Raises AppError if it is not there or not the one named."""

    class Command(App, Protocol):
        """A component that runs with arguments."""

        def outputs(self) -> str:
            """Which arguments name files that it writes; see `wae.runtime.outputs`."""


BUNDLE = os.path.join(os.path.dirname(os.path.dirname(__file__)), "bundle")
"""The folder of `toolbox.wasm.xz` and `toolbox.json`."""

_REINSTALL = "Run `make demo` in a source tree, or reinstall wae"
_DIGEST = 64
_COMPONENT = b"\0asm\x0d\0\1\0"
_CORE_MODULE = b"\0asm\1\0\0\0"


class FileApp:
    """A component in the file `path`; `where` is the cache folder, which remembers its digest.

    Raises AppError if the file cannot be read.
    """

    def __init__(self, path: str, where: str) -> None:
        from wae.runtime import digest

        self._path = path
        self._where = where
        self.name = _printable(os.path.basename(path))
        try:
            self.sha256 = digest.of_file(path, where)
        except OSError as error:
            raise AppError(f"cannot read the app {path}: {error.strerror}") from error

    def read(self) -> bytes:
        """The file's content. Raises AppError if it is no component or not the same any more."""
        try:
            with open(self._path, "rb") as file:
                wasm = file.read()
        except OSError as error:
            raise AppError(f"cannot read the app {self._path}: {error.strerror}") from error
        if wasm.startswith(_CORE_MODULE):
            raise AppError(f"{self._path} is a core module, not a component")
        if not wasm.startswith(_COMPONENT):
            raise AppError(f"{self._path} is not a WebAssembly component")
        if _sha256(wasm) != self.sha256:
            from wae.runtime import digest

            digest.forget(self._path, self._where)
            raise AppError(f"{self._path} changed while it was read", hint="Run the command again")
        return wasm

    def outputs(self) -> str:
        """What the component declares. Raises AppError if it has to be read and cannot be."""
        return outputs.remembered(self.sha256 + outputs.SUFFIX, self._where, self.read)


class BundledApp:
    """The packaged toolbox. Raises AppError if it is not there or its description is damaged."""

    name = "toolbox"

    def __init__(self, folder: str = BUNDLE) -> None:
        self._folder = folder
        try:
            with open(os.path.join(folder, "toolbox.json"), encoding="utf-8") as file:
                self._description = file.read()
                self.sha256 = _digest(self._description)
        except OSError as error:
            raise AppError("this wae was packaged without its toolbox", hint=_REINSTALL) from error

    def read(self) -> bytes:
        """Unpacks the toolbox (about a second). Raises AppError if it is damaged."""
        import lzma

        path = os.path.join(self._folder, "toolbox.wasm.xz")
        try:
            with lzma.open(path) as file:
                wasm = file.read()
        except (OSError, EOFError, lzma.LZMAError) as error:
            raise AppError(f"cannot unpack {path}: {error}", hint=_REINSTALL) from error
        if _sha256(wasm) != self.sha256:
            raise AppError(f"{path} is not what toolbox.json describes", hint=_REINSTALL)
        return wasm

    def outputs(self) -> str:
        """What the toolbox declares, from its description."""
        return _described(self._description, "outputs")


TOOLBOX = "toolbox"
"""Stands for the toolbox wherever an app's file is expected; the file is `./toolbox`."""


def toolbox(where: str) -> "Command":
    """The app behind every word that is not wae's own: $WAE_TOOLBOX, or the packaged one."""
    path = os.environ.get("WAE_TOOLBOX")
    return FileApp(path, where) if path else BundledApp()


def find_app(name: str, where: str) -> "App":
    """The app in the file `name`, or the toolbox for `toolbox`; `where` is the cache folder.

    Raises AppError.
    """
    return toolbox(where) if name == TOOLBOX else FileApp(name, where)


def is_toolbox(app: "App", where: str) -> bool:
    """Whether it is the packaged toolbox or $WAE_TOOLBOX: by its digest, not by its name."""
    if os.environ.get("WAE_TOOLBOX") and toolbox(where).sha256 == app.sha256:
        return True
    try:
        return BundledApp().sha256 == app.sha256
    except AppError:
        return False


def _digest(description: str) -> str:
    digest = _described(description, "sha256")
    if len(digest) != _DIGEST or digest.strip("0123456789abcdef"):
        raise AppError("toolbox.json names no SHA-256 digest", hint=_REINSTALL)
    return digest


def _described(description: str, name: str) -> str:
    """The value of `name` in a JSON object of numbers and plain strings; "" without it.

    The `json` module alone takes longer to import than the rest of this module takes to run.
    """
    return description.partition(f'"{name}"')[2].partition('"')[2].partition('"')[0]


def _printable(name: str) -> str:
    """A file's name as it may stand in messages and notes: in one line, without controls."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)


def _sha256(content: bytes) -> str:
    import hashlib

    return hashlib.sha256(content).hexdigest()
