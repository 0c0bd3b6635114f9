"""Dice, as in the tutorial, become a tool: their own folder, and lines in two manifests."""

import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.faces.browsing import browse
from tests.faces.rest_servers import serving
from tests.faces.test_mcp import conversation
from tests.toolbox.talker import Talker

import wae
from tests.conftest import COMMAND, ROOT
from wae.build.app import build_app, write_app
from wae.build.progress import Progress
from wae.inspect.report import inspect_app
from wae.manifest import load_manifest

COPIED = ("apps", "components", "tools", "wit", "src/wae")
CONTRACT = """\
/// Dice for tabletop games.
package game:dice@0.1.0;

interface roller {
    variant error {
        /// A die has 2 to 1000 sides.
        no-such-die(u32),
    }

    /// `count` throws of a die with so many sides.
    roll: func(count: u32, sides: u32) -> result<list<u32>, error>;
}
"""
WORLD = """\
package game:components;

world dice {
    export game:dice/roller@0.1.0;
}
"""
APP = """\
import secrets

from componentize_py_types import Err
from wit_world import exports
from wit_world.exports.roller import Error_NoSuchDie


class Roller(exports.Roller):
    def roll(self, count: int, sides: int) -> list[int]:
        if not 2 <= sides <= 1000:
            raise Err(Error_NoSuchDie(sides))
        return [secrets.randbelow(sides) + 1 for _ in range(count)]
"""
TOOL = """\
about = "throws dice"

[[examples]]
command = "dice roll --count 3 --sides 6"
about = "three dice"

[[menu]]
label = "Throw dice"
command = "dice roll"
ask = [
    { text = "How many", default = "1", option = "--count" },
    { text = "Sides", default = "6", option = "--sides" },
]

[settings.DICE_TABLE]
about = "the table to throw on"

[chat]
harmless = ["roller.roll"]
"""
PANEL = """\
import { call } from "../../api.js";
import { element } from "../../dom.js";

export const PANELS = [{ name: "dice", title: "Dice", needs: "/dice/roller/roll", view }];

function view() {
  const thrown = element("output", { id: "thrown" });
  call("/dice/roller/roll", { count: 3, sides: 6 }).then((found) => {
    thrown.textContent = found.join(" ");
  });
  return thrown;
}
"""
ENTRY = """
[components.dice]
source = "../../tools/dice"
"""
THROWN = re.compile(r"([1-6]\n){3}")

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def digests(folder: Path) -> dict[str, str]:
    """The files below a folder."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in files
    }


def add_dice(tree: Path) -> None:
    """The tool, of the tutorial's files."""
    dice = {
        "contract/dice.wit": CONTRACT,
        "wit/world.wit": WORLD,
        "app.py": APP,
        "tool.toml": TOOL,
        "panel/index.js": PANEL,
    }
    for name, text in dice.items():
        file = tree / "tools" / "dice" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    for app in ("toolbox", "toolbox-http"):
        file = tree / "apps" / app / "wae.toml"
        text = file.read_text(encoding="utf-8")
        # toolbox-http exports its server alone, which serves all tools.
        file.write_text(text.replace(', "watttime"]', ', "watttime", "dice"]') + ENTRY)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the apps are built from, with the dice."""
    copy = tmp_path_factory.mktemp("tree")
    unwanted = shutil.ignore_patterns("__pycache__", "bundle")
    for name in COPIED:
        shutil.copytree(ROOT / name, copy / name, ignore=unwanted)
    before = digests(copy)
    add_dice(copy)
    changed = {name for name, digest in digests(copy).items() if before.get(name) != digest}
    elsewhere = {name for name in changed if not name.startswith("tools/dice/")}
    assert {"apps/toolbox/wae.toml", "apps/toolbox-http/wae.toml"} == elsewhere
    return copy


def built(tree: Path, name: str) -> Path:
    """One of the apps; only what the dice change is made anew."""
    output = tree / f"{name}.wasm"
    manifest = load_manifest(tree / "apps" / name / "wae.toml")
    write_app(build_app(manifest, Progress(quiet=True)), output)
    return output


@pytest.fixture(scope="module")
def app(tree: Path, environ: dict[str, str]) -> Path:
    """The toolbox with the dice, compiled, which takes its time."""
    made = built(tree, "toolbox")
    own = {**environ, "WAE_TOOLBOX": str(made)}
    subprocess.run([COMMAND, "--help"], env=own, capture_output=True, timeout=900, check=True)
    return made


@pytest.fixture
def run(wae: Run, app: Path) -> Run:
    """Runs `wae` with that toolbox."""

    def run(*arguments: str, env: dict[str, str] | None = None, input: str = "") -> object:
        return wae(*arguments, env={**(env or {}), "WAE_TOOLBOX": str(app)}, input=input)

    return run


def test_terminal(run: Run) -> None:
    """Commands with options, JSON, errors in the contract's words, and help."""
    thrown = run("dice", "roll", "--count", "3", "--sides", "6")
    assert (0, "") == (thrown.returncode, thrown.stderr)
    assert THROWN.fullmatch(thrown.stdout)
    many = run("dice", "roll", "--count", "2", "--sides=6", "--json")
    assert 2 == len(json.loads(many.stdout))
    refused = run("dice", "roll", "--count", "1", "--sides", "1")
    assert (1, "") == (refused.returncode, refused.stdout)
    assert "wae: A die has 2 to 1000 sides (no-such-die: 1).\n" == refused.stderr
    mistyped = run("dice", "roll", "--cuont", "1")
    assert (2, "") == (mistyped.returncode, mistyped.stdout)
    assert "wae: roller.roll has no --cuont. Did you mean --count?\n" == mistyped.stderr
    assert "  wae dice roll --count 3 --sides 6\n" in run("dice", "roll", "--help").stdout


