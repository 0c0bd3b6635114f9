"""The tools of an app: each is one folder, and all that others need of it is derived from there.

| In `tools/NAME` | Who gets it |
|---|---|
| `tool.toml` | whoever asks for commands: menus, help, lists of settings |
| `contract/` | the app's contracts |
| `wit/`, `app.py` and modules | the component |
| `commands/` | they as well, instead of commands that are made of the contract |
| `panel/` | whoever asks for panels, and the app, for `wae serve` |
| `tool.toml`'s outputs | the app, for its host: which options name files |

So a tool brings code for others. That is for the app's own team: `[app] tools` names the folder,
and a component from elsewhere is no tool.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from wae.binary.types import Func, Interface, Item
from wae.binary.value import replaced
from wae.build.cache import cache_folder
from wae.build.reach import reach
from wae.build.source import Source, is_shipped, world_files
from wae.build.tool_file import ToolFile, read_tool
from wae.build.tools import BuildError
from wae.build.tools_package import COMMANDS, FOLDER, AppTools
from wae.build.tree import Tree, TreeError, read_tree
from wae.build.wit import Contracts
from wae.build.world import known_world
from wae.contract.python_names import attribute
from wae.manifest import ComponentEntry, Manifest, OutputOptions
from wae.manifest.tools import FILE
from wae.runtime.panels import INDEX, SUFFIXES
from wae.tools.description import Tool

WORLD = "wae:app/tools"
"""A world that imports what the tools export: `include wae:app/tools;`."""

Reached = Callable[[Tree], Contracts]
"""Gives the contracts that a world refers to."""

PANEL = "panel"
ENTRY = "command.py"


def app_tools(manifest: Manifest, reached: Reached) -> AppTools:
    """The tools that the manifest has, in its order. Raises :class:`BuildError`."""
    tools: list[Tool] = []
    commands: dict[str, bytes] = {}
    places: dict[str, Path] = {}
    panels: dict[str, bytes] = {}
    outputs: dict[str, OutputOptions] = {}
    for entry in manifest.components.values():
        if entry.tool is None:
            continue
        try:
            own, panel = _part(entry.tool, COMMANDS, ENTRY), _part(entry.tool, PANEL, INDEX)
            tool, writes = _tool(entry, attribute(entry.name) if own else "", reached)
            tools.append(tool)
            outputs |= writes
        except TreeError as error:
            raise BuildError(f'tool "{entry.name}": {error.message}', hint=error.hint) from None
        except OSError as error:
            problem = f"{error.strerror}: {error.filename}"
            raise BuildError(f'tool "{entry.name}" cannot be read: {problem}') from error
        at = f"{FOLDER}/{attribute(entry.name)}/{COMMANDS}"
        commands |= {f"{at}/{file}": content for file, content in own.items()}
        places |= {f"{at}/{file}": entry.tool / COMMANDS / file for file in own}
        panels |= {f"{entry.name}/{f}": text for f, text in panel.items() if f.endswith(SUFFIXES)}
    if panels:
        panels[INDEX] = _index([*dict.fromkeys(file.partition("/")[0] for file in panels)]).encode()
    return AppTools(tuple(tools), commands, places, panels, outputs)


def tools_world(tools: AppTools) -> dict[Path, Tree]:
    """The package with the world of all that the tools export, as one that lies elsewhere."""
    imports = "".join(f"    import {name};\n" for name in tools.interfaces())
    text = f"package wae:app;\n\nworld tools {{\n{imports}}}\n"
    return {Path("what the build makes"): {"app.wit": text.encode()}}


def _tool(entry: ComponentEntry, module: str, reached: Reached) -> ToolFile:
    folder = entry.tool
    assert folder is not None
    source = Source(entry.name, folder, files={}, world=world_files(folder))
    if not source.world:
        raise TreeError(f"there is no WIT world in {folder / 'wit'}")
    known = known_world(source, reached(source.world), cache_folder())
    interfaces = tuple(name for name in known.exports if not name.startswith("wasi:"))
    functions = [
        f"{name.partition('/')[2].partition('@')[0]}.{function}"
        for name in interfaces
        for function in _functions(known.type.exports[name])
    ]
    tool, outputs = read_tool(entry.name, folder / FILE, functions)
    package = f"{FOLDER}.{module}.{COMMANDS}" if module else ""
    known_too = replaced(tool, reach=reach(entry), interfaces=interfaces, module=package)
    return ToolFile(known_too, outputs)


def _functions(item: Item) -> list[str]:
    """The functions of an interface."""
    items = item.items if isinstance(item, Interface) else {}
    return [name for name, one in items.items() if isinstance(one, Func)]


def _part(folder: Path, name: str, entry: str) -> Tree:
    """The files of a folder that a tool may have, which must have its ``entry`` then."""
    if not (folder / name).exists():
        return {}
    files = read_tree(folder / name, is_shipped)
    if entry not in files:
        raise TreeError(f"there is no {entry} in {folder / name}", "Add it, or remove the folder")
    return files


def _index(tools: list[str]) -> str:
    """The module that has the panels of all tools, in their order."""
    names = {tool: f"panels{number}" for number, tool in enumerate(tools)}
    lines = [
        f'import {{ PANELS as {name} }} from "./{tool}/{INDEX}";' for tool, name in names.items()
    ]
    every = ", ".join(f"...{name}" for name in names.values())
    return "\n".join([*lines, "", f"export const PANELS = [{every}];", ""])
