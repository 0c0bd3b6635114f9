"""Components that come as a file: read once, known by their digest, and never run by a build.

JavaScript comes in this way only; its component is a real one, of componentize-js.
"""

import hashlib
import os
from contextlib import suppress
from pathlib import Path

import pytest
from tests.dummy import from_wat
from tests.foreign.javascript import javascript_component

from wae.binary.sections import Id, sections
from wae.build import prebuilt
from wae.build.app import AppBuild, build_app
from wae.build.progress import Progress
from wae.errors import WaeError
from wae.manifest import load_manifest

COMPONENTS = Path(__file__).parent / "components"
ENDLESS = """\
(component
  (core module $m (func $forever (loop $again (br $again))) (func (export "f")) (start $forever))
  (core instance $i (instantiate $m))
  (func $f (canon lift (core func $i "f")))
  (instance $e (export "f" (func $f)))
  (export "test:it/e" (instance $e)))
"""
HARMLESS = ENDLESS.replace("(start $forever)", "")


@pytest.fixture(scope="session")
def javascript() -> bytes:
    """The hostile JavaScript component, in bytes."""
    return javascript_component(COMPONENTS / "javascript").read_bytes()


def build(folder: Path, content: bytes | None, sha256: str = "") -> AppBuild:
    """An app of one component, whose file has this content (or is there already)."""
    if content is not None:
        (folder / "it.wasm").write_bytes(content)
        sha256 = sha256 or hashlib.sha256(content).hexdigest()
    (folder / "wae.toml").write_text(
        '[app]\nname = "x"\nversion = "1"\nexports = ["it"]\n'
        f'[components.it]\npath = "it.wasm"\nsha256 = "{sha256 or "0" * 64}"\n'
    )
    return build_app(load_manifest(folder / "wae.toml"), Progress(quiet=True))


def refused(folder: Path, content: bytes | None, sha256: str = "") -> str:
    with pytest.raises(WaeError) as caught:
        build(folder, content, sha256)
    line = caught.value.line()
    assert '"it"' in line
    assert "\n" not in line
    return line


@pytest.mark.parametrize("where", [8, 1000, -1])
def test_changed_javascript(tmp_path: Path, javascript: bytes, where: int) -> None:
    """One other byte anywhere, and it is not the component of the manifest."""
    changed = bytearray(javascript)
    changed[where] ^= 1
    line = refused(tmp_path, bytes(changed), hashlib.sha256(javascript).hexdigest())
    assert "not the one given" in line


def test_swapped_javascript(
    tmp_path: Path, javascript: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is exchanged once it was checked changes nothing: it was read by then."""
    check = prebuilt.problem_of

    def exchange(binary: bytes, *, every_feature: bool = False) -> str:
        problem = check(binary, every_feature=every_feature)
        (tmp_path / "it.wasm").write_bytes(from_wat(HARMLESS))
        return problem

    monkeypatch.setattr(prebuilt, "problem_of", exchange)
    assert javascript == build(tmp_path, javascript).components["it"].binary


def test_parts_of_javascript(tmp_path: Path, javascript: bytes) -> None:
    """Neither its core module nor its first half is a component, whatever the manifest says."""
    module = next(one for one in sections(javascript) if one.id == Id.CORE_MODULE)
    assert "core module" in refused(tmp_path, javascript[module.start : module.end])
    refused(tmp_path, javascript[: len(javascript) // 2])


def test_start_functions_do_not_run(tmp_path: Path) -> None:
    """Code that runs as soon as a component is instantiated does not run in a build."""
    assert build(tmp_path, from_wat(ENDLESS)).binary


@pytest.mark.parametrize("depth", [50, 5_000])
def test_deep_nesting(tmp_path: Path, depth: int) -> None:
    """A component in a component in a component ends with an app or one line."""
    content = from_wat(HARMLESS)
    for _ in range(depth):
        size, rest = b"", len(content)
        while not size or rest:
            size += bytes([rest & 0x7F | (0x80 if rest >> 7 else 0)])
            rest >>= 7
        content = content[:8] + b"\x04" + size + content
    with suppress(WaeError):
        build(tmp_path, content)


def test_many_types(tmp_path: Path) -> None:
    """A type that would be endless if it were written out is one line or an app."""
    layers = "".join(f"(type $t{n + 1} (tuple $t{n} $t{n} $t{n} $t{n}))\n" for n in range(40))
    content = from_wat(f"(component (type $t0 (tuple u8 u8))\n{layers})")
    refused(tmp_path, content)


@pytest.mark.parametrize("kind", ["pipe", "folder", "device", "circle", "huge"])
def test_no_files(tmp_path: Path, kind: str) -> None:
    """What is no file, or one without end, is named; nobody waits for it."""
    path = tmp_path / "it.wasm"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "circle":
        path.symlink_to("it.wasm")
    else:
        path.touch()
        os.truncate(path, 1 << 40)
    line = refused(tmp_path, None)
    said = {
        "pipe": "is a named pipe",
        "folder": "is a folder",
        "device": "/dev/zero is a device",
        "circle": "is a symbolic link",
    }
    assert said.get(kind, "more than 256 MiB to read") in line
