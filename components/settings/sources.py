"""Where settings come from, the first source first, and how far each is trusted."""

from collections.abc import Callable

from componentize_py_types import Err
from wit_world.exports.presence import Source
from wit_world.exports.values import Rank, Setting
from wit_world.imports import environment, preopens

import answers
from dotenv_file import read_setting

FILE = ".env"
CONFIG_FOLDER = "/config"
# What these loosen is the user's to loosen: whoever wrote the current folder's file may not.
NOT_IN_FOLDER = ("WAE_INSECURE_ORIGINS",)


def find(name: str, most: Rank = Rank.USER) -> Setting | None:
    """A setting from the first source that is trusted as far as `most` or less and where it is
    not empty; it is trusted as far as any of these sources that says the same.

    A file is only read if no earlier source has the setting: a broken `.env` never stands in the
    way of the environment. Raises `Err` with `bad-file`.
    """
    for source, rank, read in _SOURCES:
        if rank.value <= most.value and (value := read(name)):
            return _as_trusted(name, Setting(value, source, rank), most)
    return None


def _as_trusted(name: str, setting: Setting, most: Rank) -> Setting:
    """The setting from the source, trusted as far as `most` or less, that is trusted most of those
    that say the same."""
    for source, rank, read in _SOURCES:
        if setting.rank.value < rank.value <= most.value and _says(read, name) == setting.value:
            setting = Setting(setting.value, source, rank)
    return setting


def _says(read: Callable[[str], str | None], name: str) -> str | None:
    """What a source says; nothing of a file that makes no sense is used."""
    try:
        return read(name)
    except Err:
        return None


def find_for(name: str, url: str) -> Setting | None:
    """A credential for the server in the setting `url`. Raises `Err` with `bad-file`."""
    server = find(url)
    return find(name, server.rank if server else Rank.USER)


def has_folder(name: str) -> bool:
    """Whether the host opened a folder under this name. Without it, WASI would look for `/config`
    or `/data` in the current folder."""
    return any(path == name for _, path in preopens.get_directories())


def _in_environment(name: str) -> str | None:
    return dict(environment.get_environment()).get(name)


def _in_folder(name: str) -> str | None:
    return None if name in NOT_IN_FOLDER else read_setting(FILE, name)


def _in_configuration(name: str) -> str | None:
    if not has_folder(CONFIG_FOLDER):
        return None
    return read_setting(f"{CONFIG_FOLDER}/{FILE}", name)


_SOURCES: tuple[tuple[Source, Rank, Callable[[str], str | None]], ...] = (
    (Source.ENVIRONMENT, Rank.USER, _in_environment),
    (Source.DOTENV, Rank.FOLDER, _in_folder),
    (Source.CONFIG, Rank.CONFIGURATION, _in_configuration),
    (Source.ASKED, Rank.USER, answers.get),
)
