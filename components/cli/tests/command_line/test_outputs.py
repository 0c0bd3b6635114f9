"""What the manifest and the tools' own files say about options that name files to write."""

import tomllib
from pathlib import Path
from typing import Any

import click

from command_line.root import wae

#: What options are for, by what stands for their value; others take no file.
METAVARS = {
    "FILE": "files",
    **dict.fromkeys(("PICTURE", "FILE|URL|-", "SCHEMA"), "reads"),
    "FOLDER": "folders",
    "[PATTERN]": "here",
}
KINDS = (*dict.fromkeys(METAVARS.values()), "values")
ROOT = Path(__file__).parents[4]
MANIFEST = ROOT / "apps" / "toolbox" / "wae.toml"


def _all_declared() -> dict[str, dict[str, Any]]:
    """By the command's words; those in a tool's file follow the tool's name."""
    declared: dict[str, dict[str, Any]] = {
        f"{file.parent.name} {words}": options
        for file in sorted(ROOT.glob("tools/*/tool.toml"))
        for words, options in tomllib.loads(file.read_text()).get("outputs", {}).items()
    }
    return declared | tomllib.loads(MANIFEST.read_text())["app"]["outputs"]


def _commands(command: click.Command, path: str) -> dict[str, click.Command]:
    if not isinstance(command, click.Group):
        return {path: command}
    below = [_commands(child, f"{path} {name}") for name, child in command.commands.items()]
    return {name.strip(): leaf for each in below for name, leaf in each.items()}


def _options(command: click.Command) -> dict[str, list[str]]:
    actual: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for each in command.params:
        if isinstance(each, click.Option) and not each.is_flag:
            actual[METAVARS.get(each.metavar or "", "values")] += each.opts
    return {kind: sorted(names) for kind, names in actual.items()}


def _declared(options: dict[str, list[str]]) -> dict[str, list[str]]:
    return {kind: sorted(options.get(kind, [])) for kind in KINDS}


def test_every_output_is_declared():
    """Declared are exactly the commands that write or read files, with their options."""
    actual = {path: _options(command) for path, command in _commands(wae, "").items()}
    naming = METAVARS.values()
    assert {path: each for path, each in actual.items() if any(map(each.get, naming))} == {
        path: _declared(options)
        for path, options in _all_declared().items()
        if options.keys() - {"asks"}
    }


def test_what_asks_for_a_file():
    """Only the menu and what it leads to may write a file that the command line does not name."""
    asking = {path for path, options in _all_declared().items() if options.get("asks")}
    assert {"", "menu", "openai image"} == asking
