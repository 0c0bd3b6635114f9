"""The adapters for WASI preview 1 in `wae build` are those of a package that others publish."""

from pathlib import Path

import pytest

from npm_server import package
from wae.build import modules

ADAPTERS = sorted((Path(modules.__file__).parent / "adapters").glob("*.wasm"))


@pytest.mark.parametrize("file", ADAPTERS, ids=lambda file: file.stem)
def test_the_bytes_of_the_pinned_package(file: Path) -> None:
    """Byte for byte those of jco's package in the lock file."""
    assert (package("@bytecodealliance/jco") / "lib" / file.name).read_bytes() == file.read_bytes()


def test_both() -> None:
    """There is one for commands and one for libraries."""
    names = ["wasi_snapshot_preview1.command.wasm", "wasi_snapshot_preview1.reactor.wasm"]
    assert names == [file.name for file in ADAPTERS]
