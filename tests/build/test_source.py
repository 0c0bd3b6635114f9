"""What belongs to a component, and what its hash covers."""

from collections.abc import Callable
from pathlib import Path

import pytest

from wae.build import componentize
from wae.build.componentize import input_hash
from wae.build.requirements import Pin
from wae.build.source import read_source
from wae.build.tools import BuildError
from wae.build.wit import reached_contracts, read_contracts
from wae.build.world import known_world
from wae.manifest import load_manifest

ROOT = Path(__file__).parents[2]

LOCK = (
    f"click==8.1.7 \\\n    --hash=sha256:{'0' * 64}\n    # via x\n"
    f"my-lib==1.0 --hash=sha256:{'1' * 64}\n"
)

WORLD = "package a:b;\nworld w { import o:ne/thing; export t:hree/run; }\n"
ONE = (
    "package o:ne;\ninterface thing { use kinds.{size}; f: func(x: size); }\n"
    "interface kinds { type size = u32; }\ninterface other { g: func(); }\n"
)
TWO = "package t:wo;\ninterface x { f: func(); }\npackage t:hree { interface run { f: func(); } }\n"
PACKAGE = ("shop/__init__.py", "shop/deep/stock.py")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A component's folder with something of everything, and contracts beside it."""
    files = {
        "c/app.py": "import rules\n",
        "c/rules.py": "",
        "c/shop/__init__.py": "",
        "c/shop/deep/stock.py": "",
        "c/shop/__pycache__/stock.pyc": "",
        "c/words/list.txt": "a\nb\n",
        "c/wit/world.wit": WORLD,
        "c/tests/test_rules.py": "",
        "c/pyproject.toml": '[project]\ndependencies = ["click >= 8", "My.Lib[x]"]\n',
        "c/requirements.lock": LOCK,
        "c/README.md": "",
        "c/__pycache__/app.pyc": "",
        "c/.cache/x": "",
        "c/.hidden": "",
        "wit/one/one.wit": ONE,
        "wit/two/two.wit": TWO,
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "c"


def put(path: Path, text: str = "") -> None:
    """Writes a file, and makes the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def include(folder: Path, target: str, source: str) -> None:
    """Makes the component include what lies at `source`."""
    (folder / "pyproject.toml").write_text(f'[tool.wae.include]\n"{target}" = "{source}"\n')


def test_included_folder(folder: Path) -> None:
    """A folder is included with all that would be shipped of it, each file from where it lies."""
    shared = folder.parent / "shared"
    for name in ("site/index.html", "site/deep/x.js", "site/.secret", "site/README.md"):
        put(shared / name, name)
    include(folder, "site/page", "../shared/site")
    source = read_source("c", folder, [shared])
    expected = {
        "site/page/deep/x.js": shared / "site/deep/x.js",
        "site/page/index.html": shared / "site/index.html",
    }
    assert expected == dict(source.included)
    assert b"site/deep/x.js" == source.files["site/page/deep/x.js"]


@pytest.mark.parametrize("name", [".", ".git", ".git/config", "tests", "tests/test_x.py"])
def test_what_is_not_included(folder: Path, name: str) -> None:
    """Not the shared folder as a whole, nothing hidden, and no tests."""
    shared = folder.parent / "shared"
    for file in (".git/config", "tests/test_x.py"):
        put(shared / file)
    include(folder, "x", f"../shared/{name}")
    with pytest.raises(BuildError, match="it is in no folder that the app shares"):
        read_source("c", folder, [shared])


def test_included_folder_with_a_link(folder: Path) -> None:
    """A link in an included folder does not lead out of it."""
    shared = folder.parent / "shared"
    put(shared / "site/index.html")
    (shared / "site/key").symlink_to("/etc/passwd")
    include(folder, "site", "../shared/site")
    with pytest.raises(BuildError, match="leaves"):
        read_source("c", folder, [shared])


def test_what_is_shipped(folder: Path) -> None:
    """Modules and data go in; tests, WIT, build files, caches and hidden files do not."""
    source = read_source("c", folder)
    assert ["app.py", "rules.py", *PACKAGE, "words/list.txt"] == list(source.files)
    assert b"import rules\n" == source.files["app.py"]
    assert {"world.wit": WORLD.encode()} == source.world


def test_dependencies(folder: Path) -> None:
    """Dependencies are known by their normalized names; the lock's pins go with them."""
    source = read_source("c", folder)
    assert ("click", "my-lib") == source.dependencies
    pins = (Pin("click", "8.1.7", ("0" * 64,)), Pin("my-lib", "1.0", ("1" * 64,)))
    assert pins == source.lock


def test_lock_without_dependencies(folder: Path) -> None:
    """Who declares no dependencies gets none, whatever a lock file says."""
    (folder / "pyproject.toml").write_text("[project]\n")
    source = read_source("c", folder)
    assert ((), ()) == (source.dependencies, source.lock)


def write(name: str, text: str) -> Callable[[Path], object]:
    return lambda folder: put(folder / name, text)


def digest(folder: Path) -> str:
    source, cache = read_source("c", folder), folder.parent / "cache"
    contracts = reached_contracts(source.world, read_contracts(folder.parent / "wit"))
    return input_hash(source, known_world(source, contracts, cache))


@pytest.mark.parametrize(
    "change",
    [
        write("app.py", "import rules # changed\n"),
        write("words/list.txt", "a\n"),
        write("shop/deep/stock.py", "N = 1\n"),
        write("shop/deep/new.py", ""),
        write("new.py", ""),
        write("wit/world.wit", WORLD.replace("world w", "world x")),
        write("wit/world.wit", WORLD.replace("import o:ne/thing;", "")),
        write("../wit/one/one.wit", ONE.replace("u32", "u64")),
        write("../wit/one/one.wit", ONE.replace("interface thing", "/// A.\ninterface thing")),
        write("requirements.lock", LOCK.replace("11", "22")),
        lambda folder: (folder / "rules.py").rename(folder / "laws.py"),
        lambda folder: (folder / "words" / "list.txt").unlink(),
    ],
)
def test_hash_changes_with_every_input(folder: Path, change: Callable[[Path], object]) -> None:
    """Whatever the component is made from changes its hash."""
    before = digest(folder)
    change(folder)
    assert before != digest(folder)


@pytest.mark.parametrize(
    "change",
    [
        write("tests/test_more.py", ""),
        write("README.md", "more"),
        write("requirements.lock", LOCK.replace("# via x", "# via y")),
        write(".hidden", "more"),
        write(".wae/bindings/wit_world/__init__.py", "more"),
        write("../wit/one/one.wit", ONE.replace("g: func()", "g: func(x: u8)")),
        write("../wit/one/one.wit", "// more\n" + ONE),
        write("../wit/two/two.wit", TWO.replace("interface x { f", "interface x { g")),
        write("../wit/new/new.wit", "package n:ew;\n"),
        write("wit/more.wit", "interface more { f: func(); }\n"),
        lambda folder: (folder / "../wit/one").rename(folder / "../wit/uno"),
        write("pyproject.toml", '[project]\nname = "x"\ndependencies = ["click", "my_lib"]\n'),
        lambda folder: (folder / "app.py").touch(),
        lambda folder: (folder / "app.py").chmod(0o600),
        lambda folder: folder.parent.joinpath("elsewhere").write_text("x"),
    ],
)
def test_hash_stays_otherwise(folder: Path, change: Callable[[Path], object]) -> None:
    """What does not go into the component does not change its hash."""
    before = digest(folder)
    change(folder)
    assert before == digest(folder)


def test_hash_covers_the_tools(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of a tool, or another recipe, is another component."""
    before = digest(folder)
    monkeypatch.setattr(componentize, "tool_version", lambda name: "999")
    changed = digest(folder)
    monkeypatch.setattr(componentize, "RECIPE", "999")
    assert len({before, changed, digest(folder)}) == 3


def test_hash_does_not_depend_on_the_place(folder: Path, tmp_path: Path) -> None:
    """The same sources in another folder are the same component."""
    before = digest(folder)
    moved = tmp_path / "moved"
    moved.mkdir()
    folder.rename(moved / "c")
    (tmp_path / "wit").rename(moved / "wit")
    assert before == digest(moved / "c")


@pytest.mark.parametrize("app", ["toolbox", "toolbox-http"])
def test_the_components_here(app: str) -> None:
    """Every component of the project can be read, with all that it includes, and no link."""
    manifest = load_manifest(ROOT / "apps" / app / "wae.toml")
    for name, entry in manifest.components.items():
        assert entry.source is not None
        source = read_source(name, entry.source, manifest.shared)
        assert source.included.keys() <= source.files.keys()
        assert [] == [path for path in entry.source.rglob("*") if path.is_symlink()]


def test_contract_package(folder: Path) -> None:
    """Who asks for it gets the package for its own contract, and is another component then."""
    before = digest(folder)
    put(folder / "pyproject.toml", "[tool.wae]\ncontract = true\n")
    source = read_source("c", folder)
    assert source.contract
    assert {"wae/contract/own.py", "wae/binary/types.py", "app.py"} <= source.files.keys()
    assert {} == source.included
    assert before != digest(folder)
    put(folder / "wae/contract/own.py")
    with pytest.raises(BuildError, match=r"the build itself generates a wae/contract/own\.py"):
        read_source("c", folder)
