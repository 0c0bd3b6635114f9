"""The WIT of a component: its world with every contract that it may refer to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from wae.binary.versions import split
from wae.build.comments import without_comments
from wae.build.source import Source
from wae.build.tools import BuildError, run, tool
from wae.build.tree import Tree, TreeError, read_tree, write_tree
from wae.build.wit_names import declared_in, references

_MISSING = re.compile("package '[^']+' not found")


@dataclass(frozen=True)
class World:
    """``exports`` are the full names of interfaces."""

    name: str
    exports: tuple[str, ...]


Contracts = Mapping[str, Tree]
"""WIT packages: the files of each, by its folder; those of a second WIT folder and so on have its
number before them."""


def read_contracts(*folders: Path, elsewhere: Mapping[Path, Tree] | None = None) -> Contracts:
    """The packages in an app's WIT folders: each folder in them that holds WIT files is one.

    Packages that lie ``elsewhere`` go by their places. Raises :class:`BuildError` for no folder,
    links that leave it, pipes, and the like, and for a package that is there twice; OSError.
    """
    return _all(_known(folders, elsewhere))


def declared(*trees: Tree) -> set[str]:
    """The packages that WIT files say they are, with their versions (WIT.md, "Package
    declaration")."""
    return {name for tree in trees for text in tree.values() for name in declared_in(text)}


def reached_contracts(world: Tree, known: Contracts) -> Contracts:
    """Of all packages, those that a world refers to, itself or through others. So no component is
    made anew for a contract that it has nothing to do with.
    """
    reached: dict[str, Tree] = {}
    named = _references(world)
    while more := {
        name: files
        for name, files in known.items()
        if name not in reached and named & {split(each)[0] for each in declared(files)}
    }:
        reached |= more
        named |= _references(*more.values())
    return {name: files for name, files in known.items() if name in reached}


def _known(folders: Iterable[Path], elsewhere: Mapping[Path, Tree] | None) -> dict[Path, Contracts]:
    known = {folder: _packages(folder) for folder in folders}
    return known | {place: {"": files} for place, files in (elsewhere or {}).items()}


def _all(folders: Mapping[Path, Contracts]) -> Contracts:
    packages: dict[str, Tree] = {}
    places: dict[str, Path] = {}
    for number, (folder, contracts) in enumerate(folders.items()):
        for name, files in contracts.items():
            packages[f"{number}/{name}" if number else name] = files
            for identity in declared(files):
                if (first := places.setdefault(identity, folder / name)) != folder / name:
                    raise BuildError(
                        f"package {identity} is in {first} and in {folder / name}",
                        hint="Keep one of them",
                    )
    return packages


def _references(*trees: Tree) -> set[str]:
    return {name for tree in trees for text in tree.values() for name in references(text)}


def _check_text(place: Path, content: bytes) -> None:
    try:
        content.decode()
    except UnicodeDecodeError:
        raise BuildError(f"{place} is not UTF-8 text", hint="Save it as UTF-8") from None


def _packages(folder: Path) -> Contracts:
    packages: dict[str, dict[str, bytes]] = {}
    try:
        files = read_tree(folder, lambda place: not place.name.startswith("."))
    except TreeError as error:
        hint = error.hint or "The app's WIT packages are in the folder that [app] wit names"
        raise BuildError(error.message, hint=hint) from None
    for file, content in files.items():
        path = PurePosixPath(file)
        if path.suffix == ".wit":
            _check_text(folder / file, content)
            packages.setdefault(str(path.parent), {})[path.name] = content
    return {folder: without_comments(files) for folder, files in packages.items()}


def assemble(source: Source, contracts: Contracts, target: Path) -> None:
    """Lays out ``target`` as componentize-py wants it: the world, and packages under ``deps``."""
    write_tree(source.world, target)
    write_contracts(contracts, target)


def write_contracts(contracts: Contracts, target: Path) -> None:
    """Writes each package to a folder of its own below ``target/deps``."""
    for name, folder in _staged(contracts).items():
        write_tree(contracts[name], target / folder)


def _staged(contracts: Contracts) -> dict[str, str]:
    """The folder that each package has when a world and its contracts are laid out."""
    return {
        name: f"deps/{number}-{PurePosixPath(name).name}"
        for number, name in enumerate(sorted(contracts))
    }


def read_world(
    source: Source,
    wit: Path,
    contracts: Contracts | None = None,
    folders: Sequence[Path] = (),
) -> World:
    """The component's only world, of what :func:`assemble` laid out in ``wit``.

    Raises :class:`BuildError` for WIT that is not valid, with its place among the ``folders`` of
    the ``contracts``.
    """
    for file, content in source.world.items():
        _check_text(source.folder / "wit" / file, content)
    done = run([tool("wasm-tools"), "component", "wit", "--json", wit])
    if done.returncode:
        text, at = _problem(done.stderr, wit)
        place = _place(at, source, contracts or {}, folders) if at else source.folder / "wit"
        hint = _where_packages_lie(folders) if _MISSING.fullmatch(text) else ""
        raise BuildError(f"{place}: this is not valid WIT: {text}", hint=hint, debug=done.stderr)
    data = json.loads(done.stdout)
    roots = [w for w in data["worlds"] if data["packages"][w["package"]]["name"] == _root(source)]
    if len(roots) != 1:
        raise BuildError(
            f'component "{source.name}" must have one world in {source.folder / "wit"}'
        )
    return World(
        roots[0]["name"],
        tuple(_exported(source, data, key, item) for key, item in roots[0]["exports"].items()),
    )


def _root(source: Source) -> str:
    """The package name that the component's own WIT declares."""
    for content in source.world.values():
        for name in declared_in(content, ends=b";"):
            return name
    raise BuildError(f'component "{source.name}": no package line in {source.folder / "wit"}')


def _exported(source: Source, data: dict[str, Any], key: str, item: dict[str, Any]) -> str:
    exported = data["interfaces"][item["interface"]["id"]] if "interface" in item else None
    if exported is None or exported["name"] is None:
        raise BuildError(
            f'component "{source.name}": its world exports {key}, which is not an interface '
            "of a package",
            hint="Put it in an interface",
        )
    interface: dict[str, Any] = exported
    package = data["packages"][interface["package"]]["name"]
    base, _, version = package.partition("@")
    return f"{base}/{interface['name']}" + (f"@{version}" if version else "")


def _problem(stderr: str, wit: Path) -> tuple[str, str]:
    """What is wrong, and where, seen from the folder in which the WIT was put together."""
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    at = next((line.removeprefix("-->").strip() for line in lines if line.startswith("-->")), "")
    text = lines[0].removeprefix("error: ") if lines else "wasm-tools says nothing"
    text = re.sub(rf"failed to [^:]+: {re.escape(str(wit))}[^:]*: ", "", text)
    return text.partition(" known packages")[0].rstrip("."), at.removeprefix(f"{wit}/")


def _where_packages_lie(folders: Sequence[Path]) -> str:
    for folder in filter(Path.is_dir, folders):
        return f"Put it into a folder of its own in {folder}"
    return 'Put it into a folder of its own in wit, and name that: [app] wit = "wit"'


def _place(at: str, source: Source, contracts: Contracts, folders: Sequence[Path]) -> Path:
    """Where the author has what is laid out as ``at``: a file with line and column."""
    for name, staged in _staged(contracts).items():
        if at.startswith(f"{staged}/"):
            return _package_folder(name, folders) / at.removeprefix(f"{staged}/")
    return source.folder / "wit" / at


def _package_folder(name: str, folders: Sequence[Path]) -> Path:
    """Where the package lies that :func:`read_contracts` of these folders calls so."""
    number, _, rest = name.partition("/")
    if number.isdigit() and 0 < int(number) < len(folders):
        folder = folders[int(number)]
        return folder / rest if folder.is_dir() else folder.parent
    return folders[0] / name if folders else Path(name)
