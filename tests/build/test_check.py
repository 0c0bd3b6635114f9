"""What is known of an app before anything is built."""

import json
import shutil
from pathlib import Path

import pytest

from wae.build import check, componentize
from wae.build.app import build_app
from wae.build.check import check_app
from wae.build.components import Components
from wae.build.progress import Progress
from wae.cli import dispatch
from wae.commands import new
from wae.errors import Problems
from wae.manifest import load_manifest

ROOT = Path(__file__).parents[2]
APPS = sorted((ROOT / "tests" / "apps").glob("*/wae.toml"))
ECHO = ROOT / "tests" / "apps" / "echo"

MANIFEST = """[app]
name = "shop"
version = "1"
exports = ["till"]
wit = "wit"

[components.till]
source = "till"
grants = ["files"]

[components.stock]
source = "stock"
grants = ["files", "http"]

[components.spare]
source = "spare"
"""
FILES = {
    "wae.toml": MANIFEST,
    "wit/till/till.wit": "package s:till;\ninterface till { pay: func(cents: u32) -> string; }\n",
    "wit/stock/stock.wit": "package s:stock;\ninterface stock { left: func(%from: u32) -> u32; }\n",
    "wit/bank/bank.wit": "package s:bank;\ninterface bank { charge: func(); }\n",
    "till/wit/world.wit": "package s:parts;\n"
    "world till { import s:stock/stock; import s:bank/bank; export s:till/till; }\n",
    "till/app.py": "from wit_world.imports import bank, stok\nimport requests\n\n\n"
    "class Till:\n    def pay(self, cents: str) -> str: ...\n",
    "stock/wit/world.wit": "package s:parts;\nworld stock { export s:stock/stock; }\n",
    "stock/app.py": "class Stock:\n    pass\n",
    "spare/wit/world.wit": "package s:parts;\nworld spare { import s:bnak/bank; }\n",
    "spare/app.py": "",
}


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An app in which much is wrong; nothing of it can be built."""
    monkeypatch.setenv("WAE_BUILD_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(componentize, "componentize", None)
    for name, text in FILES.items():
        path = tmp_path / "app" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "app"


def told(app: Path) -> list[str]:
    actual = check_app(Components(load_manifest(app / "wae.toml")))
    return [
        problem.line().removeprefix("wae: ").replace(f"{app}/", "") for problem in actual.problems
    ]


IN_SOURCES = [
    "till/app.py:6: Till.pay takes cents as str, s:till/till gives int. "
    "Write def pay(self, cents: int) -> str",
    "till/app.py:1: wit_world.imports.stok is not in the component's world. "
    "Import or export its interface in wit/world.wit",
    "till/app.py:2: requests is not in the component. "
    "Add its package to [project] dependencies in pyproject.toml, and lock it",
    "stock/app.py:1: class Stock has no method left, which s:stock/stock exports. "
    "Write def left(self, from_: int) -> int",
]


def test_all_problems_at_once(app: Path) -> None:
    """Whatever is wrong in sources and WIT is told, each with its place among the author's files;
    hints are Python."""
    wit = (
        "spare/wit/world.wit:2:22: this is not valid WIT: package 's:bnak' not found. "
        "Put it into a folder of its own in wit"
    )
    assert [*IN_SOURCES, wit] == told(app)


def test_how_components_fit(app: Path) -> None:
    """Once types are known, everything that is wrong with the wiring is told beside that."""
    (app / "spare/wit/world.wit").write_text(FILES["spare/wit/world.wit"].replace("bnak", "bank"))
    wiring = [
        'wae.toml:7: "till" imports s:bank/bank, which no other component exports. '
        "Add a component that exports it, or name it in [app] imports",
        'wae.toml:7: "till" imports s:stock/stock from "stock", which is granted files, http. '
        'Say who may import it: consumers = ["till"] at "stock"',
    ]
    assert {*IN_SOURCES, *wiring} == {*told(app)}


def test_wishes_in_vain(app: Path) -> None:
    """What nothing uses, and grants that nothing needs, are told as soon as the rest fits."""
    for file in ("till", "spare"):
        world = app / file / "wit/world.wit"
        world.write_text(FILES[f"{file}/wit/world.wit"].replace("import s:bank/bank; ", ""))
    (app / "spare/wit/world.wit").write_text("package s:parts;\nworld spare {}\n")
    (app / "wae.toml").write_text(
        MANIFEST.replace('["files", "http"]', '["files", "http"]\nconsumers = ["till"]')
    )
    wiring = [
        'wae.toml:11: "stock" is granted "http", which it does not import. '
        'Remove "http" from its grants',
        'wae.toml:16: nothing uses component "spare". Remove it, or name it in [app] exports',
    ]
    bank = (
        "till/app.py:1: wit_world.imports.bank is not in the component's world. "
        "Import or export its interface in wit/world.wit"
    )
    assert {*IN_SOURCES, bank, *wiring} == {*told(app)}


def test_what_comes_with_wae_is_nobodys_to_remove(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, toolbox: Path
) -> None:
    """Of a component that nothing uses, that alone is told, though it imports what comes with
    wae."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WAE_TOOLBOX", str(toolbox))
    new.main(["first"], debug=False)
    new.main(["web", "-t", "http", "--into", "first"], debug=False)
    file = Path("first/wae.toml")
    file.write_text(file.read_text().replace('["first", "web"]', '["first"]'))
    unused = 'nothing uses component "web". Remove it, or name it in [app] exports'
    assert [f"wae.toml:11: {unused}"] == told(Path("first"))


