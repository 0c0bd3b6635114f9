"""The exports of the `files` component."""

from collections.abc import Iterator
from contextlib import contextmanager

from componentize_py_types import Err
from wit_world import exports
from wit_world.exports.folder import Entry, Error, Kind
from wit_world.imports.streams import InputStream

import preopened
from wae.faces.rest.files import walk


class Folder(exports.Folder):
    """`wae:files/folder`."""

    def look(self, names: list[str]) -> Entry:
        with _failing():
            return _given(walk.look(preopened.folder(), names))

    def entries(self, names: list[str], most: int) -> list[Entry]:
        with _failing():
            return [_given(entry) for entry in walk.entries(preopened.folder(), names, most)]

    def open(self, names: list[str], expected: Entry, offset: int) -> InputStream:
        with _failing():
            state, stream = preopened.stream(names, offset)
        if (state.size, state.modified) != (expected.size, expected.modified):
            stream.__exit__(None, None, None)
            raise Err(Error.CHANGED)
        return stream


@contextmanager
def _failing() -> Iterator[None]:
    """What goes wrong within is an error of the contract."""
    try:
        yield
    except walk.NotServed:
        raise Err(Error.NOT_FOUND) from None
    except preopened.NoFolder:
        raise Err(Error.NO_FOLDER) from None


def _given(entry: walk.Entry) -> Entry:
    kind = Kind.DIRECTORY if entry.is_directory else Kind.FILE
    return Entry(entry.name, kind, entry.size, entry.modified)
