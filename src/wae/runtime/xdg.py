"""The user's base directories (XDG Base Directory Specification 0.8)."""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def base(environ: "Mapping[str, str]", variable: str, *default: str) -> str:
    """The directory in `variable`, or `default` below the user's home.

    A path that is not absolute is ignored, as the specification says.
    """
    chosen = environ.get(variable, "")
    return chosen if os.path.isabs(chosen) else os.path.join(os.path.expanduser("~"), *default)


def settings(environ: "Mapping[str, str]") -> str:
    """The user's folder for wae's settings (XDG Base Directory Specification)."""
    return os.path.join(base(environ, "XDG_CONFIG_HOME", ".config"), "wae")


def data(app: str, environ: "Mapping[str, str]") -> str:
    """The user's folder for the data of `app` (XDG Base Directory Specification)."""
    return os.path.join(base(environ, "XDG_DATA_HOME", ".local", "share"), "wae", app)
