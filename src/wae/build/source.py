"""A component's source folder: what is in it, and its declared dependencies."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from wae.build.tools import BuildError

ENTRY = "app.py"
_NOT_SHIPPED = ("tests", "wit", "__pycache__")


@dataclass(frozen=True)
class Source:
    """``dependencies`` are the names that pyproject.toml declares; ``lock`` pins them by hash."""

    name: str
    folder: Path
    world: Path
    files: tuple[Path, ...]
    dependencies: tuple[str, ...]
    lock: str


def read_source(name: str, folder: Path) -> Source:
    """The component in ``folder``. Raises :class:`BuildError` where something is missing."""
    if not (folder / ENTRY).is_file():
        raise BuildError(f'component "{name}": there is no {ENTRY} in {folder}')
    world = folder / "wit"
    if not any(world.glob("*.wit")):
        raise BuildError(f'component "{name}": there is no WIT world in {world}')
    dependencies = _dependencies(folder / "pyproject.toml")
    return Source(
        name=name,
        folder=folder,
        world=world,
        files=tuple(_shipped(folder)),
        dependencies=dependencies,
        lock=_lock(name, folder / "requirements.lock", dependencies),
    )


def _shipped(folder: Path) -> list[Path]:
    """The files that go into the component: not tests, WIT, build files, nor hidden ones."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and path.relative_to(folder).parts[0] not in _NOT_SHIPPED
        and "__pycache__" not in path.parts
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and path.name not in ("pyproject.toml", "requirements.lock")
        and path.suffix != ".md"
    )


def _dependencies(project: Path) -> tuple[str, ...]:
    if not project.is_file():
        return ()
    try:
        data = tomllib.loads(project.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BuildError(f"{project}: this is not TOML: {error}") from None
    table = data.get("project", {})
    declared = table.get("dependencies", []) if isinstance(table, dict) else None
    if not isinstance(declared, list) or not all(isinstance(text, str) for text in declared):
        raise BuildError(f"{project}: [project] dependencies must be a list of texts")
    return tuple(_normal(re.split(r"[\s\[<>=!~;@(]", text, maxsplit=1)[0]) for text in declared)


def _lock(name: str, lock: Path, dependencies: tuple[str, ...]) -> str:
    if not dependencies:
        return ""
    how = f"Lock them: pip-compile --generate-hashes {lock.parent.name}/pyproject.toml"
    if not lock.is_file():
        raise BuildError(f'component "{name}" has dependencies but no {lock.name}', hint=how)
    text = lock.read_text(encoding="utf-8")
    # A requirement goes on where a line ends in a backslash.
    pins = re.findall(r"^([A-Za-z0-9._-]+)==((?:.*\\\n)*.*)", text, re.MULTILINE)
    hashed = {_normal(package) for package, pin in pins if "--hash=" in pin}
    for dependency in (*dependencies, *(_normal(package) for package, _ in pins)):
        if dependency not in hashed:
            raise BuildError(
                f'component "{name}": {lock} does not pin {dependency} by hash', hint=how
            )
    return text


def _normal(package: str) -> str:
    """A package's name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", package).lower()
