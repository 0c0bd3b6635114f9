"""Files that are written whole or not at all."""

import contextlib
import os
from collections.abc import Iterator
from typing import BinaryIO

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
    with written(path, force) as file:
        file.write(content)


@contextlib.contextmanager
def written(path: str, force: bool) -> Iterator[BinaryIO]:
    """What the body writes is the file, once the body has ended; one that is there already is
    replaced with `force` only.

    Raises `Failure`. Then, and where the body raises, a file is as it was before.
    """
    _check_free(path, force)
    temporary = f"{path}.{os.urandom(8).hex()}"
    try:
        with open(temporary, "xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _check_free(path, force)
        os.replace(temporary, path)
    except OSError as error:
        _remove(temporary)
        reason = error.strerror or str(error)
        raise Failure(f"{path} could not be written: {reason}", "Check its folder") from None
    except BaseException:
        _remove(temporary)
        raise


def _check_free(path: str, force: bool) -> None:
    if os.path.lexists(path) and not force:
        raise Failure(f"{path} already exists", "Give another name, or --force")


def _remove(path: str) -> None:
    with contextlib.suppress(OSError):
        os.remove(path)
