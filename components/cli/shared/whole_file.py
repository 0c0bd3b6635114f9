"""Files that are written whole or not at all."""

import contextlib
import os

from shared import output
from shared.errors import Failure

# POSIX, Utility Syntax Guidelines, 13.
STDOUT = "-"


def write(path: str, content: bytes, force: bool) -> None:
    """Writes a file; one that is there already is replaced with `force` only. `-` is no file, but
    standard output.

    Raises `Failure`; a file is then as it was before.
    """
    if path == STDOUT:
        output.write_bytes(content)
        return
    if os.path.lexists(path) and not force:
        raise Failure(f"There is a file {path} already", "Give another name, or --force")
    temporary = f"{path}.{os.urandom(8).hex()}"
    try:
        with open(temporary, "xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            os.remove(temporary)
        reason = error.strerror or str(error)
        raise Failure(f"{path} could not be written: {reason}", "Check its folder") from None
