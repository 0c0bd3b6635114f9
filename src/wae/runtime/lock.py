"""One writer at a time in the cache folder."""

import os

from wae.errors import CacheError
from wae.runtime import terminal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType

NAME = "lock"


class Lock:
    """A `with` block that only one process at a time is in, for one folder.

    A process that must wait says so on stderr. The system frees the lock of a process that was
    killed. Raises CacheError if the folder cannot be written to.
    """

    def __init__(self, folder: str) -> None:
        self._path = os.path.join(folder, NAME)
        self._descriptor = -1

    def __enter__(self) -> None:
        import fcntl

        try:
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                terminal.line("wae: waiting for another wae, which is compiling")
                fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        except OSError as error:
            raise CacheError(
                f"cannot lock the cache with {self._path}: {error.strerror}"
            ) from error

    def __exit__(
        self,
        kind: "type[BaseException] | None",
        error: "BaseException | None",
        traceback: "TracebackType | None",
    ) -> None:
        os.close(self._descriptor)