def test_a_circle(app: Path) -> None:
    """Components that import each other in a cycle are told before one of them is built."""
    (app / "wit/bank/bank.wit").unlink()
    (app / "till/app.py").write_text("class Till:\n    def pay(self, cents): ...\n")
    (app / "stock/app.py").write_text("class Stock:\n    def left(self, from_): ...\n")
    (app / "till/wit/world.wit").write_text(
        "package s:parts;\nworld till { import s:stock/stock; export s:till/till; }\n"
    )
    (app / "stock/wit/world.wit").write_text(
        "package s:parts;\nworld stock { import s:till/till; export s:stock/stock; }\n"
    )
    (app / "wae.toml").write_text(
        MANIFEST.partition("[components.spare]")[0]
        .replace('grants = ["files", "http"]\n', "")
        .replace('grants = ["files"]\n', "")
    )
    assert [
        "wae.toml:7: components import each other in a cycle: till → stock → till. "
        "Move what they share into another component, or let one import be met from outside: "
        'imports = { "s:till/till" = "[app]" } at "stock"'
    ] == told(app)


def test_the_build_says_the_same(app: Path) -> None:
    """`wae build` tells all of it, in the same words and order, and builds nothing."""
    manifest = load_manifest(app / "wae.toml")
    with pytest.raises(Problems) as caught:
        build_app(manifest, Progress(quiet=True))
    actual = check_app(Components(manifest)).problems
    assert [each.line() for each in actual] == [each.line() for each in caught.value.each()]


@pytest.mark.parametrize("file", APPS, ids=lambda file: file.parent.name)
def test_what_can_be_built_has_no_problems(file: Path) -> None:
    """Apps that build and run pass: what is known before is no other than what comes out."""
    assert [] == check_app(Components(load_manifest(file))).problems


