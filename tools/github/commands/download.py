"""`wae github release --download`: files of a release in a folder."""

import base64
import binascii
import contextlib
import os
from collections.abc import Callable, Generator, Sequence
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase

import click
from componentize_py_types import Err
from wit_world.imports import downloads
from wit_world.imports.repositories import Asset, Release

from shared import cleaning, file_name, output, server, table, whole_file, wording
from shared.errors import INTERRUPTED, USAGE, Failure
from shared.table import Column
from shared.terminal import Terminal
from tools.github.commands import errors

#: All files.
EVERY = "*"
HERE = "."
_NAMED = 20


@dataclass(frozen=True)
class Order:
    """What is to be saved where, and what of files that are there already."""

    patterns: tuple[str, ...]
    folder: str
    force: bool
    skip_existing: bool


@dataclass(frozen=True)
class Saved:
    """A file of a release; `digest` is what it was checked by beside its size."""

    path: str
    size: int
    digest: str | None
    skipped: bool


def check(order: Order) -> None:
    """Raises `Failure` for what can be seen before anybody is asked."""
    for pattern in order.patterns:
        if "/" in pattern:
            what = f'"{cleaning.line(pattern)}" cannot match: names of files have no "/"'
            raise Failure(what, "Put OWNER/REPO before --download", code=USAGE)
    if os.path.lexists(order.folder) and not os.path.isdir(order.folder):
        raise Failure(f"{cleaning.line(order.folder)} is not a folder", "Name another one")


def save(name: str, release: Release, order: Order, terminal: Terminal) -> list[Saved]:
    """Saves each file whole or not at all, one after the other. Raises `Failure` at the first that
    cannot be, where those before it stay."""
    wanted = _wanted(order, release)
    _make(order.folder)
    saved = []
    with terminal.services.interruptible() as interrupted, terminal.progress() as show:
        for file in wanted:
            path = _path(order.folder, file.name)
            if order.skip_existing and os.path.lexists(path):
                saved.append(Saved(path, os.lstat(path).st_size, None, True))
                continue
            try:
                saved.append(_saved(name, file, path, order.force, show, terminal))
            except Failure:
                if not interrupted():
                    raise
                terminal.tell(f"wae: Stopped. Nothing of {file.name} is kept.")
                raise click.exceptions.Exit(INTERRUPTED) from None
    return saved


def write(saved: Sequence[Saved], as_json: bool, terminal: Terminal) -> None:
    """The files, and what of them is not checked or not new."""
    if as_json:
        output.write_json([asdict(one) for one in saved])
    elif terminal.stdout_tty:
        rows = [
            (one.path, wording.size(one.size), "there already" if one.skipped else "saved")
            for one in saved
        ]
        columns = [Column("FILE", prose=True), Column("SIZE", right=True), Column("STATE")]
        output.write_lines(table.lines(columns, rows, terminal.columns))
    else:
        output.write_fields((one.path, one.size, one.digest, one.skipped) for one in saved)
    unchecked = [one.path for one in saved if one.digest is None and not one.skipped]
    if unchecked:
        terminal.tell(
            f"wae: {server.begin(errors.SERVER.called())} has no SHA-256 digest of "
            f"{', '.join(unchecked)}, so only the size was checked."
        )


def _wanted(order: Order, release: Release) -> list[Asset]:
    tag = cleaning.line(release.tag)
    if not release.assets:
        raise Failure(f"The release {tag} has no files")
    chosen = [
        file
        for file in release.assets
        if any(fnmatchcase(file.name, pattern) for pattern in order.patterns)
    ]
    if not chosen:
        patterns = " or ".join(f'"{cleaning.line(one)}"' for one in order.patterns)
        names = [cleaning.line(file.name) for file in release.assets]
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        raise Failure(
            f"The release {tag} has no file that matches {patterns}",
            f"It has {', '.join(names[:_NAMED])}{more}",
        )
    _check_names(order, chosen)
    return chosen


def _check_names(order: Order, chosen: Sequence[Asset]) -> None:
    seen: set[str] = set()
    for file in chosen:
        shown = cleaning.line(file.name)
        if not file_name.is_harmless(file.name):
            raise Failure(
                f'A file of the release is called "{shown}", which is not safe to save',
                "Exclude it with a PATTERN",
            )
        if file.name in seen:
            raise Failure(
                f"The release has two files called {shown}", "Exclude them with a PATTERN"
            )
        seen.add(file.name)
        path = _path(order.folder, file.name)
        if os.path.lexists(path) and not (order.force or order.skip_existing):
            raise Failure(
                f"{path} already exists",
                "Give --force to replace it, or --skip-existing",
            )


def _make(folder: str) -> None:
    """Makes the folder if it is missing, with those that it lies in. Raises `Failure`."""
    # In a sandbox a folder may be there though those that it lies in are not.
    if os.path.isdir(folder):
        return
    try:
        os.makedirs(folder)
    except OSError as error:
        reason = error.strerror or str(error)
        what = f"The folder {cleaning.line(folder)} cannot be made: {reason}"
        raise Failure(what, "Name another one") from None


def _path(folder: str, name: str) -> str:
    return name if folder == HERE else os.path.join(folder, name)


def _saved(
    name: str,
    file: Asset,
    path: str,
    force: bool,
    show: Callable[[str], None],
    terminal: Terminal,
) -> Saved:
    size = 0
    with (
        whole_file.written(path, force) as target,
        contextlib.closing(_pieces(name, file, terminal)) as pieces,
    ):
        for piece in pieces:
            size += target.write(piece)
            show(f"{file.name}: {_so_far(size, file.size)}")
    return Saved(path, size, _checked(file), False)


def _pieces(name: str, file: Asset, terminal: Terminal) -> Generator[bytes]:
    """The file as it arrives, to its checked end. Raises `Failure`."""
    try:
        source = downloads.open(name, file)
        try:
            while (piece := source.next()) is not None:
                yield base64.b64decode(piece, validate=True)
        finally:
            source.close()
    except Err as error:
        raise errors.failure(error.value, terminal.zone) from None
    except binascii.Error:
        raise Failure(f"What came of {file.name} is not base64", "The tool is broken") from None


def _checked(file: Asset) -> str | None:
    """The digest that the contract checks."""
    digest = file.digest or ""
    return cleaning.line(digest) if digest.startswith("sha256:") else None


def _so_far(size: int, whole: int | None) -> str:
    if not whole:
        return wording.size(size)
    return f"{wording.size(size)} of {wording.size(whole)} ({size * 100 // whole} %)"
