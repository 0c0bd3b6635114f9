"""Files as answers: the folder is another component's, the bytes go from its stream to the client's
without passing through here."""

import time
from collections.abc import Sequence
from contextlib import ExitStack

from componentize_py_types import Err
from wit_world.imports import folder, types
from wit_world.imports.streams import InputStream

import outgoing
from wae.binary.value import replaced
from wae.contract.router import Answer, Request
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


def send(out: types.ResponseOutparam, head: Request) -> Answer | None:
    """Sends the file that is asked for; or returns the answer to send. Raises Problem."""
    found = answer(head, _Folder(), time.time_ns())
    if isinstance(found, Answer):
        return found
    headers = dict(found.headers)
    if head.method != "GET" or not found.pieces:
        outgoing.send_head(out, found.status, headers)
        return None
    with ExitStack() as streams:
        opened = [
            one if isinstance(one, bytes) else (streams.enter_context(_open(found, one[0])), one)
            for one in found.pieces
        ]
        outgoing.send_pieces(out, found.status, headers, opened)
    return None


def _open(found: FileAnswer, offset: int) -> InputStream:
    entry = found.entry
    expected = folder.Entry(entry.name, folder.Kind.FILE, entry.size, entry.modified)
    try:
        return folder.open([*found.names], expected, offset)
    except Err as error:
        if error.value is folder.Error.CHANGED:
            raise changed() from None
        raise not_served() from None


def _entry(found: folder.Entry) -> Entry:
    is_directory = found.kind is folder.Kind.DIRECTORY
    return Entry(found.name, is_directory, found.size, found.modified)


def _failed(error: Err) -> Exception:
    return NoFolder() if error.value is folder.Error.NO_FOLDER else NotServed()
