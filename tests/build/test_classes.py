"""The check of a component's classes lets everything pass that may work."""

import re
from pathlib import Path

import pytest

from wae.build.bindings import Asked, Signature, asked_in, make_bindings
from wae.build.classes import class_problems
from wae.build.source import read_source
from wae.build.tools import BuildError
from wae.build.tree import read_tree

ASKED = [Asked("Greeting", {"say_hello": Signature({"name": "str"}, "Optional[str]")})]


def check(folder: Path, asked: list[Asked] = ASKED, **files: str) -> list[str]:
    """The lines about what is wrong with a component of these files."""
    (folder / "wit").mkdir()
    (folder / "wit" / "world.wit").touch()
    for name, text in files.items():
        path = folder / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    source = read_source("greeter", folder)
    actual = class_problems(source, ["a:b/greeting"], asked)
    return [problem.line().replace(f"{folder}/", "") for problem in actual]


@pytest.mark.parametrize(
    "app",
    [
        "class Greeting:\n    def say_hello(self, name): ...\n",
        "class Greeting(exports.Greeting):\n    def say_hello(self, name): ...\n",
        "class Greeting:\n    def say_hello(self, *args): ...\n",
        "class Greeting:\n    def say_hello(self, name, loud=False): ...\n",
        "class Greeting:\n    @staticmethod\n    def say_hello(name): ...\n",
        "class Greeting:\n    say_hello = something\n",
        "class Greeting(unknown.Base):\n    pass\n",
        "from library import Base\nclass Greeting(Base):\n    pass\n",
        "from wit_world.exports import Greeting\nclass Greeting(Greeting):\n    pass\n",
        "class Base:\n    def say_hello(self, name): ...\nclass Greeting(Base):\n    pass\n",
        "class Greeting: ...\nclass Greeting:\n    def say_hello(self, name): ...\n",
        "class Greeting(Greeting):\n    pass\n",
        "Greeting = make()\n",
        "if True:\n    class Greeting: ...\n",
        "from library import *\n",
        "from library import Other as Greeting\n",
    ],
)
def test_what_may_work(app: str, tmp_path: Path) -> None:
    """A class that has its methods, or may have them in ways not seen here, is not refused."""
    assert [] == check(tmp_path, app=app)


@pytest.mark.parametrize(
    ("base", "passes"),
    [("def say_hello(self, name): ...", True), ("def say_bye(self): ...", False)],
)
def test_inherited_methods(base: str, passes: bool, tmp_path: Path) -> None:
    """Methods that come from a class in a file beside count."""
    files = {
        "app": "from hello import Base as B\nclass Greeting(B):\n    pass\n",
        "hello": f"class Base:\n    {base}\n",
    }
    told = check(tmp_path, **files)
    assert passes == (not told)
    assert all("has no method say_hello" in line for line in told)


@pytest.mark.parametrize(
    "base",
    [
        {"pack/base": "{}"},
        {"pack/base": "from .other import Base", "pack/other": "{}"},
        {"pack/base": "from ..other import Base", "other": "{}"},
        {"pack/base": "from hello import Base", "hello": "{}", "pack/hello": "Base = 1\n"},
        {"pack/base/__init__": "from pack.base.deep import Base", "pack/base/deep": "{}"},
    ],
)
def test_classes_in_packages(base: dict[str, str], tmp_path: Path) -> None:
    """A base class in a package is found, whether it is imported by a full or a relative name."""
    app = "from pack.base import Base\nclass Greeting(Base): ...\n"
    nearly = "class Base:\n    def say_hallo(self, name): ...\n"
    files = {name: text.format(nearly) for name, text in base.items()}
    [line] = check(tmp_path, app=app, **files)
    assert "has no method say_hello" in line


def test_own_method_comes_before_inherited(tmp_path: Path) -> None:
    """A class's own method counts, not the one that it replaces; the first base before the next."""
    bad, good = "def say_hello(self): ...", "def say_hello(self, name): ..."
    assert [] == check(
        tmp_path,
        app=f"class Bad:\n    {bad}\nclass Good:\n    {good}\nclass Greeting(Good, Bad): ...\n",
    )


ASYNC = [Asked("Greeting", {"say_hello": Signature({"name": "str"}, "str", is_async=True)})]
LINES = [Asked("Greeting", {"say_hello": Signature({"name": "str"}, "ByteStreamReader")})]


@pytest.mark.parametrize(
    ("asked", "method", "said"),
    [
        (ASKED, "async def say_hello(self, name)", "is an async def, but a:b/greeting has a func"),
        (ASKED, "async def say_hello(self, *all)", "is an async def, but a:b/greeting has a func"),
        (ASYNC, "def say_hello(self, name)", "is a def, but a:b/greeting has an async func"),
        (ASYNC, "async def say_hello(self, name)", ""),
        (ASYNC, "@wrapped\n    def say_hello(self, name)", ""),
        (LINES, "def say_hello(self, name)", "returns a stream, and a:b/greeting has a func"),
        (LINES, "async def say_hello(self, name)", "returns a stream, and a:b/greeting has a func"),
    ],
)
def test_async(asked: list[Asked], method: str, said: str, tmp_path: Path) -> None:
    """A method waits as its contract has it; one of which that cannot be seen passes. What returns
    a stream has to be async, for only then does anything run that writes to it."""
    app = f"class Greeting(exports.Greeting):\n    {method}: ...\n"
    told = check(tmp_path, asked=asked, app=app)
    assert bool(said) == bool(told)
    assert all(said in line for line in told)


