"""The sessions that are kept in the user's data folder."""

import os
from collections.abc import Iterator
from dataclasses import dataclass

from shared import cleaning, data_folder
from shared.errors import USAGE, Failure
from tools.openai.commands.chat.attachments import Contents
from tools.openai.commands.chat.turns import Turn
from tools.openai.commands.sessions import attached_files, identifier, session_file

#: What opens a data folder.
KEEP = "'wae' opens one; under another runtime give it --dir FOLDER::/data"
_SUFFIX = ".jsonl"


@dataclass(frozen=True)
class Session:
    """A session as it was read."""

    id: str
    turns: list[Turn]


def folder() -> str | None:
    """Where sessions are kept, if the app may keep anything; it need not exist."""
    data = data_folder.find()
    return None if data is None else f"{data}/sessions"


def ids() -> list[str]:
    """The sessions, the one that was used last first. Raises `Failure`."""
    try:
        with os.scandir(_folder()) as entries:
            names = [
                (entry.stat(follow_symlinks=False).st_mtime_ns, entry.name.removesuffix(_SUFFIX))
                for entry in entries
                if entry.name.endswith(_SUFFIX)
            ]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise _failure("The sessions could not be listed", error) from None
    return [name for _, name in sorted(names, reverse=True) if identifier.is_id(name)]


def sizes() -> dict[str, int]:
    """Bytes of each session with what is attached, the one that was used last first. Raises
    `Failure`."""
    known = dict.fromkeys(ids(), 0)
    try:
        with os.scandir(_folder()) as entries:
            for entry in entries:
                name = entry.name.partition(".")[0]
                if name in known:
                    known[name] += entry.stat(follow_symlinks=False).st_size
    except OSError as error:
        raise _failure("The sessions could not be listed", error) from None
    return known


def find(prefix: str) -> str:
    """The session whose id begins with `prefix`. Raises `Failure` for none and for several."""
    shown = cleaning.line(prefix)
    if not identifier.is_prefix(prefix):
        raise Failure(f'"{shown}" is not the id of a session', _LIST, code=USAGE)
    matching = [one for one in ids() if one.startswith(prefix)]
    if not matching:
        raise Failure(f'There is no session "{shown}"', _LIST, code=USAGE)
    if len(matching) > 1:
        several = ", ".join(sorted(matching)[:5]) + (", …" if len(matching) > 5 else "")
        raise Failure(
            f'"{shown}" is the beginning of {len(matching)} sessions: {several}',
            "Give more of it",
            code=USAGE,
        )
    return matching[0]


def latest() -> Session:
    """The session that was used last. Raises `Failure` where there is none."""
    session = next(used(), None)
    if session is None:
        raise Failure("There is no session yet", "Begin one with 'wae openai chat'")
    return session


def used() -> Iterator[Session]:
    """The sessions that have a turn, the one that was used last first. Raises `Failure`.

    A run that was killed may leave a file without one.
    """
    return (session for session in map(read, ids()) if session.turns)


def read(name: str) -> Session:
    """The session with an id. Raises `Failure`."""
    try:
        return Session(name, session_file.read(_path(name)))
    except OSError as error:
        raise _failure(f"The session {name} could not be read", error) from None


def begin() -> str:
    """An id that no session has. Its file comes with the first turn."""
    while True:
        name = identifier.new()
        if not os.path.lexists(_path(name)):
            return name


def add(name: str, turn: Turn, contents: Contents) -> None:
    """Adds a finished turn to a session, and the contents of what is attached. Raises `Failure`."""
    try:
        os.makedirs(_folder(), exist_ok=True)
        attached_files.add(_folder(), name, turn.attached, contents)
        session_file.add(_path(name), turn)
    except OSError as error:
        raise _failure(f"This turn could not be kept in session {name}", error) from None


def contents(session: Session) -> Contents:
    """What is attached in a session, as far as it is still there. Raises `Failure`."""
    attached = [one for turn in session.turns for one in turn.attached]
    return attached_files.read(_folder(), session.id, attached)


def delete(name: str) -> None:
    """Deletes a session with all that is attached. Raises `Failure`."""
    try:
        attached_files.delete(_folder(), name)
        os.remove(_path(name))
    except OSError as error:
        raise _failure(f"The session {name} could not be deleted", error) from None


_LIST = "List those that there are with 'wae openai sessions list'"


def _path(name: str) -> str:
    return f"{_folder()}/{name}{_SUFFIX}"


def _folder() -> str:
    path = folder()
    if path is None:
        raise Failure(
            "There is no data folder, so nothing of a chat is kept",
            KEEP,
        )
    return path


def _failure(what: str, error: OSError) -> Failure:
    return Failure(f"{what}: {error.strerror or error}", "Look at the app's data folder")
