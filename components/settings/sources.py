"""Where settings come from, the first source first."""

from wit_world.exports.presence import Source
from wit_world.imports import environment, preopens

import answers
from dotenv_file import read_settings

FILE = ".env"
CONFIG_FOLDER = "/config"


def find(name: str) -> tuple[Source, str] | None:
    """The first source in which a setting is not empty, and its value.

    A file is only read if no earlier source has the setting: a broken `.env` never stands in the
    way of the environment. Raises `Err` with `bad-file`.
    """
    if value := dict(environment.get_environment()).get(name):
        return Source.ENVIRONMENT, value
    if value := read_settings(FILE).get(name):
        return Source.DOTENV, value
    if has_folder(CONFIG_FOLDER) and (value := read_settings(f"{CONFIG_FOLDER}/{FILE}").get(name)):
        return Source.CONFIG, value
    if value := answers.get(name):
        return Source.ASKED, value
    return None


def has_folder(name: str) -> bool:
    """Whether the host opened a folder under this name. Without it, WASI would look for `/config`
    or `/data` in the current folder."""
    return any(path == name for _, path in preopens.get_directories())
