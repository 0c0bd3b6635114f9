"""Pictures of the user's that others are made from."""

import base64

from tools.openai.commands import input_file

# Bytes; more than any service takes.
_LONGEST = 50 * 1024 * 1024


def read(path: str) -> str:
    """The file as Base64. Raises `Failure` where it cannot be read, and for a huge one."""
    return base64.b64encode(input_file.read(path, _LONGEST, "Name a picture")).decode()
