"""The folders that an app sees: which of this machine's, under which names, and where it may write.

It reads the current folder and the user's settings, has a private folder for its data, and may
write where the user said so: naming an output file on the command line opens its folder.
"""

import os
import stat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class Folder:
    """`path` is the folder here, `name` its path in the app."""

    def __init__(self, path: str, name: str, *, writable: bool = False) -> None:
        self.path = path
        self.name = name
        self.writable = writable


def folders(app: str, outputs: "list[str]", environ: "Mapping[str, str]") -> "list[Folder]":
    """The folders for one run of `app`; each name once, existing ones only.

    `outputs` are the files that the command line names for it to write. The data folder is made
    if it is missing.
    """
    found = {".": Folder(".", "."), "/config": Folder(settings(environ), "/config")}
    private = data(app, environ)
    if _made_private(private):
        found["/data"] = Folder(private, "/data", writable=True)
    for file in outputs:
        name = os.path.dirname(file) or "."
        if name not in ("/config", "/data"):  # these mean something else in the app
            found[name] = Folder(name, name, writable=True)
    return [folder for folder in found.values() if os.path.isdir(folder.path)]


def settings(environ: "Mapping[str, str]") -> str:
    """The user's folder for wae's settings (XDG Base Directory Specification)."""
    return os.path.join(_base(environ, "XDG_CONFIG_HOME", ".config"), "wae")


def data(app: str, environ: "Mapping[str, str]") -> str:
    """The user's folder for the data of `app` (XDG Base Directory Specification)."""
    return os.path.join(_base(environ, "XDG_DATA_HOME", ".local", "share"), "wae", app)


def _base(environ: "Mapping[str, str]", variable: str, *default: str) -> str:
    return environ.get(variable) or os.path.join(os.path.expanduser("~"), *default)


def _made_private(path: str) -> bool:
    """Makes the folder if need be, for this user alone; False if that fails.

    Silently: most commands keep nothing, and those that do miss the folder themselves.
    """
    try:
        os.makedirs(path, 0o700, exist_ok=True)
        if os.stat(path).st_mode & _OTHERS:
            os.chmod(path, 0o700)
    except OSError:
        return False
    return True
