"""One request to one host over `wasi:http`: the only module that touches the network."""

from contextlib import closing
from dataclasses import dataclass, replace

from componentize_py_types import Err, Ok
from wit_world.exports import client
from wit_world.imports import outgoing_handler
from wit_world.imports import types as wasi
from wit_world.imports.streams import InputStream, StreamError_Closed

import error_code
import sending
from clock import GRACE, MILLISECOND, timer
from failure import Failure, invalid
from fields import Fields
from hop import Hop
from scheduler import Steps, Wait

READ_SIZE = 65536
# The host's clock for the first byte runs while a body is sent, which may take long: then it is
# ours that counts. In milliseconds; without any, the host would take one of its own.
_A_WEEK = 7 * 24 * 3_600_000

_METHODS: dict[str, wasi.Method] = {
    "GET": wasi.Method_Get(),
    "HEAD": wasi.Method_Head(),
    "POST": wasi.Method_Post(),
    "PUT": wasi.Method_Put(),
    "DELETE": wasi.Method_Delete(),
    "OPTIONS": wasi.Method_Options(),
    "PATCH": wasi.Method_Patch(),
}
_SCHEMES: dict[str, wasi.Scheme] = {"http": wasi.Scheme_Http(), "https": wasi.Scheme_Https()}


@dataclass(frozen=True)
class Incoming:
    """An answer whose body is still to come. Header names are in lower case.

    `origin` is that of the server, as text; `unsent` the request's body, where the answer came
    before it was sent: it has to outlive the answer's.
    """

    origin: str
    status: int
    headers: Fields
    body: wasi.IncomingBody
    unsent: wasi.OutgoingBody | None = None

    def close(self) -> None:
        """Gives up the bodies."""
        self.body.__exit__(None, None, None)
        if self.unsent is not None:
            self.unsent.__exit__(None, None, None)


def pause(milliseconds: int) -> Steps[None]:
    """Waits, and leaves the place to others meanwhile."""
    with timer(milliseconds) as over:
        yield Wait([over], idle=True)


def send(hop: Hop, headers: Fields, options: client.Options) -> Steps[Incoming]:
    """Sends the hop with these headers and waits for the head of the answer.

    Raises `Failure`: invalid-request and everything that can go wrong before an answer.
    """
    origin, content = str(hop.url.origin), hop.body
    request = _outgoing_request(hop, headers)
    body = request.body() if content else None
    if body is not None and isinstance(content, bytes) and len(content) <= sending.AHEAD:
        sending.write_ahead(body, content, origin)
        body = None
    try:
        future = outgoing_handler.handle(request, _request_options(options, body is not None))
    except Err as error:
        raise error_code.before_answer(error.value, hop) from None
    with future, future.subscribe() as answered:
        patience = options.first_byte_timeout + GRACE
        if body is None or content is None:
            # The host's clocks leave out the TLS handshake.
            patience, phase = patience + options.connect_timeout, client.Phase.CONNECT
        else:
            pieces = [content] if isinstance(content, bytes) else content.pieces
            server = sending.Server(origin, answered, options)
            if (yield from sending.write(body, pieces, server)):
                body = None
            phase = client.Phase.FIRST_BYTE
        with timer(patience) as late:
            if not answered.ready():
                yield Wait([answered, late])
        try:
            if not answered.ready():
                raise Failure(client.Error_TimedOut((origin, phase)), passing=True)
            return replace(_incoming(future, hop), unsent=body)
        except Failure:
            if body is not None:
                body.__exit__(None, None, None)
            raise


def read(incoming: Incoming, most: int, patience: int) -> Steps[bytes]:
    """Reads the body and closes it; stops after more than `most` bytes.

    Raises `Failure`: truncated; timed-out where nothing comes for `patience` milliseconds.
    """
    chunks, size = [], 0
    with closing(incoming), incoming.body.stream() as stream, stream.subscribe() as arrived:
        while size <= most:
            with timer(patience) as late:
                yield Wait([arrived, late])
            if not arrived.ready():
                stalled = client.Error_TimedOut((incoming.origin, client.Phase.BETWEEN_BYTES))
                raise Failure(stalled, passing=True)
            if (chunk := _read_chunk(stream, incoming.origin)) is None:
                break
            chunks.append(chunk)
            size += len(chunk)
    return b"".join(chunks)


def _read_chunk(stream: InputStream, origin: str) -> bytes | None:
    """What has arrived, or None at the end."""
    try:
        return stream.read(READ_SIZE)
    except Err as error:
        if isinstance(error.value, StreamError_Closed):
            return None
        error.value.value.__exit__(None, None, None)
        raise Failure(client.Error_Truncated(origin), passing=True) from None


def _outgoing_request(hop: Hop, headers: Fields) -> wasi.OutgoingRequest:
    try:
        fields = wasi.Fields.from_list([(name, value.encode("latin-1")) for name, value in headers])
    except Err:
        raise invalid("a header that the host does not let pass") from None
    request = wasi.OutgoingRequest(fields)
    try:
        request.set_method(_METHODS.get(hop.method) or wasi.Method_Other(hop.method))
        request.set_scheme(_SCHEMES[hop.url.origin.scheme])
        request.set_authority(hop.url.origin.authority)
        request.set_path_with_query(hop.url.target)
    except Err:
        raise invalid("the host does not take this method or URL") from None
    return request


def _request_options(options: client.Options, is_sending: bool) -> wasi.RequestOptions:
    result = wasi.RequestOptions()
    result.set_connect_timeout(options.connect_timeout * MILLISECOND)
    first_byte = _A_WEEK if is_sending else options.first_byte_timeout
    result.set_first_byte_timeout(first_byte * MILLISECOND)
    result.set_between_bytes_timeout((options.between_bytes_timeout + GRACE) * MILLISECOND)
    return result


def _incoming(future: wasi.FutureIncomingResponse, hop: Hop) -> Incoming:
    match future.get():
        case Ok(Ok(response)):
            with response:
                with response.headers() as fields:
                    headers = [(name.lower(), _decode(value)) for name, value in fields.entries()]
                origin = str(hop.url.origin)
                return Incoming(origin, response.status(), headers, response.consume())
        case Ok(Err(code)):
            raise error_code.before_answer(code, hop)
    raise Failure(client.Error_ConnectionFailed((str(hop.url.origin), "no answer")))


def _decode(value: bytes) -> str:
    """A field's value: UTF-8 where it is that, else the bytes as Latin-1 (RFC 9110 §5.5)."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")
