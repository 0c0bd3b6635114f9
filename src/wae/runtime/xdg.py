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
