"""One request to one host over `wasi:http`: the only module that touches the network."""

from dataclasses import dataclass

from componentize_py_types import Err, Ok
from wit_world.exports import client
from wit_world.imports import monotonic_clock, outgoing_handler
from wit_world.imports import types as wasi
from wit_world.imports.poll import Pollable
from wit_world.imports.streams import InputStream, OutputStream, StreamError_Closed

import error_code
from failure import Failure, invalid
from fields import Fields
from hop import Hop
from scheduler import Steps, Wait

MILLISECOND = 1_000_000
READ_SIZE = 65536
# The largest body that is written before the request goes out. Every host has room for it: a
# stream takes that much before anybody reads.
AHEAD = 65536
# Milliseconds that the host's clocks come after ours, which can tell a stalled body from one
# that was cut. The host's guard the streams that are handed on.
GRACE = 500

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

    `origin` is that of the server, as text.
    """

    origin: str
    status: int
    headers: Fields
    body: wasi.IncomingBody

    def close(self) -> None:
        """Gives up the body."""
        self.body.__exit__(None, None, None)


def pause(milliseconds: int) -> Steps[None]:
    """Waits, and leaves the place to others meanwhile."""
    with _timer(milliseconds) as timer:
        yield Wait([timer], idle=True)


def send(hop: Hop, headers: Fields, options: client.Options) -> Steps[Incoming]:
    """Sends the hop with these headers and waits for the head of the answer.

    Raises `Failure`: invalid-request and everything that can go wrong before an answer.
    """
    request = _outgoing_request(hop, headers)
    body = request.body() if hop.body else None
    if body is not None and len(hop.body or b"") <= AHEAD:
        _write_ahead(body, hop)
        body = None
    try:
        future = outgoing_handler.handle(request, _request_options(options))
    except Err as error:
        raise error_code.before_answer(error.value, hop) from None
    longest = options.connect_timeout + options.first_byte_timeout + GRACE
    with future, future.subscribe() as answered, _timer(longest) as late:
        if body is not None:
            yield from _write(body, hop.body or b"", [answered, late])
        if not answered.ready():
            yield Wait([answered, late])
        if not answered.ready():
            # The host's clocks leave out the TLS handshake.
            raise Failure(
                client.Error_TimedOut((str(hop.url.origin), client.Phase.CONNECT)), passing=True
            )
        return _incoming(future, hop)


def read(incoming: Incoming, most: int, patience: int) -> Steps[bytes]:
    """Reads the body and closes it; stops after more than `most` bytes.

    Raises `Failure`: truncated; timed-out where nothing comes for `patience` milliseconds.
    """
    chunks, size = [], 0
    with incoming.body as body, body.stream() as stream, stream.subscribe() as arrived:
        while size <= most:
            with _timer(patience) as late:
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


def _write_ahead(body: wasi.OutgoingBody, hop: Hop) -> None:
    """Writes and finishes the hop's small body before the request goes out.

    A server that refuses without reading closes the connection; whoever is still writing then
    loses its answer.
    """
    data = hop.body or b""
    with body.write() as stream:
        while data and (room := stream.check_write()):
            stream.write(data[:room])
            data = data[room:]
    if data:
        raise Failure(client.Error_Protocol((str(hop.url.origin), "the host takes no body")))
    wasi.OutgoingBody.finish(body, None)


def _write(body: wasi.OutgoingBody, data: bytes, ends: list[Pollable]) -> Steps[None]:
    """Sends the body, or as much as goes before one of the `ends` is ready."""
    with body.write() as stream, stream.subscribe() as writable:
        sent = 0
        while sent < len(data) and not any(end.ready() for end in ends):
            written = _write_chunk(stream, data[sent:])
            if written is None:
                break
            sent += written
            if written == 0:
                yield Wait([writable, *ends])
    if sent < len(data):
        body.__exit__(None, None, None)
        return
    try:
        wasi.OutgoingBody.finish(body, None)
    except Err:
        # The connection is gone; the future says why.
        return


def _write_chunk(stream: OutputStream, data: bytes) -> int | None:
    """How many bytes the stream took; None where it takes no more at all."""
    try:
        room = stream.check_write()
        if room:
            stream.write(data[:room])
    except Err as error:
        if not isinstance(error.value, StreamError_Closed):
            error.value.value.__exit__(None, None, None)
        return None
    return min(room, len(data))


def _timer(milliseconds: int) -> Pollable:
    return monotonic_clock.subscribe_duration(milliseconds * MILLISECOND)


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


def _request_options(options: client.Options) -> wasi.RequestOptions:
    result = wasi.RequestOptions()
    result.set_connect_timeout(options.connect_timeout * MILLISECOND)
    result.set_first_byte_timeout(options.first_byte_timeout * MILLISECOND)
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
