"""Which modules of the standard library a component has is asked of one."""

from pathlib import Path

import pytest

from wae.build.app import build_app
from wae.build.guest_stdlib import GUEST_STDLIB, NOT_IN_GUEST
from wae.build.preload import NEVER
from wae.build.progress import Progress
from wae.build.tools import BuildError
from wae.manifest import load_manifest

APP = """\
import importlib


class I:
    def f(self):
        pass


missing = []
for name in NAMES:
    try:
        importlib.import_module(name)
    except ImportError:
        missing.append(name)
raise RuntimeError(" ".join(missing))
"""
MANIFEST = '[app]\nname = "x"\nversion = "1"\nexports = ["c"]\n[components.c]\nsource = "c"\n'


def test_what_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All that is said to be missing is, and nothing else that has a public name."""
    monkeypatch.setenv("WAE_BUILD_CACHE", str(tmp_path / "cache"))
    public = {name for name in GUEST_STDLIB if not name.startswith("_")}
    names = sorted((public | NOT_IN_GUEST) - {*NEVER})
    files = {
        "wae.toml": MANIFEST,
        "c/app.py": APP.replace("NAMES", repr(names)),
        "c/wit/world.wit": "package t:x;\ninterface i { f: func(); }\nworld c { export i; }\n",
    }
    for file, text in files.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text)
    with pytest.raises(BuildError) as caught:
        build_app(load_manifest(tmp_path / "wae.toml"), Progress(quiet=True))
    place, said = caught.value.message.split(": this cannot be imported for the build: ")
    assert f"{tmp_path / 'c/app.py'}:15" == place
    assert NOT_IN_GUEST == {*said.removeprefix("RuntimeError: ").split()}
