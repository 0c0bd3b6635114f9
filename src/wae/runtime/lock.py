"""One writer at a time in the cache folder."""

import os

from wae.errors import CacheError
from wae.runtime import terminal
from wae.runtime.private import Directory

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType

NAME = "lock"
_FLAGS = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC


class Lock:
    """A `with` block that only one process at a time is in, for one folder.

    A process that must wait says so on stderr. The system frees the lock of a process that was
    killed. Raises CacheError if the folder cannot be written to.
    """

    def __init__(self, folder: Directory) -> None:
        self._folder = folder
        self._descriptor = -1

    def __enter__(self) -> None:
        import fcntl

        try:
            self._descriptor = os.open(NAME, _FLAGS, 0o600, dir_fd=self._folder.descriptor)
            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                terminal.line("wae: waiting for another wae, which is compiling")
                fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        except OSError as error:
            path = os.path.join(self._folder.path, NAME)
            raise CacheError(f"cannot lock the cache with {path}: {error.strerror}") from error

    def __exit__(
        self,
        kind: "type[BaseException] | None",
        error: "BaseException | None",
        traceback: "TracebackType | None",
    ) -> None:
        os.close(self._descriptor)
