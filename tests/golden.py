"""Golden files: an input and the exact text that it must give, in one file.

A file is a sequence of parts, each headed by a line `=== NAME`; the part named `expected` is
the text. Run the tests with BLESS=1 to write what they get into the files, then read the diff.
"""

import os
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"
HEAD = "=== "
EXPECTED = "expected"


def cases(kind: str) -> list[Path]:
    """The golden files of one kind, which is a folder in `tests/golden`."""
    return sorted((FOLDER / kind).glob("*.txt"))


def read(file: Path) -> dict[str, str]:
    """The parts of a golden file, by name, without `expected`."""
    parts = _parts(file)
    parts.pop(EXPECTED, None)
    return parts


def check(file: Path, actual: str) -> None:
    """Compares `actual` with the part `expected`; with BLESS=1 writes it there."""
    parts = _parts(file)
    if os.environ.get("BLESS") == "1":
        parts[EXPECTED] = actual + "\n"
        file.write_text("".join(f"{HEAD}{name}\n{text}" for name, text in parts.items()))
        return
    assert parts.get(EXPECTED, "").rstrip("\n") == actual


def _parts(file: Path) -> dict[str, str]:
    parts: dict[str, str] = {}
    name = ""
    for line in file.read_text().splitlines(keepends=True):
        if line.startswith(HEAD):
            name = line.removeprefix(HEAD).strip()
            parts[name] = ""
        else:
            parts[name] += line
    return parts
