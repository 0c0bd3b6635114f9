"""Names that no face can tell apart are refused when an app is built, not when it is used."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from dummy import from_wit

from wae.build.app import build_app
from wae.build.progress import Progress
from wae.errors import NameClash
from wae.manifest import load_manifest


def build(folder: Path, wit: str) -> None:
    component = from_wit(wit)
    (folder / "a.wasm").write_bytes(component)
    (folder / "wae.toml").write_text(
        '[app]\nname = "x"\nversion = "1"\nexports = ["a"]\n'
        f'[components.a]\npath = "a.wasm"\nsha256 = "{sha256(component).hexdigest()}"\n'
    )
    build_app(load_manifest(folder / "wae.toml"), Progress(quiet=True))


NAMES = ("a-b:c", "a:b-c", "a:c", "x:b-c")
PACKAGES = "".join(f"package {name} {{ interface i {{ f: func(); }} }}\n" for name in NAMES)


def world(*names: str) -> str:
    exports = "".join(f"export {name}/i; " for name in names)
    return f"package t:t;\nworld w {{ {exports}}}\n{PACKAGES}"


def test_refused(tmp_path: Path) -> None:
    """The error is that of the faces, and says what the author can do."""
    with pytest.raises(NameClash) as caught:
        build(tmp_path, world(*NAMES))
    expected = (
        "a-b:c/i and a:b-c/i would both be called a_b_c.i",
        'Rename one of them in its WIT, or where [app] exports it: as = "…"',
    )
    assert expected == (caught.value.message, caught.value.hint)


def test_told_apart(tmp_path: Path) -> None:
    """Names that become longer, and so differ, are fine."""
    build(tmp_path, world("a-b:c", "a:c"))
