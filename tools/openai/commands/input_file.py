"""Files of the user's that a command reads."""

import errno

from shared import cleaning, wording
from shared.errors import Failure


def read(path: str, most: int, advice: str) -> bytes:
    """The file. Raises `Failure`: with `advice` where it cannot be read, and for more than `most`
    bytes."""
    name = cleaning.line(path)
    try:
        with open(path, "rb") as file:
            content = file.read(most + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        if getattr(error, "errno", None) == errno.EPERM:  # WASI, of a path that leads elsewhere
            reason = "it leads out of its folder"
        raise Failure(f"{name} could not be read: {reason}", advice) from None
    if len(content) > most:
        raise too_large(name, most)
    return content


def too_large(name: str, most: int) -> Failure:
    """Of what has a size and a name that can be shown."""
    return Failure(f"{name} is larger than {wording.size(most)}", "Make it smaller")
