"""Answers that are read as they arrive."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType

from componentize_py_types import Err
from wit_world.imports import client, streaming
from wit_world.imports.streams import InputStream, StreamError_Closed
from wit_world.imports.types import IncomingBody

import api
import arriving
import content_coding
from content_coding import BadEncoding, TooLarge
from failure import Failure, interrupted, unexpected
from transport_failure import of_transport

# Makes a failure of a status, headers, and a body or its beginning.
Refusal = Callable[[int, list[client.Header], str], Failure]

_READ_SIZE = 65536
_LONGEST_QUOTE = 100
_LONGEST_ERROR = 256 * 1024
# Of a whole answer: more than any picture or reply has.
_MOST = 1 << 28
_UNCOMPRESSED = client.Header("accept-encoding", "identity")


class StreamingAnswer:
    """A "200 OK" whose body is still to come, and its connection, which `close` gives up."""

    def __init__(self, response: streaming.Response) -> None:
        self.kind = _media_type(api.named(response.headers).get("content-type", ""))
        self._open: tuple[InputStream, IncomingBody] | None = (response.bytes, response.body)
        self._encoding = _joined(response.headers, "content-encoding")
        self._pieces: Iterator[bytes] | None = None

    def read(self) -> bytes | None:
        """What has arrived, waiting for it, without its `Content-Encoding`; None at the end.

        Raises `Failure` (interrupted, unexpected).
        """
        try:
            if self._pieces is None:
                self._pieces = content_coding.undo(self._encoding, self._arriving(), _MOST)
            return next(self._pieces, None)
        except BadEncoding as error:
            coding = self._encoding[:_LONGEST_QUOTE]
            raise unexpected(f"the answer's Content-Encoding is {coding}: {error}") from None
        except TooLarge:
            raise unexpected(f"the answer is larger than {_MOST:,} bytes") from None

    def _arriving(self) -> Iterator[bytes]:
        while self._open is not None:
            try:
                yield arriving.read(self._open[0], _READ_SIZE)
            except Err as error:
                if isinstance(error.value, StreamError_Closed):
                    return
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
        resources, self._open = self._open or (), None
        for resource in resources:
            resource.__exit__(None, None, None)

    def __enter__(self) -> "StreamingAnswer":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def request(
    method: str,
    url: str,
    body: dict[str, object] | None,
    accept: str,
    refusal: Refusal = api.refusal,
    not_answered: Callable[[client.Error], Failure] = of_transport,
) -> StreamingAnswer:
    """The answer to one request, sent once. Raises `Failure`: `refusal` makes the one for an
    answer whose status is not one of success, `not_answered` that for no answer."""
    request = api.request_of(method, url, body, accept, _UNCOMPRESSED)
    try:
        response = streaming.open(request)
    except Err as error:
        raise not_answered(error.value) from None
    with _closed_on_failure(StreamingAnswer(response)) as answer:
        if response.status != 200:
            raise refusal(response.status, response.headers, _beginning(answer))
    return answer


@contextmanager
def _closed_on_failure(answer: StreamingAnswer) -> Iterator[StreamingAnswer]:
    try:
        yield answer
    except Failure:
        answer.close()
        raise


def _beginning(answer: StreamingAnswer) -> str:
    """As much of an error's body as arrives, and as anybody would read."""
    data = b""
    try:
        for piece in answer.rest(_LONGEST_ERROR):
            data += piece
    except Failure:
        # The status tells more than how its body ended.
        return data.decode("utf-8", "replace")
    return data.decode("utf-8", "replace")


def _joined(headers: list[client.Header], name: str) -> str:
    """The values of a field that is a list, which may stand on several lines (RFC 9110 §5.3)."""
    return ", ".join(header.value for header in headers if header.name == name)


def _media_type(value: str) -> str:
    return value.partition(";")[0].strip().lower()
