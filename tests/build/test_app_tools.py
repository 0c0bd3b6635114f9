"""What the build derives from the folders of an app's tools, and whose folders those are."""

from pathlib import Path

import pytest

from wae.build.components import Components
from wae.build.source import Source
from wae.errors import WaeError
from wae.manifest import load_manifest

MANIFEST = """\
[app]
name = "x"
version = "1"
exports = ["cli", "big-dice"]
wit = "vendor/cards/contract"
tools = "tools"

[components.cli]
source = "cli"

[components.big-dice]
source = "tools/big-dice"

[components.cards]
source = "vendor/cards"
"""
TOOL = {
    "tool.toml": 'about = "throws dice"\n[settings.DICE_KEY]\nabout = "the key"\n',
    "contract/NAME.wit": "package test:NAME@0.1.0;\ninterface play { roll: func() -> u8; }\n",
    "wit/world.wit": "package test:parts;\nworld NAME { export test:NAME/play@0.1.0; }\n",
    "app.py": "class Play:\n    def roll(self):\n        return 4\n",
    "rules.py": "SIDES = 6\n",
    "commands/command.py": "COMMAND = None\n",
    "commands/tests/test_command.py": "",
    "panel/index.js": "export const PANELS = [];\n",
    "panel/clock.js": "",
    "panel/clock.css": "",
    "panel/notes.txt": "",
    "tests/test_play.py": "",
    "README.md": "",
}
CLI = {
    "app.py": "class Main:\n    def main(self):\n        return 0\n",
    "pyproject.toml": '[tool.wae]\ntools = ["commands", "panels"]\n',
    "wit/world.wit": "package test:parts;\ninterface main { main: func() -> u8; }\n"
    "world cli { include wae:app/tools; export main; }\n",
}


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An app with a tool of its own, and a component of somebody's who has all that tools have."""
    monkeypatch.setenv("WAE_BUILD_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "app"
    for place, name in (("tools/big-dice", "big-dice"), ("vendor/cards", "cards")):
        for file, text in TOOL.items():
            write(folder / place / file.replace("NAME", name), text.replace("NAME", name))
    for file, text in CLI.items():
        write(folder / "cli" / file, text)
    write(folder / "wae.toml", MANIFEST)
    return folder


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def components(app: Path) -> Components:
    return Components(load_manifest(app / "wae.toml"))


def source(made: Components, name: str) -> Source:
    return made.inputs(made.manifest.components[name])[0]


def test_what_others_get(app: Path) -> None:
    """Who asks for commands gets those, what the tools say, and `wae.tools`; who asks for panels
    gets their modules, with a list of all."""
    made = components(app)
    files = source(made, "cli").files
    given = {file for file in files if not file.startswith("wae/")} - {"app.py"}
    packages = {f"tools{part}/__init__.py" for part in ("", "/big_dice", "/big_dice/commands")}
    own = ("index.js", "clock.js", "clock.css")
    panels = {"panels/index.js", *(f"panels/big-dice/{file}" for file in own)}
    command = "tools/big_dice/commands/command.py"
    assert {*packages, *panels, command, "app_tools.py"} == given
    assert b'import { PANELS as panels0 } from "./big-dice/index.js";' in files["panels/index.js"]
    assert {"wae/tools/command.py", "wae/contract/model.py"} <= files.keys()
    [tool] = made.tools.described
    assert ("big-dice", "tools.big_dice.commands") == (tool.name, tool.module)
    assert ("test:big-dice/play@0.1.0",) == tool.interfaces
    assert ["DICE_KEY"] == [setting.name for setting in tool.settings]
    assert "random numbers and clocks; no files, no network" == tool.reach


def test_what_the_component_gets(app: Path) -> None:
    """Its modules, and nothing of what is for others."""
    assert {"app.py", "rules.py"} == source(components(app), "big-dice").files.keys()


def test_options_that_name_files(app: Path) -> None:
    """What a tool says of its commands goes by their whole words, in the app."""
    with open(app / "tools" / "big-dice" / "tool.toml", "a") as file:
        file.write('[outputs]\n"" = { files = ["-o"] }\n"roll all" = { asks = true }\n')
    outputs = components(app).tools.outputs
    assert ["big-dice", "big-dice roll all"] == list(outputs)
    assert (("-o",), True) == (outputs["big-dice"].files, outputs["big-dice roll all"].asks)


def test_worlds(app: Path) -> None:
    """A world that includes the app's tools imports what they export, once."""
    made = components(app)
    _, contracts = made.inputs(made.manifest.components["cli"])
    texts = [text for files in contracts.values() for text in files.values()]
    assert any(b"import test:big-dice/play@0.1.0;" in text for text in texts)
    assert not any(b"cards" in text for text in texts)


def test_a_component_from_elsewhere(app: Path) -> None:
    """It is no tool, whatever is in its folder: no code of it, and no word, gets into another."""
    made = components(app)
    assert ["big-dice"] == [tool.name for tool in made.tools.described]
    files = source(made, "cli").files
    assert [] == [name for name, text in files.items() if "cards" in name or b"cards" in text]


def test_another_component_in_its_place(app: Path, tmp_path: Path) -> None:
    """What is told of a tool, and its commands, stay those of the team's folder."""
    manifest = load_manifest(app / "wae.toml")
    other = Components(manifest.replacing("big-dice", tmp_path / "other.wasm"))
    assert components(app).tools == other.tools


@pytest.mark.parametrize("part", ["commands", "panel"])
def test_links_that_leave_the_folder(app: Path, part: str) -> None:
    """They are not followed: code from elsewhere would be taken for the team's."""
    (app / "tools" / "big-dice" / part / "more.js").symlink_to(app / "vendor/cards/panel/index.js")
    with pytest.raises(WaeError, match="the symbolic link .* leaves"):
        components(app)


def test_a_tool_that_is_a_link(app: Path) -> None:
    """So is the folder of a tool."""
    (app / "tools" / "cards").symlink_to("../vendor/cards")
    with pytest.raises(WaeError) as caught:
        load_manifest(app / "wae.toml")
    line = f'the tool "cards" is a symbolic link: {app}/tools/cards. Put the folder itself there'
    assert caught.value.line().endswith(line)


def test_order(app: Path) -> None:
    """Tools stand in the order of the manifest."""
    (app / "vendor" / "cards").rename(app / "tools" / "cards")
    text = (app / "wae.toml").read_text().replace("vendor/", "tools/")
    head, _, rest = text.partition("[components.cli]")
    cli, _, tools = rest.partition("[components.big-dice]")
    dice, _, cards = tools.partition("[components.cards]")
    head = head.replace('wit = "tools/cards/contract"\n', "")
    order = f"{head}[components.cards]{cards}[components.big-dice]{dice}[components.cli]{cli}"
    (app / "wae.toml").write_text(order)
    assert ["cards", "big-dice"] == [tool.name for tool in components(app).tools.described]
