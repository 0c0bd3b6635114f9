"""The user's private folder for compiled code.

Whoever can write there can run code as the user, so the folder and every file in it must belong
to the user and be writable by nobody else.
"""

import os
import stat
import sys

from wae.errors import CacheError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


def path(environ: "Mapping[str, str]") -> str:
    """Where compiled code is kept: $WAE_CACHE_DIR, or `wae` in the user's cache folder."""
    chosen = environ.get("WAE_CACHE_DIR")
    if chosen:
        return chosen
    home = os.path.expanduser("~")
    if sys.platform == "darwin":
        return os.path.join(home, "Library", "Caches", "wae")
    return os.path.join(environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache"), "wae")


def is_private(state: os.stat_result) -> bool:
    """Whether what `state` describes is the user's and nobody else may write to it."""
    return state.st_uid == os.getuid() and not state.st_mode & _OTHERS_WRITE


def ensure(folder: str) -> None:
    """Makes the folder (mode 0700) if it is missing.

    Raises CacheError if it cannot be made or is not private to the user.
    """
    try:
        try:
            state = os.stat(folder)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(folder) or ".", exist_ok=True)
            os.mkdir(folder, 0o700)
            state = os.stat(folder)
    except FileExistsError:
        state = os.stat(folder)
    except OSError as error:
        raise CacheError(f"cannot use the cache folder {folder}: {error.strerror}") from error
    if not stat.S_ISDIR(state.st_mode):
        raise CacheError(f"the cache folder {folder} is no folder")
    if not is_private(state):
        raise CacheError(f"the cache folder {folder} is not yours alone to write to")
