"""A component's ``pyproject.toml``: the packages that it depends on, and what the build adds."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from wae.build.requirements import normal_name
from wae.build.tools import BuildError
from wae.build.tools_package import PARTS

_KEYS = ("contract", "include", "tools")


@dataclass(frozen=True)
class Project:
    """``include`` maps paths in the component to those of files elsewhere, seen from its folder.

    ``contract``: it wants to know its own contract (`wae.contract.own`). ``tools``: what it wants
    of the app's tools, of :data:`wae.build.tools_package.PARTS`.
    """

    dependencies: tuple[str, ...] = ()
    include: Mapping[str, str] = field(default_factory=dict)
    contract: bool = False
    tools: tuple[str, ...] = ()


def read_project(content: bytes, file: Path) -> Project:
    """What the file says. Raises :class:`BuildError` for what it cannot mean."""
    try:
        data = tomllib.loads(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BuildError(f"{file}: this is not TOML: {error}") from None
    except RecursionError:
        raise BuildError(f"{file}: it is nested too deeply") from None
    table = _table(data, file)
    return Project(
        _dependencies(data, file),
        _include(table, file),
        _contract(table, file),
        _tools(table, file),
    )


def _dependencies(data: dict[str, Any], file: Path) -> tuple[str, ...]:
    table = data.get("project", {})
    declared = table.get("dependencies", []) if isinstance(table, dict) else None
    if not isinstance(declared, list) or not all(isinstance(text, str) for text in declared):
        raise BuildError(f"{file}: [project] dependencies must be a list of strings")
    return tuple(normal_name(re.split(r"[\s\[<>=!~;@(]", text, maxsplit=1)[0]) for text in declared)


def _table(data: dict[str, Any], file: Path) -> dict[str, Any]:
    """What stands under ``[tool.wae]``."""
    table: Any = data
    for key in ("tool", "wae"):
        table = table.get(key, {}) if isinstance(table, dict) else None
    if not isinstance(table, dict):
        raise BuildError(f"{file}: [tool.wae] must be a table")
    unknown = [key for key in table if key not in _KEYS]
    if unknown:
        raise BuildError(
            f"{file}: [tool.wae] has no {unknown[0]}", hint=f"It knows {', '.join(_KEYS)}"
        )
    return table


def _tools(table: dict[str, Any], file: Path) -> tuple[str, ...]:
    wanted = table.get("tools", [])
    if not isinstance(wanted, list) or not all(part in PARTS for part in wanted):
        raise BuildError(
            f"{file}: [tool.wae] tools must be a list of {' and '.join(PARTS)}",
            hint='For example: tools = ["commands"]',
        )
    return tuple(wanted)


def _contract(table: dict[str, Any], file: Path) -> bool:
    wanted = table.get("contract", False)
    if not isinstance(wanted, bool):
        raise BuildError(f"{file}: [tool.wae] contract must be true or false")
    return wanted


def _include(data: dict[str, Any], file: Path) -> dict[str, str]:
    table = data.get("include", {})
    if not isinstance(table, dict) or not all(isinstance(text, str) for text in table.values()):
        raise BuildError(
            f"{file}: [tool.wae.include] must map paths to paths",
            hint='For example: "text.py" = "../shared/text.py"',
        )
    for target in table:
        parts = PurePosixPath(target).parts
        if not parts or str(PurePosixPath(target)) != target or parts[0] == "/":
            raise BuildError(
                f'{file}: include into "{target}", which is not a path in the component'
            )
        if any(part == ".." or part.startswith(".") for part in parts):
            raise BuildError(
                f'{file}: include into "{target}", which is not a path in the component'
            )
    return table
