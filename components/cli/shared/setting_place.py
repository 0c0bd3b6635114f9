"""Which settings are there, and where; never their values."""

from componentize_py_types import Err
from wit_world.imports import presence

from shared.errors import Failure, clause

CONFIGURATION = ".env in the configuration folder"
_FILES = {
    presence.Source.DOTENV: ".env in the current folder",
    presence.Source.CONFIG: CONFIGURATION,
}
_WORDS = {
    presence.Source.ENVIRONMENT: "environment",
    presence.Source.DOTENV: "folder",
    presence.Source.CONFIG: "configuration",
    presence.Source.ASKED: "typed",
}
_PLACES = {
    presence.Source.ENVIRONMENT: "from the environment",
    presence.Source.ASKED: "as it was typed",
    **{source: f"from {place}" for source, place in _FILES.items()},
}


def first(*names: str, server: str | None = None) -> str | None:
    """The first of the settings that is set, and its place: `GH_TOKEN from the environment`;
    with `server`, of those that the server in that setting may have.

    Raises `Failure` where a file of settings cannot be read.
    """
    for name in names:
        try:
            source = presence.find_for(name, server) if server else presence.find(name)
        except Err as error:
            raise bad_file(error.value) from None
        if source is not None:
            return f"{name} {_PLACES[source]}"
    return None


def file(name: str) -> str | None:
    """The file that a setting is from: `.env in the current folder`; None where it is not from one.

    Raises `Failure` where a file of settings cannot be read.
    """
    try:
        source = presence.find(name)
    except Err as error:
        raise bad_file(error.value) from None
    return None if source is None else _FILES.get(source)


def source(name: str) -> str | None:
    """Where a setting is set: `environment`, `folder`, `configuration`, `typed`; None where it is
    not.

    Raises `Failure` where a file of settings cannot be read.
    """
    try:
        found = presence.find(name)
    except Err as error:
        raise bad_file(error.value) from None
    return None if found is None else _WORDS[found]


def bad_file(bad: presence.BadFile) -> Failure:
    """What is wrong with a file of settings."""
    where = f"{bad.file}, line {bad.line}" if bad.line else bad.file
    return Failure(f"{where}: {clause(bad.problem)}", "Correct the file")
