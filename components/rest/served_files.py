"""Files as answers: the folder is another component's, whose streams go on to the server: no bytes
pass through here."""

import time
from collections.abc import Sequence

from componentize_py_types import Err
from wit_world.imports import folder
from wit_world.imports.streams import InputStream

from wae.binary.value import replaced
from wae.contract.router import Answer, Problem, Request
from wae.faces.rest.files.answers import (
    LINK,
    FileAnswer,
    NoFolder,
    answer,
    changed,
    is_open,
    not_served,
)
from wae.faces.rest.files.walk import Entry, NotServed


class _Folder:
    """`wae:files/folder` as the answers know it."""

    def look(self, names: Sequence[str]) -> Entry:
        try:
            return _entry(folder.look([*names]))
        except Err as error:
            raise _failed(error) from None

    def entries(self, names: Sequence[str], most: int) -> list[Entry]:
        try:
            return [_entry(one) for one in folder.entries([*names], most)]
        except Err as error:
            raise _failed(error) from None


def linked(description: Answer) -> Answer:
    """The description with a link to the files, if there are any: the page shows it."""
    return replaced(description, headers=(LINK,)) if is_open(_Folder()) else description


class Pieces:
    """A file, or parts of it: ``pieces`` are bytes, and streams with the first byte and the one
    after the last; whoever takes one out owns its stream. No pieces are a head alone. To be closed,
    which gives up the streams that are left."""

    def __init__(self, file: FileAnswer, *, has_body: bool) -> None:
        self.status = file.status
        self.headers = dict(file.headers)
        self.pieces: list[bytes | tuple[InputStream, tuple[int, int]]] = []
        try:
            for one in file.pieces if has_body else ():
                self.pieces.append(one if isinstance(one, bytes) else (_open(file, one[0]), one))
        except Problem:
            self.close()
            raise

    def close(self) -> None:
        for piece in self.pieces:
            if not isinstance(piece, bytes):
                piece[0].__exit__(None, None, None)
        self.pieces.clear()


def reply(head: Request) -> Answer | Pieces:
    """What is replied to a request for a file. Raises Problem."""
    found = answer(head, _Folder(), time.time_ns())
    return found if isinstance(found, Answer) else Pieces(found, has_body=head.method == "GET")


def _open(reply: FileAnswer, offset: int) -> InputStream:
    entry = reply.entry
    expected = folder.Entry(entry.name, folder.Kind.FILE, entry.size, entry.modified)
    try:
        return folder.open([*reply.names], expected, offset)
    except Err as error:
        if error.value is folder.Error.CHANGED:
            raise changed() from None
        raise not_served() from None


def _entry(entry: folder.Entry) -> Entry:
    is_directory = entry.kind is folder.Kind.DIRECTORY
    return Entry(entry.name, is_directory, entry.size, entry.modified)


def _failed(error: Err[folder.Error]) -> Exception:
    return NoFolder() if error.value is folder.Error.NO_FOLDER else NotServed()
