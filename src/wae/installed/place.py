"""Where installed tools lie: `NAME.wasm`, as it was published, and the lock, in the data folder."""

import os

from wae.runtime import xdg

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = "tools"
SUFFIX = ".wasm"


def folder(environ: "Mapping[str, str]") -> str:
    """The folder of all of them."""
    return xdg.data(FOLDER, environ)


def path(name: str, environ: "Mapping[str, str]") -> str:
    """The file of one."""
    return os.path.join(folder(environ), name + SUFFIX)


def data_name(name: str) -> str:
    """The name under which `wae.runtime.xdg` keeps what a tool was given with `--data`."""
    return f"{FOLDER}/{name}.data"


def has(word: str, environ: "Mapping[str, str]") -> bool:
    """Whether a word may be an installed tool: one look at the file system, at every start."""
    return word[:1].isalpha() and "/" not in word and os.path.exists(path(word, environ))
