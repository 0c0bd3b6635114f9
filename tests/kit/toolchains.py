"""The compilers of other languages, from the packages that scripts/peers installs."""

import os
import sysconfig
from pathlib import Path

import pytest
from tests.peers.npm_server import PACKAGES as NPM
from tests.peers.npm_server import node, package
from tests.peers.python_peer import PACKAGES

CACHE = Path(__file__).parents[2] / ".cache" / "languages"


def use(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Puts a language's tools on the PATH; skips the test where they are not installed."""
    folders: list[Path | str] = []
    match language:
        case "javascript" | "typescript":
            package("@bytecodealliance/jco")
            folders = [Path(node()).parent, sysconfig.get_path("scripts"), NPM / ".bin"]
        case "c" | "zig":
            folders = [_peer("ziglang")]
            monkeypatch.setenv("ZIG_GLOBAL_CACHE_DIR", str(CACHE / "zig"))
        case "go":
            root = _peer("go")
            folders = [root / "bin"]
            settings = {"GOROOT": str(root), "GOOS": "wasip1", "GOARCH": "wasm"}
            settings |= {"GOTOOLCHAIN": "local", "GOPROXY": "off"}
            settings |= {"GOCACHE": str(CACHE / "go"), "GOPATH": str(CACHE / "gopath")}
            for name, value in settings.items():
                monkeypatch.setenv(name, value)
    for program in ("zig", "go"):
        for folder in folders:
            if (actual := Path(folder, program)).is_file():
                actual.chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join([*map(str, folders), os.environ["PATH"]]))


def _peer(name: str) -> Path:
    folder = PACKAGES / name
    if not folder.is_dir():
        pytest.skip(f"the Python package of {name} is not installed: run scripts/peers")
    return folder
