"""What the host does for an app because WASI cannot: asked for on stderr, answered on stdin.

A request is framed as a notice is (see `notices`): `0x1E token "?" count ":" payload`. Its payload
is UTF-8: `NAME/VERSION`, and after a line feed what the service needs. The app then reads the
answer on its stdin, where nothing else is: `0x1E token "=" count ":" payload`, with a status and,
after a line feed, the answer. Having read it, the app sends an empty request, and its stdin is
again what it was.

The variable WAE_SERVICES names the services that there are, with a space between. Under a host that
offers none, an app does without.

| Service             | Needs      | Answers                                                       |
|---------------------|------------|---------------------------------------------------------------|
| read-secret/1       | the prompt | `ok` and the line; `end` at the end of the input; or `failed` |
| edit-line/1         | JSON       | `ok` and the text; `end` to leave; or `failed`                |
| hold-interrupt/1    |            | `ok`; then Ctrl-C cuts connections, and ends the app only     |
|                     |            | the second time                                               |
| release-interrupt/1 |            | `ok` and `1` if there was a Ctrl-C meanwhile, or `0`          |
| wait/1              | seconds    | `ok` after these; at once, and with `1`, after a Ctrl-C that  |
|                     |            | was held; or with `0`                                         |

`failed` comes with the reason, `unknown` for a service that there is not. What `edit-line/1` needs
is an object: `prompt` for the first line, `more` for the others, `text` to begin with, `history`:
what was typed before, the latest last; with `leaves` the first Ctrl-C is an `end`.
"""

import _thread
import os

from wae.runtime import terminal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Answer = tuple[bytes, bytes]
    Service = Callable[[bytes], Answer]

_STDIN = 0


def read_secret(prompt: bytes) -> "Answer":
    """A line that is typed without being shown."""
    from wae.runtime import secret

    line = secret.read(prompt.decode("utf-8", "replace"))
    return (b"end", b"") if line is None else (b"ok", line)


def edit_line(needs: bytes) -> "Answer":
    """A text that is typed, of one line or more, and may be edited meanwhile."""
    import json

    from wae.runtime.editing import editor

    asked = json.loads(needs)
    prompts = editor.Prompts(asked["prompt"], asked["more"])
    leaves = asked.get("leaves", False)
    text = editor.read(prompts, asked["text"], asked["history"], leaves=leaves)
    return (b"end", b"") if text is None else (b"ok", text.encode())


def hold_interrupt(_needs: bytes) -> "Answer":
    """Ctrl-C does no more than cut connections."""
    from wae.runtime import interrupt

    interrupt.hold()
    return b"ok", b""


def release_interrupt(_needs: bytes) -> "Answer":
    """Ctrl-C ends the app again."""
    from wae.runtime import interrupt

    return b"ok", b"1" if interrupt.release() else b"0"


def wait(needs: bytes) -> "Answer":
    """So many seconds, which Ctrl-C ends."""
    from wae.runtime import interrupt

    return b"ok", b"1" if interrupt.wait(float(needs)) else b"0"


_TYPED: "dict[bytes, Service]" = {b"read-secret/1": read_secret}
_DRAWN: "dict[bytes, Service]" = {
    b"edit-line/1": edit_line,
    b"hold-interrupt/1": hold_interrupt,
    b"release-interrupt/1": release_interrupt,
    b"wait/1": wait,
}
SERVICES = _TYPED | _DRAWN
"""Each takes what it needs and returns a status and the answer, on the main thread."""


def offered(environ: "Mapping[str, str]", more: "Iterable[str]" = ()) -> "list[str]":
    """The services that there are: none where nobody types, and no editor where it cannot draw.

    `more` are others than those here.
    """
    if not os.isatty(_STDIN):
        return []
    draws = os.isatty(terminal.STDERR) and environ.get("TERM", "") not in ("", "dumb")
    return [*(name.decode() for name in (SERVICES if draws else _TYPED)), *more]


class Services:
    """Serves one run of an app; `main` has the main thread do something and returns its result.

    `more` are services beside `SERVICES`, by name.
    """

    def __init__(
        self,
        token: bytes,
        main: "Callable[[Callable[[], Answer]], Answer]",
        more: "Mapping[bytes, Service] | None" = None,
    ) -> None:
        self._services = {**SERVICES, **(more or {})}
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
        service = self._services.get(name)
        if service is None:
            return b"unknown", name
        try:
            return self._main(lambda: service(needs))
        except Exception as error:  # whoever asked waits for an answer, whatever went wrong
            why = getattr(error, "strerror", None) or str(error) or type(error).__name__
            return b"failed", why.encode("utf-8", "replace")


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
