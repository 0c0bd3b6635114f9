"""Where apps come from: the packaged toolbox, or a component in a file.

The packaged toolbox is known by the digest in `toolbox.json` beside it, so that a start with
compiled code in the cache need not read its megabytes.
"""

import os

from wae.errors import AppError

BUNDLE = os.path.join(os.path.dirname(os.path.dirname(__file__)), "bundle")
"""The folder of `toolbox.wasm.xz` and `toolbox.json`."""

_REINSTALL = "Run `make demo` in a source tree, or reinstall wae"
_DIGEST = 64


class App:
    """A component: what people call it, and the SHA-256 of its bytes in hex."""

    def __init__(self, name: str, sha256: str) -> None:
        self.name = name
        self.sha256 = sha256

    def read(self) -> bytes:
        """The component's binary. Raises AppError if it cannot be read or is not the one named."""
        raise NotImplementedError


class FileApp(App):
    """A component in a file of its own, read when made. Raises AppError if that fails."""

    def __init__(self, path: str) -> None:
        import hashlib

        try:
            with open(path, "rb") as file:
                self._wasm = file.read()
        except OSError as error:
            raise AppError(f"cannot read the app {path}: {error.strerror}") from error
        super().__init__(os.path.basename(path), hashlib.sha256(self._wasm).hexdigest())

    def read(self) -> bytes:
        """The file's content."""
        return self._wasm


class BundledApp(App):
    """The packaged toolbox. Raises AppError if it is not there or its description is damaged."""

    def __init__(self, folder: str = BUNDLE) -> None:
        self._folder = folder
        try:
            with open(os.path.join(folder, "toolbox.json"), encoding="utf-8") as file:
                description = file.read()
        except OSError as error:
            raise AppError("this wae was packaged without its toolbox", hint=_REINSTALL) from error
        super().__init__("toolbox", _digest(description))

    def read(self) -> bytes:
        """Unpacks the toolbox (about a second)."""
        import hashlib
        import lzma

        path = os.path.join(self._folder, "toolbox.wasm.xz")
        try:
            with lzma.open(path) as file:
                wasm = file.read()
        except (OSError, EOFError, lzma.LZMAError) as error:
            raise AppError(f"cannot unpack {path}: {error}", hint=_REINSTALL) from error
        if hashlib.sha256(wasm).hexdigest() != self.sha256:
            raise AppError(f"{path} is not what toolbox.json describes", hint=_REINSTALL)
        return wasm


def toolbox() -> App:
    """The app behind every word that is not wae's own: $WAE_TOOLBOX, or the packaged one."""
    path = os.environ.get("WAE_TOOLBOX")
    return FileApp(path) if path else BundledApp()


def _digest(description: str) -> str:
    """The value of "sha256" in a JSON object of plain strings and numbers.

    The `json` module alone takes longer to import than a whole start should.
    """
    digest = description.partition('"sha256"')[2].partition('"')[2].partition('"')[0]
    if len(digest) != _DIGEST or digest.strip("0123456789abcdef"):
        raise AppError("toolbox.json names no SHA-256 digest", hint=_REINSTALL)
    return digest
