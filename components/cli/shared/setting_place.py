"""Which settings are there, and where; never their values."""

from componentize_py_types import Err
from wit_world.imports import presence

from shared.errors import Failure, clause

_PLACES = {
    presence.Source.ENVIRONMENT: "from the environment",
    presence.Source.DOTENV: "from .env in the current folder",
    presence.Source.CONFIG: "from .env in the configuration folder",
    presence.Source.ASKED: "as it was typed",
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


def bad_file(bad: presence.BadFile) -> Failure:
    """What is wrong with a file of settings."""
    where = f"{bad.file}, line {bad.line}" if bad.line else bad.file
    return Failure(f"{where}: {clause(bad.problem)}", "Correct the file")
