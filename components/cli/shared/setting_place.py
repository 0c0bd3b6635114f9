"""Which settings are there, and where; never their values."""

from componentize_py_types import Err
from wit_world.imports import presence

from shared.errors import Failure, clause

_FILES = {
    presence.Source.DOTENV: ".env in the current folder",
    presence.Source.CONFIG: ".env in the configuration folder",
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
        return _FILES.get(presence.find(name))
    except Err as error:
        raise bad_file(error.value) from None


def bad_file(bad: presence.BadFile) -> Failure:
    """What is wrong with a file of settings."""
    where = f"{bad.file}, line {bad.line}" if bad.line else bad.file
    return Failure(f"{where}: {clause(bad.problem)}", "Correct the file")
