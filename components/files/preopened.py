"""The folder that the runtime opened as `/files`, by wasi:filesystem.

By that name alone: some runtimes open everything as `/`, and a path below it would be somebody
else's files.
"""

from collections.abc import Iterator, Sequence
from functools import cache

from componentize_py_types import Err
from wit_world.imports import preopens
from wit_world.imports.streams import InputStream
from wit_world.imports.types import (
    Descriptor,
    DescriptorFlags,
    DescriptorStat,
    DescriptorType,
    OpenFlags,
    PathFlags,
)

from wae.faces.rest.files.walk import Kind, NotServed, State, find

NAME = "/files"

_STAY = PathFlags(0)  # do not follow links
_KINDS = {
    DescriptorType.REGULAR_FILE: Kind.FILE,
    DescriptorType.DIRECTORY: Kind.DIRECTORY,
    DescriptorType.SYMBOLIC_LINK: Kind.LINK,
}
_SECOND = 1_000_000_000


class NoFolder(Exception):
    """The runtime opened none."""


class OpenDirectory:
    """An open directory, as `wae.faces.rest.files.walk` goes through it."""

    def __init__(self, descriptor: Descriptor) -> None:
        self.descriptor = descriptor

    def state(self, name: str) -> State:
        try:
            return _state(self.descriptor.stat_at(_STAY, name))
        except Err:
            raise NotServed from None

    def own_state(self) -> State:
        try:
            return _state(self.descriptor.stat())
        except Err:
            raise NotServed from None

    def target(self, name: str) -> str:
        try:
            return self.descriptor.readlink_at(name)
        except Err:
            raise NotServed from None

    def open(self, name: str, flags: OpenFlags) -> Descriptor:
        try:
            return self.descriptor.open_at(_STAY, name, flags, DescriptorFlags.READ)
        except Err:
            raise NotServed from None

    def enter(self, name: str) -> "OpenDirectory":
        return OpenDirectory(self.open(name, OpenFlags.DIRECTORY))

    def names(self) -> Iterator[str]:
        try:
            with self.descriptor.read_directory() as entries:
                while (entry := entries.read_directory_entry()) is not None:
                    yield entry.name
        except Err:
            raise NotServed from None

    def close(self) -> None:
        self.descriptor.__exit__(None, None, None)


@cache
def folder() -> OpenDirectory:
    """The folder. Raises NoFolder."""
    directory = None
    for descriptor, name in preopens.get_directories():
        if name == NAME and directory is None:
            # jco says nothing of what it opened itself, but of what is opened in that.
            directory = OpenDirectory(descriptor).enter(".")
        descriptor.__exit__(None, None, None)
    if directory is None:
        raise NoFolder
    return directory


def stream(names: Sequence[str], offset: int) -> tuple[State, InputStream]:
    """The bytes of a file from an offset on, and its state now. Raises NotServed, NoFolder."""
    with find(folder(), names) as entry:
        if entry.name is None or not isinstance(entry.directory, OpenDirectory):
            raise NotServed
        with entry.directory.open(entry.name, OpenFlags(0)) as file:
            try:
                return _state(file.stat()), file.read_via_stream(offset)
            except Err:
                raise NotServed from None


def _state(stat: DescriptorStat) -> State:
    moment = stat.data_modification_timestamp
    modified = moment.seconds * _SECOND + moment.nanoseconds if moment else 0
    return State(_KINDS.get(stat.type, Kind.OTHER), stat.size, modified)
