"""Where wae keeps and looks for things."""

import os

from wae.runtime import cache_directory, xdg
from wae.runtime.app import toolbox

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

SETTINGS = ".env"


def paths(environ: "Mapping[str, str]") -> "list[dict[str, object]]":
    """Each place: `name` (what for), `path` (absolute), and whether it `exists`."""
    cache = cache_directory.path(environ)
    named = {
        "settings of this folder": SETTINGS,
        "settings of the user": os.path.join(xdg.settings(environ), SETTINGS),
        "data": xdg.data(toolbox(cache).name, environ),
        "cache": cache,
    }
    return [
        {"name": name, "path": os.path.abspath(path), "exists": os.path.exists(path)}
        for name, path in named.items()
    ]
