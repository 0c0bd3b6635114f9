"""What is measured: the toolbox as it is built, and variants of it to compare with."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

from wae.build.app import build_app
from wae.build.bundle import pack
from wae.build.progress import Progress
from wae.compose import encode
from wae.manifest import load_manifest

ROOT = Path(__file__).parent.parent
MANIFEST = ROOT / "apps" / "toolbox" / "wae.toml"


class Subjects:
    """Files in the folder `scratch`; `cache` is for code that `wae` compiles while measured."""

    def __init__(self, scratch: Path) -> None:
        os.environ.setdefault("WAE_BUILD_CACHE", str(ROOT / ".cache" / "build"))
        build = build_app(load_manifest(MANIFEST), Progress())
        self._scratch = scratch
        self.cache = scratch / "cache"
        self.largest_name = max(
            build.components, key=lambda name: len(build.components[name].binary)
        )
        self.largest = self._write("largest.wasm", build.components[self.largest_name].binary)
        self.shared = self._write("toolbox.wasm", build.binary)
        with patch.object(sys.modules["wae.compose.encode"], "shared_modules", lambda _: {}):
            unshared = encode(build.plan, build.manifest.name)
        self.unshared = self._write("unshared.wasm", unshared)

    def compiled_by(self, wasmtime: str) -> Path:
        """The toolbox, compiled ahead of time by the wasmtime command line."""
        output = self._scratch / "by-wasmtime.cwasm"
        subprocess.run([wasmtime, "compile", str(self.shared), "-o", str(output)], check=True)
        return output

    def packed_size(self, file: Path) -> int:
        """Bytes of `file` when compressed as it is for the Python package."""
        return len(pack(file.read_bytes()))

    def _write(self, name: str, content: bytes) -> Path:
        file = self._scratch / name
        file.write_bytes(content)
        return file


def wasmtime_cli() -> str | None:
    """The wasmtime command line beside this Python, or on the PATH."""
    beside = Path(sys.executable).parent
    return shutil.which("wasmtime", path=f"{beside}:{os.environ.get('PATH', '')}")
