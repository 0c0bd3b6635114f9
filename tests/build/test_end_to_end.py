"""One real component: built from Python, composed, and run by the wasmtime CLI."""

import ast
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.made_once import cache_with_code
from tests.wasmtime_command import wasmtime
from wheels import use_index, wheel

from wae.binary.decode import decode_component
from wae.build.app import build_app, write_app
from wae.build.check import INTERPRETER
from wae.build.componentize import input_hash
from wae.build.imports import codecs
from wae.build.progress import Progress
from wae.build.source import read_source
from wae.build.wit import reached_contracts, read_contracts
from wae.build.world import known_world
from wae.manifest import load_manifest

ROOT = Path(__file__).parents[2]

# Every codec that a text in our own components names, as it is written there.
CODECS = sorted(
    {
        node.value
        for folder in ("components", "tools")
        for file in (ROOT / folder).rglob("*.py")
        if "tests" not in file.parts
        for node in ast.walk(ast.parse(file.read_bytes()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and codecs(node)
    }
)
APP = (
    """\
import codecs
import importlib
import os
import secrets
import sys

FOUND = []
for name in ("hypothesis", "pytest", "smuggled", "wae"):
    try:
        __import__(name)
        FOUND.append(name)
    except ImportError:
        pass
CODECS = """
    + repr(CODECS)
    + """


def attempt(action):
    try:
        return repr(action())
    except OSError as error:
        return type(error).__name__


def counted(one):
    return sys.getrefcount(one) < 1 << 30


def known(name):
    try:
        return codecs.lookup(name).name and True
    except LookupError:
        return False


def optional():
    try:
        import mmap
    except ImportError:
        mmap = None
    return mmap


def half(text):
    return (text + "\\ud83d").encode("utf-16-le", "surrogatepass").decode("UTF-16LE", "replace")


class Run:
    def run(self):
        import rules
        from shop import prices
        from tiny import api

        lasting = (FOUND, attempt, Run, attempt.__code__.co_name, Run.run.__code__)
        print("counted objects:", [sys.getrefcount(one) for one in lasting if counted(one)])
        print("own module, imported late:", rules.ANSWER)
        print("own package, imported late:", prices.price())
        print("dependency, imported late:", api.answer())
        print("host's packages:", FOUND)
        print("environment:", dict(os.environ))
        print("secret file:", attempt(lambda: open("secret.txt").read()))
        print("folder:", attempt(lambda: os.listdir("/")))
        print("random:", len(secrets.token_hex(8)))
        print("codecs that are missing:", [name for name in CODECS if not known(name)])
        print("named for the import system:", importlib.import_module("statistics").mean([1, 3]))
        print("optional:", [optional() is None, half("a")])
        print("long text:", "x" * 300_000 + "|")
"""
)

EXPECTED = """\
counted objects: []
own module, imported late: 42
own package, imported late: 44
dependency, imported late: 43
host's packages: []
environment: {}
secret file: FileNotFoundError
folder: FileNotFoundError
random: 16
codecs that are missing: []
named for the import system: 2
optional: [True, 'a\ufffd']
long text: LONG|
""".replace("LONG", "x" * 300_000)


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An app of one component with a dependency, and a host full of other packages."""
    use_index(tmp_path / "index", monkeypatch)
    lock = wheel(
        tmp_path / "index",
        "tiny",
        "py3-none-any",
        {
            "tiny/__init__.py": "",
            "tiny/api.py": "def answer():\n    from tiny.deep import late\n\n    return late.N\n",
            "tiny/deep/__init__.py": "",
            "tiny/deep/late.py": "import fractions\nN = int(fractions.Fraction(86, 2))\n",
        },
    )
    write(
        tmp_path,
        {
            "app/wae.toml": (
                '[app]\nname = "small"\nversion = "1"\nexports = ["it"]\nwit = "wit"\n'
                '[components.it]\nsource = "it"\ngrants = ["terminal"]\n'
            ),
            "app/it/app.py": APP,
            "app/it/rules.py": "ANSWER = 42\n",
            "app/it/shop/__init__.py": "",
            "app/it/shop/prices.py": (
                "def price():\n    from shop.deep import stock\n\n    return stock.N\n"
            ),
            "app/it/shop/deep/stock.py": "N = 44\n",
            "app/it/pyproject.toml": '[project]\ndependencies = ["tiny"]\n',
            "app/it/requirements.lock": lock,
            "app/it/wit/world.wit": (
                "package test:small;\nworld small { export wasi:cli/run@0.2.9; }\n"
            ),
            "smuggled/smuggled.py": "",
        },
    )
    shutil.copytree(ROOT / "wit" / "wasi", tmp_path / "app" / "wit")
    paths = [str(tmp_path / "smuggled"), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, paths)))
    monkeypatch.setenv("WAE_BUILD_CACHE", str(cache_with_code(tmp_path / "cache")))
    return tmp_path / "app"


def test_small_app(app: Path) -> None:
    """An app has its own modules and its locked packages, whenever it imports them; nothing else.

    It has no package of the host's, no variable, no file, although the runtime offers them.
    """
    manifest = load_manifest(app / "wae.toml")
    built = build_app(manifest, Progress(quiet=True))
    write_app(built, app / "small.wasm")
    (app / "secret.txt").write_text("secret")
    command = wasmtime("run", "--dir", f"{app}::/", "--env", "SECRET=1", app / "small.wasm")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert EXPECTED == done.stdout, done.stderr
    assert 0 == done.returncode
    # A second build takes the component from the cache, and gives the same app.
    again = build_app(manifest, Progress(quiet=True))
    assert 0 == again.components["it"].seconds
    assert built.binary == again.binary
    source, cache = read_source("it", app / "it"), app.parent / "cache"
    world = known_world(source, reached_contracts(source.world, read_contracts(app / "wit")), cache)
    key = input_hash(source, world)
    assert {*INTERPRETER} <= {*decode_component(built.components["it"].binary).imports}
    [cached] = (cache / "components").iterdir()
    digest = hashlib.sha256(cached.read_bytes()).hexdigest()
    assert f"it-{key}-{digest}.wasm" == cached.name
