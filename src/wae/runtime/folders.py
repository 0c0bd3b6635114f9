"""The folders that an app sees: which of this machine's, under which names, and where it may write.

It reads the current folder and the user's settings, has a private folder for its data, and may
write where the user said so: naming an output file on the command line opens its folder, and naming
a file to read opens its folder for that.
"""

import os

from wae.runtime import private, xdg

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Folder:
    """`path` is the folder here, `name` its path in the app."""

    def __init__(self, path: str, name: str, *, writable: bool = False) -> None:
        self.path = path
        self.name = name
        self.writable = writable

    @property
    def key(self) -> "tuple[str, str, bool]":
        """The same for folders that give the same."""
        return self.path, self.name, self.writable


def folders(
    app: str, outputs: "list[str]", environ: "Mapping[str, str]", inputs: "Iterable[str]" = ()
) -> "list[Folder]":
    """The folders for one run of `app`; each name once, existing ones only.

    `outputs` are the files that the command line names for it to write, `inputs` those to read.
    The data folder is made if it is missing.
    """
    found = {".": Folder(".", "."), "/config": Folder(settings(environ), "/config")}
    kept = data_folder(app, environ)
    if kept:
        found["/data"] = kept
    for writable, files in ((False, inputs), (True, outputs)):
        for file in files:
            name = os.path.dirname(file) or "."
            if name not in ("/config", "/data"):  # these mean something else in the app
                found[name] = Folder(name, name, writable=writable)
    return [folder for folder in found.values() if os.path.isdir(folder.path)]


def data_folder(app: str, environ: "Mapping[str, str]") -> "Folder | None":
    """The data folder of `app`, which is made if it is missing; None if that fails."""
    own = _made_private(data(app, environ))
    return None if own is None else Folder(own, "/data", writable=True)


def settings(environ: "Mapping[str, str]") -> str:
    """The user's folder for wae's settings (XDG Base Directory Specification)."""
    return os.path.join(xdg.base(environ, "XDG_CONFIG_HOME", ".config"), "wae")


def data(app: str, environ: "Mapping[str, str]") -> str:
    """The user's folder for the data of `app` (XDG Base Directory Specification)."""
    return os.path.join(xdg.base(environ, "XDG_DATA_HOME", ".local", "share"), "wae", app)


def _made_private(path: str) -> "str | None":
    """Makes the folder if need be, for this user alone, and resolves the links on the way to it.

    None if that fails or others could change it. Silently: most commands keep nothing, and those
    that do miss the folder themselves; `wae doctor` says why it is not there.
    """
    try:
        with private.open_directory(path) as directory:
            private.close_to_others(directory)
            return directory.path
    except OSError:
        return None