def test_the_async_signature(tmp_path: Path) -> None:
    """What to write is said with its async."""
    app = "class Greeting(exports.Greeting):\n    async def say_hello(self): ...\n"
    [line] = check(tmp_path, asked=ASYNC, app=app)
    assert line.endswith("Write async def say_hello(self, name: str) -> str")


@pytest.mark.parametrize(
    ("app", "is_told"),
    [
        ("class Greeting:\n    async def say_hello(self, name): ...\n", True),
        ("class Greeting(exports.Greeting):\n    async def say_hello(self, name): ...\n", False),
        ("class Greeting(unknown.Base):\n    async def say_hello(self, name): ...\n", False),
        (
            "class Base(exports.Greeting):\n    async def say_hello(self, name): ...\n"
            "class Greeting(Base): ...\n",
            False,
        ),
    ],
)
def test_what_starts_async_functions(app: str, is_told: bool, tmp_path: Path) -> None:
    """A class with async functions derives from componentize-py's, which has what starts them."""
    told = check(tmp_path, asked=ASYNC, app=app)
    assert is_told == bool(told)
    assert all("which only exports.Greeting can start" in line for line in told)


def test_modules_that_import_each_other(tmp_path: Path) -> None:
    """Files that import from each other end the search, not the stack."""
    files = {"app": "from other import Greeting\n", "other": "from app import Greeting\n"}
    assert [] == check(tmp_path, **files)


@pytest.mark.parametrize(
    ("method", "said"),
    [
        ("(self, name: str) -> str | None", ""),
        ("(self, name: 'str') -> str", ""),
        ("(self, name: Name) -> Answer", ""),
        ("(self, name: int) -> str", "takes name as int, a:b/greeting gives str"),
        ("(self, name: list[str]) -> str", "takes name as list[str], a:b/greeting gives str"),
        ("(self, name) -> bytes", "returns bytes, a:b/greeting wants Optional[str]"),
        ("(self) -> str", "takes (self), a:b/greeting gives (self, name)"),
    ],
)
def test_types_that_contradict(method: str, said: str, tmp_path: Path) -> None:
    """Types of Python's own that no value fits are told with their line; other names may be
    anything. The hint is the line to write."""
    told = check(tmp_path, app=f"class Greeting:\n\n    def say_hello{method}: ...\n")
    start = "wae: app.py:3: Greeting.say_hello "
    hint = "Write def say_hello(self, name: str) -> Optional[str]"
    assert ([f"{start}{said}. {hint}"] if said else []) == told


def test_all_at_once(tmp_path: Path) -> None:
    """Every class and every method that is wrong is told, not only the first."""
    asked = {"one": Signature({}), "two": Signature({"from_": "int"}), "three": Signature({})}
    files = {"app": "class A:\n    def one(self, x): ...\n    def three(self): ...\n"}
    check(tmp_path, **files)
    source = read_source("greeter", tmp_path)
    actual = class_problems(source, [], [Asked("A", asked), Asked("B", asked)])
    assert [
        "A.one takes (self, x), its exports gives (self). Write def one(self)",
        "class A has no method two, which its exports exports. Write def two(self, from_: int)",
        "there is no class B, which the world needs to export its exports. "
        "Write class B(exports.B)",
    ] == [re.sub(r".*app\.py:\d+: ", "", problem.line()) for problem in actual]


WIT = {
    "a": """package a:util@0.1.0;
interface api { resource n { get: func(); } f: func(); %class: func(%from: u32); }
interface types { type t = u32; }""",
    "b": """package b:util@0.1.0;
interface api { g: func(); }
interface HTTP-get { get-all: func(URL: string, n: u8); }""",
}
WORLD = """package t:c;
world w { export a:util/api@0.1.0; export a:util/types@0.1.0; export b:util/api@0.1.0;
  export b:util/HTTP-get@0.1.0; }"""


def bindings(folder: Path, world: str, **packages: str) -> list[Asked]:
    for name, text in packages.items():
        package = folder / "wit" / "deps" / name
        package.mkdir(parents=True)
        (package / "p.wit").write_text(text)
    (folder / "wit" / "w.wit").write_text(world)
    make_bindings("it", folder / "wit", "w", folder / "bindings")
    return asked_in(read_tree(folder / "bindings", lambda place: True))


def test_names_are_componentize_pys(tmp_path: Path) -> None:
    """Keywords, acronyms, and two interfaces of one name: classes, functions and parameters have
    the names by which componentize-py looks for them; an interface without functions needs none."""
    actual = {
        one.name: {name: (*method.parameters,) for name, method in one.methods.items()}
        for one in bindings(tmp_path, WORLD, **WIT)
    }
    assert {
        "AUtilApi": {"f": (), "class_": ("from_",)},
        "BUtilApi": {"g": ()},
        "HttpGet": {"get_all": ("url", "n")},
    } == actual


def test_names_that_componentize_py_gives_twice(tmp_path: Path) -> None:
    """Where two functions would be one, nothing is built."""
    world = "package t:c; interface i { f: func(); } world w { export i; export a:b/i-1; }"
    other = "package a:b; interface i-1 { f: func(); } interface i1 { g: func(); }"
    world = world.replace("export a:b/i-1;", "export a:b/i-1; export a:b/i1;")
    with pytest.raises(BuildError, match="calls more than one interface I1"):
        bindings(tmp_path, world, other=other)
