"""The table in docs/composition.md, *What is read*: every construct of the format, tried with every
command. The golden files say what each does with it: it works, or it is refused by name.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from dummy import from_wat

import golden

MANIFEST = """[app]
name = "app"
version = "1.0.0"
exports = ["it"]
imports = [{imports}]

[components.it]
path = "it.wasm"
sha256 = "{digest}"
"""


@pytest.mark.parametrize("file", golden.cases("constructs"), ids=lambda file: file.stem)
def test_every_command(file: Path, tmp_path: Path) -> None:
    """`inspect`, `build`, `call` and `stubs` do what the table says, and nothing ends in a
    traceback or in what should not happen."""
    parts = golden.read(file)
    component = from_wat(parts["it.wat"])
    assert component
    (tmp_path / "it.wasm").write_bytes(component)
    imports = ", ".join(f'"{name}"' for name in parts.get("imports", "").split())
    manifest = MANIFEST.format(imports=imports, digest=sha256(component).hexdigest())
    (tmp_path / "wae.toml").write_text(manifest)
    commands = {
        "inspect": ["inspect", "it.wasm"],
        "build": ["build", "-o", "app.wasm"],
        "call": ["call", "it.wasm", *parts.get("call", "--help").split()],
        "stubs": ["stubs", "it.wasm", "-o", "it"],
    }
    said = [f"{name}: {_said(command, tmp_path)}" for name, command in commands.items()]
    golden.check(file, "\n".join(said))


def _said(command: list[str], folder: Path) -> str:
    """What a command says of a failure; or that there is none, with the result of a call."""
    caches = {"XDG_CACHE_HOME": str(folder / "cache"), "WAE_BUILD_CACHE": str(folder / "build")}
    done = subprocess.run(
        [sys.executable, "-m", "wae", *command],
        cwd=folder,
        env={**os.environ, **caches},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        assert "" == done.stdout
        [line] = [one for one in done.stderr.splitlines() if one.startswith("wae: ")]
        assert "bug in wae" not in line
        return f"{done.returncode} {line}"
    result = done.stdout.strip() if command[0] == "call" and "--help" not in command else ""
    return re.sub(r"\s+", " ", f"works {result}").strip()
