"""What the toolbox's manifest says about options that name files to write."""

import tomllib
from pathlib import Path

import click

from command_line.root import wae

MANIFEST = Path(__file__).parents[4] / "apps" / "toolbox" / "wae.toml"


def _commands(command: click.Command, path: str) -> dict[str, click.Command]:
    if not isinstance(command, click.Group):
        return {path: command}
    below = [_commands(child, f"{path} {name}") for name, child in command.commands.items()]
    return {name.strip(): leaf for each in below for name, leaf in each.items()}


def _options(command: click.Command) -> dict[str, list[str]]:
    options = [
        each for each in command.params if isinstance(each, click.Option) and not each.is_flag
    ]
    files = [name for each in options if each.metavar == "FILE" for name in each.opts]
    values = [name for each in options if each.metavar != "FILE" for name in each.opts]
    return {"files": sorted(files), "values": sorted(values)}


def test_every_output_is_declared():
    """The manifest declares exactly the commands that write files, with the options they have."""
    declared = tomllib.loads(MANIFEST.read_text())["app"]["outputs"]
    actual = {path: _options(command) for path, command in _commands(wae, "").items()}
    assert {path: options for path, options in actual.items() if options["files"]} == {
        path: {key: sorted(names) for key, names in options.items()}
        for path, options in declared.items()
    }
