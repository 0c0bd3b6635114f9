"""Pictures of the user's that others are made from."""

import base64

from shared import cleaning
from shared.errors import Failure

# Bytes; more than any service takes.
_LONGEST = 50 * 1024 * 1024


def read(path: str) -> str:
    """The file as Base64. Raises `Failure` where it cannot be read, and for a huge one."""
    name = cleaning.line(path)
    try:
        with open(path, "rb") as file:
            content = file.read(_LONGEST + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Failure(f"{name} could not be read: {reason}", "Name a picture") from None
    if len(content) > _LONGEST:
        raise Failure(f"{name} is larger than 50 MiB", "Make it smaller")
    return base64.b64encode(content).decode()
