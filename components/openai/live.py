"""Answers that are read as they arrive."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType

from componentize_py_types import Err
from wit_world.imports import client, streaming
from wit_world.imports.streams import StreamError_Closed

import api
from failure import Failure, interrupted, unexpected
from transport_failure import of_transport

# Makes a failure of a status, headers, and a body or its beginning.
Refusal = Callable[[int, list[client.Header], str], Failure]

_READ_SIZE = 65536
_LONGEST_ERROR = 256 * 1024
_UNCOMPRESSED = client.Header("accept-encoding", "identity")


class Live:
    """A "200 OK" whose body is still to come, and its connection, which `close` gives up."""

    def __init__(self, response: streaming.Response) -> None:
        self.kind = _media_type(api.named(response.headers).get("content-type", ""))
        self._open = [response.bytes, response.body]

    def read(self) -> bytes | None:
        """What has arrived, waiting for it; None at the end. Raises `Failure` (interrupted)."""
        if not self._open:
            return None
        try:
            return self._open[0].blocking_read(_READ_SIZE)
        except Err as error:
            if isinstance(error.value, StreamError_Closed):
                return None
            error.value.value.__exit__(None, None, None)
            raise interrupted("the connection ended before the answer did") from None

    def rest(self, most: int) -> Iterator[bytes]:
        """Everything that is still to come. Raises `Failure`, also after `most` bytes."""
        size = 0
        while (piece := self.read()) is not None:
            size += len(piece)
            if size > most:
                raise unexpected(f"the answer is larger than {most:,} bytes")
            yield piece

    def close(self) -> None:
        """Any number of times. The stream goes before its body, as `wasi:http` demands."""
        while self._open:
            self._open.pop(0).__exit__(None, None, None)

    def __enter__(self) -> "Live":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def opened(
    method: str,
    url: str,
    body: dict[str, object] | None,
    accept: str,
    refusal: Refusal = api.refusal,
    not_answered: Callable[[client.Error], Failure] = of_transport,
) -> Live:
    """The answer to one request, sent once. Raises `Failure`: `refusal` makes the one for an
    answer whose status is not one of success, `not_answered` that for no answer."""
    request = api.request_of(method, url, body, accept, _UNCOMPRESSED)
    try:
        response = streaming.open(request)
    except Err as error:
        raise not_answered(error.value) from None
    with _closed_on_failure(Live(response)) as live:
        encoding = api.named(response.headers).get("content-encoding", "identity")
        if response.status != 200:
            words = _beginning(live) if encoding == "identity" else ""
            raise refusal(response.status, response.headers, words)
        if encoding != "identity":
            raise unexpected("the answer is compressed, which was not asked for")
    return live


@contextmanager
def _closed_on_failure(live: Live) -> Iterator[Live]:
    try:
        yield live
    except Failure:
        live.close()
        raise


def _beginning(live: Live) -> str:
    """As much of an error's body as arrives, and as anybody would read."""
    data = b""
    try:
        for piece in live.rest(_LONGEST_ERROR):
            data += piece
    except Failure:
        # The status tells more than how its body ended.
        return data.decode("utf-8", "replace")
    return data.decode("utf-8", "replace")


def _media_type(value: str) -> str:
    return value.partition(";")[0].strip().lower()
