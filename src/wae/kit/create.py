"""Puts a new component on the disk: all of it, or nothing."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from wae.atomic_write import write_atomically
from wae.errors import UsageError, WaeError
from wae.kit.into import CannotEdit, with_components
from wae.kit.names import Name
from wae.kit.templates import Filled, Template, fill, standalone
from wae.manifest import Manifest, load_manifest, parse_manifest
from wae.manifest.text import read_text

WIT = "wit"


def create_app(template: Template, name: Name, parent: Path) -> list[Path]:
    """A folder in ``parent`` with an app of the new component alone; returns its files.

    Raises :class:`UsageError` where there is something of that name already.
    """
    folder = parent / name.name
    _check_free(folder)
    made = fill(template, name)
    own = standalone(template, name)
    own["wae.toml"] = f"{own['wae.toml']}\n{made.tables}"
    files = {
        **own,
        **{f"{WIT}/{name.name}/{path}": text for path, text in made.contract.items()},
        **{f"{name.name}/{path}": text for path, text in made.component.items()},
        **made.beside,
    }
    _place({folder: files})
    return sorted(folder / path for path in files)


def create_component(template: Template, name: Name, app: Path) -> list[Path]:
    """What the template has besides an app of its own, in the folder of an app, whose manifest
    knows of it then; returns all files that were written.

    Raises :class:`UsageError` where one of that name is there, :class:`WaeError` for a manifest
    that cannot be changed. Nothing is left then.
    """
    manifest = load_manifest(app)
    made = fill(template, name)
    for each in made.exports:
        if each in manifest.components:
            hint = "Choose another name" if each == name.name else "An app has one command"
            raise UsageError(f'{app} has a component "{each}" already', hint=hint)
    contracts = manifest.wit[0] if manifest.wit else app.parent / WIT
    folders: dict[Path, dict[str, str]] = {
        app.parent / name.name: {**made.component},
        contracts / name.name: {**made.contract},
    }
    for path, text in made.beside.items():
        top, _, inner = path.partition("/")
        folders.setdefault(app.parent / top, {})[inner] = text
    for folder in folders:
        _check_free(folder)
    edited = _edited(manifest, made)
    _place(folders)
    try:
        write_atomically(app, edited.encode())
    except OSError as error:
        for folder in folders:
            shutil.rmtree(folder)
        raise WaeError(f"{app} cannot be written: {error.strerror}") from error
    return [app, *sorted(folder / path for folder, files in folders.items() for path in files)]


def _edited(manifest: Manifest, made: Filled) -> str:
    text = read_text(manifest.file)
    lines = text.replace("\r\n", "\n")
    try:
        edited = with_components(lines, made.exports, made.tables, WIT)
    except CannotEdit as error:
        name = made.exports[-1]
        raise WaeError(
            f"{manifest.file} cannot be changed without harm: {error.message}",
            hint=f'Write exports = ["…"] below [app] and try again, or add "{name}" by hand',
        ) from None
    parse_manifest(edited, manifest.file)
    return edited.replace("\n", "\r\n") if lines != text else edited


def _check_free(folder: Path) -> None:
    if folder.exists() or folder.is_symlink():
        raise UsageError(f"{folder} is there already", hint="Choose another name")


def _place(folders: Mapping[Path, Mapping[str, str]]) -> None:
    """Writes new folders, each whole, and none if one of them cannot be written."""
    done: list[Path] = []
    try:
        for folder, files in folders.items():
            folder.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".new-") as scratch:
                inner = Path(scratch, folder.name)
                for name, text in files.items():
                    path = inner / name
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_text(text, encoding="utf-8")
                inner.rename(folder)
                done.append(folder)
    except OSError as error:
        for folder in done:
            shutil.rmtree(folder)
        place = error.filename or next(iter(folders))
        raise WaeError(f"{place} cannot be written: {error.strerror}") from error
