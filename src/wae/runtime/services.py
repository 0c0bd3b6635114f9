"""What the host does for an app because WASI cannot: asked for on stderr, answered on stdin.

A request is framed as a notice is (see `notices`): `0x1E token "?" count ":" payload`. Its payload
is UTF-8: `NAME/VERSION`, and after a line feed what the service needs. The app then reads the
answer on its stdin, where nothing else is: `0x1E token "=" count ":" payload`, with a status and,
after a line feed, the answer. Having read it, the app sends an empty request, and its stdin is
again what it was.

The variable WAE_SERVICES names the services that there are, with a space between. Under a host that
offers none, an app does without.

| Service       | Needs      | Answers                                                       |
|---------------|------------|---------------------------------------------------------------|
| read-secret/1 | the prompt | `ok` and the line; `end` at the end of the input; or `failed` |

`failed` comes with the reason, `unknown` for a service that there is not.
"""

import _thread
import os

from wae.runtime import terminal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Answer = tuple[bytes, bytes]

_STDIN = 0


def read_secret(prompt: bytes) -> "Answer":
    """A line that is typed without being shown."""
    from wae.runtime import secret

    line = secret.read(prompt.decode("utf-8", "replace"))
    return (b"end", b"") if line is None else (b"ok", line)


SERVICES: "dict[bytes, Callable[[bytes], Answer]]" = {b"read-secret/1": read_secret}
"""Each takes what it needs and returns a status and the answer, on the main thread."""


def offered() -> str:
    """The value of WAE_SERVICES: nothing where nobody types."""
    return b" ".join(SERVICES).decode() if os.isatty(_STDIN) else ""


class Services:
    """Serves one run of an app; `main` has the main thread do something and returns its result."""

    def __init__(self, token: bytes, main: "Callable[[Callable[[], Answer]], Answer]") -> None:
        self._start = b"\x1e" + token + b"="
        self._main = main
        self._standing: _Standing | None = None

    def request(self, payload: bytes) -> None:
        """Takes a request's payload; returns when the answer lies on stdin."""
        self.close()
        if payload:
            name, _, needs = payload.partition(b"\n")
            answer = b"\n".join(self._serve(name, needs))
            self._standing = _Standing(b"%s%d:%s" % (self._start, len(answer), answer))

    def close(self) -> None:
        """Gives the app its own stdin back."""
        if self._standing:
            self._standing.remove()
            self._standing = None

    def _serve(self, name: bytes, needs: bytes) -> "Answer":
        service = SERVICES.get(name)
        if service is None:
            return b"unknown", name
        try:
            return self._main(lambda: service(needs))
        except OSError as error:
            return b"failed", (error.strerror or str(error)).encode()


class _Standing:
    """An answer that stands where stdin was, until it is removed.

    Its pipe stays open so long: the engine would take its end for the end of stdin, for good.
    """

    def __init__(self, content: bytes) -> None:
        reading, self._writing = os.pipe()
        self._stdin = os.dup(_STDIN)
        os.dup2(reading, _STDIN)
        os.close(reading)
        self._written = _thread.allocate_lock()
        self._written.acquire()
        _thread.start_new_thread(self._write, (content,))

    def remove(self) -> None:
        """Puts stdin back; what the app did not read is gone."""
        os.dup2(self._stdin, _STDIN)
        os.close(self._stdin)
        self._written.acquire()
        os.close(self._writing)

    def _write(self, content: bytes) -> None:
        terminal.write(content, self._writing)
        self._written.release()