def test_what_is_known_is_kept(app: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second check runs no program, and tells the same."""
    (app / "spare/wit/world.wit").write_text("package s:parts;\nworld spare {}\n")
    first = told(app)
    monkeypatch.setattr("wae.build.wit.run", None)
    monkeypatch.setattr("wae.build.bindings.run", None)
    monkeypatch.setattr("wae.build.contract_data.run", None)
    assert first == told(app)


def test_the_command(app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`wae check` ends with 1, and reports files and lines as JSON."""
    assert 1 == dispatch(["check", str(app), "--json"], debug=False)
    first = json.loads(capsys.readouterr().out)["problems"][0]
    assert {
        "message": "Till.pay takes cents as str, s:till/till gives int",
        "hint": "Write def pay(self, cents: int) -> str",
        "file": str(app / "till/app.py"),
        "line": 6,
        "column": None,
    } == first


def test_against_another_app(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each function is breaking, an addition or the same; with a breaking one the code is 1."""
    shutil.copytree(ECHO, tmp_path / "echo")
    wit = next((tmp_path / "echo/wit/echo").iterdir())
    old = wit.read_text()
    wit.write_text(
        old.replace("run-it,", "run-it,\n        own-it,").replace(
            "count: func()", "count: func(x: u8)"
        )
    )
    changed = str(tmp_path / "echo/wit")
    assert 1 == dispatch(["check", changed, "--against", str(ECHO)], debug=False)
    lines = capsys.readouterr().out.splitlines()
    assert [
        'breaking  test:echo/values@0.1.0.nest: field "rights" of parameter "value" of function '
        "nest is flags of read, write, run-it before and flags of read, write, run-it, own-it now",
        "breaking  test:echo/failures@0.1.0.count: function count takes 0 parameters before and "
        "1 parameter now",
    ] == [line for line in lines if line.startswith("breaking")]
    assert "2 breaking, 0 addition, 21 same: callers of the old contract break" == lines[-1]
    wit.write_text(old.replace("count: func()", "new: func();\n    count: func()"))
    assert 0 == dispatch(["check", changed, "--against", str(ECHO / "wit"), "--json"], debug=False)
    actual = json.loads(capsys.readouterr().out)["changes"]
    assert ["new"] == [each["function"] for each in actual if each["kind"] == "addition"]
    assert 23 == sum(each["kind"] == "same" for each in actual)


def test_the_world_of_an_app(app: Path) -> None:
    """`[app] world` is checked before anything is built, in what comes from Python, too."""
    for name, text in {
        "wae.toml": '[app]\nname = "x"\nversion = "1"\nexports = ["stock"]\nwit = "wit"\n'
        'world = "s:stock/shop"\n[components.stock]\nsource = "stock"\ngrants = ["files"]\n',
        "stock/app.py": "class Stock:\n    def left(self, from_: int) -> int: ...\n",
        "wit/stock/shop.wit": "package s:stock;\n"
        "world shop { export stock; export s:till/till; }\n",
    }.items():
        (app / name).write_text(text)
    [problem] = told(app)
    assert problem.startswith("wae.toml:6: the app does not fit s:stock/shop: it imports wasi:")
    assert "it imports wasi:filesystem/preopens@0.2.9, which the world does not have" in problem
    assert "it does not export s:till/till" in problem
    assert "s:stock/stock" not in problem


def test_another_app_that_may_do_more(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--against` tells what an app needs more of whoever runs it, unbuilt as it is."""
    for name in ("old", "new"):
        shutil.copytree(ECHO, tmp_path / name)
    manifest = tmp_path / "new/wae.toml"
    manifest.write_text(f'{manifest.read_text()}grants = ["files"]\n')
    both = [str(tmp_path / "new"), "--against", str(tmp_path / "old")]
    assert 1 == dispatch(["check", *both], debug=False)
    lines = capsys.readouterr().out.splitlines()
    assert [
        "breaking  import wasi:filesystem/preopens@0.2.9: is needed now, for files",
        "1 breaking, 0 addition, 26 same: callers still work, but it needs more from its runtime",
    ] == [line for line in lines if not line.startswith("same")]
    assert 0 == dispatch(["check", both[2], "--against", both[0]], debug=False)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(
        "addition  import wasi:filesystem/preopens@0.2.9: is no longer needed"
    )


def test_what_every_component_imports() -> None:
    """Interfaces of WASI, each once; a build test compares them with a component's."""
    assert len(check.INTERPRETER) == len({*check.INTERPRETER}) == 25
