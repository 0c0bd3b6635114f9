"""The folder where the host lets the app keep the user's data."""

from wit_world.imports import preopens

FOLDER = "/data"


def find() -> str | None:
    """The folder, if the host opened one. Without it, WASI would look for `/data` in the current
    folder."""
    exists = any(path == FOLDER for _, path in preopens.get_directories())
    return FOLDER if exists else None
