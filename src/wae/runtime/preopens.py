"""The preopened folders that an app sees: whence, under which names, and where it may write.

It reads the current folder and the user's settings, has a private folder for its data, and may
write where the user said so: naming an output file on the command line opens its folder, and naming
a file to read opens its folder for that.
"""

import os

from wae.runtime import private, xdg

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Preopen:
    """`path` is the folder here, `name` its path in the app."""

    def __init__(self, path: str, name: str, *, writable: bool = False) -> None:
        self.path = path
        self.name = name
        self.writable = writable

    @property
    def key(self) -> "tuple[str, str, bool]":
        """The same for folders that give the same."""
        return self.path, self.name, self.writable


def preopens(
    app: str, outputs: "list[str]", environ: "Mapping[str, str]", inputs: "Iterable[str]" = ()
) -> "list[Preopen]":
    """The folders for one run of `app`; each name once, existing ones only.

    `outputs` are the files that the command line names for it to write, `inputs` those to read.
    The data folder is made if it is missing.
    """
    by_name = {".": Preopen(".", "."), "/config": Preopen(xdg.settings(environ), "/config")}
    kept = data_preopen(app, environ)
    if kept:
        by_name["/data"] = kept
    for writable, files in ((False, inputs), (True, outputs)):
        for file in files:
            name = os.path.dirname(file) or "."
            if name not in ("/config", "/data"):  # these mean something else in the app
                by_name[name] = Preopen(name, name, writable=writable)
    return [preopen for preopen in by_name.values() if os.path.isdir(preopen.path)]


def data_preopen(app: str, environ: "Mapping[str, str]") -> "Preopen | None":
    """The data folder of `app`, which is made if it is missing; None if that fails."""
    own = _made_private(xdg.data(app, environ))
    return None if own is None else Preopen(own, "/data", writable=True)


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
