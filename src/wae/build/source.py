"""A component's source folder: what is in it, and its declared dependencies."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from wae.build.comments import without_comments
from wae.build.contract_package import FOLDER, MODULE, contract_package
from wae.build.project import Project, read_project
from wae.build.requirements import Pin, read_lock
from wae.build.tools import BuildError
from wae.build.tools_package import COMMANDS, NONE, AppTools, tools_files, tools_places
from wae.build.tree import Tree, TreeError, read_file, read_tree
from wae.manifest.tools import FILE

ENTRY = "app.py"
_LOCK = "requirements.lock"
_NOT_SHIPPED = ("tests", "wit", "__pycache__")
_OF_A_TOOL = ("commands", "contract", "panel", FILE)  # others get these


@dataclass(frozen=True)
class Source:
    """What a component is made from, as it was when it was read.

    ``files`` go into the component; those that lie elsewhere, ``included`` maps to their places.
    ``contract``: among them is the package for its own contract, which wants a module of data.
    ``tools``: the parts of the app's tools that are among them.
    ``world`` is its own WIT. ``dependencies`` are the names that pyproject.toml declares, ``lock``
    pins them and all that they need.
    """

    name: str
    folder: Path
    files: Tree
    world: Tree
    included: Mapping[str, Path] = field(default_factory=dict)
    dependencies: tuple[str, ...] = ()
    lock: tuple[Pin, ...] = ()
    contract: bool = False
    tools: tuple[str, ...] = ()

    def place(self, file: str) -> Path:
        """Where one of the files lies, for messages."""
        return self.included.get(file, self.folder / file)


def read_source(
    name: str, folder: Path, shared: Sequence[Path] = (), tools: AppTools = NONE
) -> Source:
    """The component in ``folder``, which may include files of the ``shared`` folders, and gets the
    app's ``tools`` if it asks for them.

    Raises :class:`BuildError` where something is missing, or leads out of these folders; OSError.
    """
    try:
        return _read(name, folder, shared, tools)
    except TreeError as error:
        raise BuildError(f'component "{name}": {error.message}', hint=error.hint) from None


def world_files(folder: Path) -> Tree:
    """The WIT of a component's own, without comments. Raises TreeError; OSError."""
    world = read_tree(folder, _is_world)
    return without_comments({f.removeprefix("wit/"): text for f, text in world.items()})


def _read(name: str, folder: Path, shared: Sequence[Path], tools: AppTools) -> Source:
    if not (folder / ENTRY).is_file():
        raise BuildError(f'component "{name}": there is no {ENTRY} in {folder}')
    world = world_files(folder)
    if not world:
        raise BuildError(f'component "{name}": there is no WIT world in {folder / "wit"}')
    own = read_tree(folder, _is_own(folder))
    project = _project(folder / "pyproject.toml")
    given = _given(folder, own, project, tools)
    included: dict[str, Path] = dict(tools.places) if COMMANDS in project.tools else {}
    for target, source in project.include.items():
        included |= _included(folder, target, source, own, shared)
    return Source(
        name=name,
        folder=folder,
        files={**own, **given, **{target: read_file(path) for target, path in included.items()}},
        world=world,
        included=included,
        dependencies=project.dependencies,
        lock=_lock(name, folder / _LOCK, project.dependencies),
        contract=project.contract or COMMANDS in project.tools,
        tools=project.tools,
    )


def _is_world(place: PurePosixPath) -> bool:
    folder, *rest = place.parts
    return folder == "wit" and (not rest or (len(rest) == 1 and place.suffix == ".wit"))


def is_shipped(place: PurePosixPath) -> bool:
    """What goes into the component: not tests, WIT, build files, nor what is hidden."""
    return (
        place.parts[0] not in _NOT_SHIPPED
        and place.name != "__pycache__"
        and not place.name.startswith(".")
        and place.name not in ("pyproject.toml", _LOCK)
        and place.suffix != ".md"
    )


def _is_own(folder: Path) -> Callable[[PurePosixPath], bool]:
    """What of a folder goes into its component; of a tool's, not what is for others."""
    if not (folder / FILE).is_file():
        return is_shipped
    return lambda place: is_shipped(place) and place.parts[0] not in _OF_A_TOOL


def _given(folder: Path, own: Tree, project: Project, tools: AppTools) -> Tree:
    """What the build adds: the package for the component's own contract, the app's tools."""
    given = tools_files(project.tools, tools)
    folders = tools_places(project.tools)
    if project.contract or COMMANDS in project.tools:
        given = {**contract_package(), **given}
        folders = (FOLDER, MODULE, *folders)
    for file in own:
        if any(PurePosixPath(file).is_relative_to(one) for one in folders):
            raise TreeError(f"the build itself generates a {file} in {folder}", "Rename it")
    return given


def _included(
    folder: Path, target: str, source: str, own: Tree, shared: Sequence[Path]
) -> dict[str, Path]:
    """Where an included file, or each of a folder, really lies, by its place in the component."""
    place = f'{folder / "pyproject.toml"}: include of "{source}"'
    if any(PurePosixPath(file).is_relative_to(target) for file in own):
        raise TreeError(f'{place}: there is a "{target}" in {folder}', "Give one another name")
    real = _shared(folder, source, shared, place)
    if not real.is_dir():
        return {target: real}
    return {f"{target}/{file}": real / file for file in read_tree(real, is_shipped)}


def _shared(folder: Path, source: str, shared: Sequence[Path], place: str) -> Path:
    """Where a file or folder really lies: in a shared folder, and not hidden there."""
    try:
        real = (folder / source).resolve(strict=True)
    except (OSError, RuntimeError, ValueError):
        raise TreeError(f"{place}: there is no such file") from None
    for root in map(os.path.realpath, shared):
        if not real.is_relative_to(root) or real == Path(root):
            continue
        inner = PurePosixPath(real.relative_to(root))
        if all(is_shipped(part) for part in (inner, *inner.parents[:-1])):
            return real
    raise TreeError(
        f"{place}: it is in no folder that the app shares",
        'Name the folder in wae.toml, under [app]: shared = ["FOLDER"]',
    )


def _project(file: Path) -> Project:
    try:
        return read_project(read_file(file), file)
    except FileNotFoundError:
        return Project()


def _lock(name: str, file: Path, dependencies: tuple[str, ...]) -> tuple[Pin, ...]:
    if not dependencies:
        return ()
    how = f"Lock them: pip-compile --generate-hashes {file.parent.name}/pyproject.toml"
    try:
        text = read_file(file).decode()
    except FileNotFoundError:
        raise BuildError(
            f'component "{name}" has dependencies but no {file.name}', hint=how
        ) from None
    except UnicodeDecodeError:
        raise TreeError(f"{file} is not UTF-8") from None
    pins = read_lock(text, file)
    for dependency in dependencies:
        if dependency not in {pin.name for pin in pins}:
            raise BuildError(
                f'component "{name}": {file} does not pin {dependency} by hash', hint=how
            )
    return pins
