"""What a component gets that asks for parts of the app's tools, such as `[tool.wae] tools =
["commands"]`.

Commands are the package `wae.tools`, what the tools say of themselves (`app_tools.py`) and their
own commands; panels are modules of JavaScript for a page, in the folder `panels`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path, PurePosixPath

from wae.build.tree import Tree
from wae.manifest import OutputOptions
from wae.tools.description import DATA, Tool, write

COMMANDS, PANELS = PARTS = ("commands", "panels")

FOLDER = "tools"
"""Where their commands lie in the component: `tools/dice/commands`."""

PACKAGE = "wae/tools"
MODULE = f"{DATA}.py"


@dataclass(frozen=True)
class AppTools:
    """An app's tools. ``commands`` are files by their paths in a component, ``places`` says where
    each really lies. ``panels`` are modules for the page: index.js, and a folder for each tool.
    ``outputs`` are commands that write files, as `[app.outputs]` has them."""

    described: tuple[Tool, ...] = ()
    commands: Tree = field(default_factory=dict)
    places: Mapping[str, Path] = field(default_factory=dict)
    panels: Tree = field(default_factory=dict)
    outputs: Mapping[str, OutputOptions] = field(default_factory=dict)

    def interfaces(self) -> list[str]:
        """All that the tools export, each once."""
        return [*dict.fromkeys(name for tool in self.described for name in tool.interfaces)]


NONE = AppTools()


def tools_files(wanted: Collection[str], tools: AppTools) -> Tree:
    """The files for whoever wants these parts, by their paths in the component."""
    files: dict[str, bytes] = {}
    if COMMANDS in wanted:
        text = write(tools.described)
        made = f'"""Made by the build: the tools of the app."""\n\nTEXT = {text!r}\n'
        parents = {str(one) for file in tools.commands for one in PurePosixPath(file).parents[:-1]}
        packages = {f"{one}/__init__.py": b"" for one in sorted({FOLDER, *parents})}
        files |= {**_package(), **packages, **tools.commands, MODULE: made.encode()}
    if PANELS in wanted:
        files |= {f"{PANELS}/{file}": content for file, content in tools.panels.items()}
    return files


def tools_places(wanted: Collection[str]) -> tuple[str, ...]:
    """The files and folders that are taken in the component of whoever wants these parts."""
    places = {COMMANDS: (FOLDER, PACKAGE, MODULE), PANELS: (PANELS,)}
    return tuple(place for part in wanted for place in places[part])


@cache
def _package() -> Tree:
    root = files("wae")
    names = sorted(f.name for f in (root / "tools").iterdir() if f.name.endswith(".py"))
    return {f"{PACKAGE}/{name}": root.joinpath("tools", name).read_bytes() for name in names}
