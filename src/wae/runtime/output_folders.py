"""Folders that the command line names for an app to write files in: made where they are missing.

An app cannot make them itself, for only a folder that is there can be opened for it.
"""

import os

from wae.errors import WaeError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def make(folders: "Iterable[str]") -> "list[str]":
    """Makes those that are missing, with those that they lie in; returns what was made, in order.

    What is in the way of one is for the app to tell. Raises WaeError for one that cannot be made.
    """
    made: list[str] = []
    for folder in folders:
        missing = []
        path = folder.rstrip("/")
        while path and not os.path.lexists(path):
            missing.append(path)
            path = os.path.dirname(path)
        for path in reversed(missing):
            try:
                os.mkdir(path)
            except FileExistsError:
                continue
            except OSError as error:
                remove_empty(made)
                raise WaeError(
                    f"the folder {path} cannot be made: {error.strerror}", hint="Name another one"
                ) from None
            made.append(path)
    return made


def remove_empty(made: "list[str]") -> None:
    """Removes what `make` made and nothing was put in."""
    for path in reversed(made):
        try:
            os.rmdir(path)
        except OSError:
            continue
