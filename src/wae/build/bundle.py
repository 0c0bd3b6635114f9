"""Puts the toolbox into the package: ``python -m wae.build.bundle dist/toolbox.wasm``."""

from __future__ import annotations

import hashlib
import json
import lzma
import sys
from pathlib import Path

from wae.atomic_write import write_atomically
from wae.runtime import outputs

FAST, BEST = 0, 6
WINDOW = 1 << 27  # spans the whole toolbox: its snapshots are alike, which only a wide window sees
FOLDER = Path(__file__).parent.parent / "bundle"


def bundle(wasm: bytes, folder: Path, preset: int) -> bool:
    """Writes ``toolbox.wasm.xz`` and its description into ``folder``.

    Returns False, and writes nothing, if this very toolbox is there already, at least as small.
    """
    description = {
        "sha256": hashlib.sha256(wasm).hexdigest(),
        "size": len(wasm),
        "preset": preset,
        "outputs": outputs.read(wasm),
    }
    known = _read(folder / "toolbox.json")
    packed = folder / "toolbox.wasm.xz"
    if (
        packed.is_file()
        and known.get("sha256") == description["sha256"]
        and int(known.get("preset", -1)) >= preset
    ):
        return False
    write_atomically(packed, pack(wasm, preset))
    write_atomically(folder / "toolbox.json", (json.dumps(description, indent=2) + "\n").encode())
    return True


def pack(wasm: bytes, preset: int = BEST) -> bytes:
    """An app as an xz file."""
    filters = [{"id": lzma.FILTER_LZMA2, "preset": preset, "dict_size": WINDOW}]
    return lzma.compress(wasm, format=lzma.FORMAT_XZ, filters=filters)


def _read(file: Path) -> dict[str, str | int]:
    try:
        metadata = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return metadata if isinstance(metadata, dict) else {}


if __name__ == "__main__":
    bundle(Path(sys.argv[1]).read_bytes(), FOLDER, FAST)
