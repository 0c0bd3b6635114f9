"""The user's cache directory, private to them, for compiled code.

Whoever can write there can run code as the user, so it is opened as `private` says.
"""

import os
import sys

from wae.errors import CacheError
from wae.runtime import private, xdg

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def path(environ: "Mapping[str, str]") -> str:
    """Where compiled code is kept: $WAE_CACHE_DIR, or `wae` in the user's cache folder."""
    chosen = environ.get("WAE_CACHE_DIR")
    if chosen:
        return chosen
    if sys.platform == "darwin":
        return os.path.join(os.path.expanduser("~"), "Library", "Caches", "wae")
    return os.path.join(xdg.base(environ, "XDG_CACHE_HOME", ".cache"), "wae")


def open_private(folder: str) -> private.Directory:
    """The folder, open, made if it is missing.

    Raises CacheError if it cannot be made or is not private to the user.
    """
    try:
        return private.open_directory(folder)
    except OSError as error:
        raise CacheError(f"cannot use the cache folder {folder}: {error.strerror}") from error