def test_everywhere_in_the_command_line(run: Run) -> None:
    """It is in the help, its topics, the menu, completion and doctor."""
    assert "  dice        Throws dice.\n" in run("--help").stdout
    assert "  dice      random numbers and clocks; no files" in run("help", "sandbox").stdout
    assert "  three dice\n" in run("help", "examples").stdout
    assert re.search("\n  DICE_TABLE +the table to throw on\n", run("help", "settings").stdout)
    assert "'wae dice roll') words='--count --sides --json --fields -h --help'" in (
        run("completion", "bash").stdout
    )
    menu = run("menu", input="q\n").stderr
    number = re.search(r"(\d+)  dice: throws dice\n", menu)
    assert number is not None
    assert THROWN.fullmatch(run("menu", input=f"{number[1]}\n1\n3\n\n").stdout)


@pytest.fixture
def packaged(app: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name by which that toolbox is the packaged one, which has all that it asks for."""
    monkeypatch.setenv("WAE_TOOLBOX", str(app))
    return "toolbox"


def test_python(packaged: str) -> None:
    """`import wae` has it."""
    with wae.load(packaged) as loaded:
        assert {1, 2} >= set(loaded.dice.roller.roll(count=9, sides=2))


def test_rest_and_page(app: Path, environ: dict[str, str], tmp_path: Path) -> None:
    """A path of the REST API, a form on the page, and its own panel."""
    environ = {**environ, "WAE_TOOLBOX": str(app)}
    with serving("toolbox", tmp_path / "log", environ) as server:
        answer = server.http.post(f"{server.url}/dice/roller/roll", json={"count": 3, "sides": 6})
        assert (200, 3) == (answer.status_code, len(answer.json()))
        seen = browse("tools.dice", server.url, statuses=set())
    assert "Dice" in seen["menu"]
    assert re.fullmatch("[1-6] [1-6] [1-6]", seen["panel"])
    assert [3, 3] == [len(re.findall("[1-6]", seen[key])) for key in ("panel", "form")]


def test_mcp(packaged: str) -> None:
    """A tool of `wae mcp`."""
    _, [result] = conversation(Path(packaged), [("dice_roller_roll", {"count": 3, "sides": 6})])
    assert 3 == len(result.structured_content["result"])


def test_chat(run: Run, on_openai: dict[str, str], talker: Talker) -> None:
    """A model is offered it, and calls it without asking, as the tool says that it may."""
    done = run("openai", "chat", "--tools", "-m", "lucky", "Throw three dice", env=on_openai)
    assert 0 == done.returncode, done.stderr
    assert '→ dice_roller_roll {"count": 3, "sides": 6}\n' == done.stderr
    assert 3 == len(json.loads(done.stdout))
    offered = {tool["function"]["name"] for tool in talker.bodies[0]["tools"]}
    assert "dice_roller_roll" in offered


def test_served_elsewhere(tree: Path) -> None:
    """The server that runs on any runtime has it, too; no authority comes with it."""
    report = inspect_app(built(tree, "toolbox-http").read_bytes(), "toolbox-http")
    instances = {instance.name: instance for instance in report.instances}
    assert ("dice",) == instances["rest"].givers["game:dice/roller@0.1.0"]
    assert instances["password"].capabilities == instances["dice"].capabilities
