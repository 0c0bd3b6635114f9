"""wasi:http in memory: a request, and where its answer goes."""

from dataclasses import dataclass, field

from componentize_py_types import Err
from wit_world.imports import types
from wit_world.imports.streams import StreamError_Closed, StreamError_LastOperationFailed

METHODS = {"GET": types.Method_Get(), "HEAD": types.Method_Head(), "POST": types.Method_Post()}


class Resource:
    """What has to be released, and counts it."""

    released = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.released += 1


class Fields(Resource):
    """Headers."""

    def __init__(self, entries=()):
        self._entries = list(entries)

    @classmethod
    def from_list(cls, entries):
        return cls(entries)

    def entries(self):
        return self._entries


class InputStream(Resource):
    """Gives the parts, then ends; breaks off where a part is None."""

    def __init__(self, parts):
        self.parts = list(parts)

    def blocking_read(self, size):
        if not self.parts:
            raise Err(StreamError_Closed())
        part = self.parts.pop(0)
        if part is None:
            raise Err(StreamError_LastOperationFailed(None))
        assert len(part) <= size
        return part


@dataclass
class IncomingBody(Resource):
    """A body that can be read once."""

    input: InputStream

    def stream(self):
        return self.input


class Request(Resource):
    """An incoming request."""

    def __init__(self, method, target, headers=(), parts=(), authority="api.local"):
        self._method, self._target, self._authority = method, target, authority
        self._headers = Fields([(name, value.encode()) for name, value in headers])
        self.body = IncomingBody(InputStream(parts))

    def method(self):
        return METHODS.get(self._method) or types.Method_Other(self._method)

    def path_with_query(self):
        return self._target

    def authority(self):
        return self._authority

    def headers(self):
        return self._headers

    def consume(self):
        return self.body


class OutputStream(Resource):
    """Takes writes, at most 4096 bytes each; the client is gone after `patience` of them."""

    def __init__(self, patience):
        self.writes = []
        self.patience = patience

    def blocking_write_and_flush(self, content):
        assert len(content) <= 4096
        if len(self.writes) >= self.patience:
            raise Err(StreamError_Closed())
        self.writes.append(content)

    def blocking_splice(self, source, size):
        content = source.take(min(size, 4096))
        self.blocking_write_and_flush(content)
        return len(content)


@dataclass
class OutgoingBody(Resource):
    """A body that has to be finished, or released if it is not whole."""

    output: OutputStream
    finished: bool = False
    taken: int = 0

    def write(self):
        self.taken += 1
        return self.output

    @staticmethod
    def finish(body, trailers):
        assert (body.taken, None) == (body.output.released, trailers)
        body.finished = True


@dataclass
class Out:
    """The answer that was sent."""

    patience: int = 1_000_000
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    sent: OutgoingBody | None = None

    @property
    def body(self):
        return b"".join(self.sent.output.writes if self.sent else [])


class OutgoingResponse:
    """A response that is not sent yet."""

    def __init__(self, fields):
        self.fields, self.status, self.sent = fields, 200, None

    def set_status_code(self, status):
        self.status = status

    def body(self):
        assert self.sent is None, "the body was taken"
        self.sent = OutgoingBody(OutputStream(0))
        return self.sent


class ResponseOutparam:
    """Sends it."""

    @staticmethod
    def set(out, response):
        assert not out.status, "there is an answer already"
        made = response.value
        out.status, out.sent = made.status, made.sent
        out.headers = {name: value.decode() for name, value in made.fields.entries()}
        if out.sent is not None:
            out.sent.output.patience = out.patience


def install(monkeypatch):
    """Puts all of it in the place of the bindings."""
    for fake in (Fields, OutgoingBody, OutgoingResponse, ResponseOutparam):
        monkeypatch.setattr(types, fake.__name__, fake)
