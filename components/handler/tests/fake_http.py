"""wasi:http 0.3 in memory: a request, and the response to it."""

import wit_world
from componentize_py_types import Ok
from wit_world.imports import types

from fake_async import ByteStreamReader, ByteStreamWriter, FutureReader, FutureWriter, Resource

METHODS = {"GET": types.Method_Get(), "HEAD": types.Method_Head(), "POST": types.Method_Post()}


class Fields(Resource):
    """Headers."""

    def __init__(self, entries=()):
        self._entries = list(entries)

    @classmethod
    def from_list(cls, entries):
        return cls(entries)

    def copy_all(self):
        return self._entries


class Request(Resource):
    """A request whose body has these `parts`; `ended` is what follows it."""

    def __init__(
        self,
        method,
        target,
        headers=(),
        parts=(),
        authority="api.local",
        ended=None,
        at_once=False,
    ):
        self._method, self._target, self._authority = method, target, authority
        self._headers = Fields([(name, value.encode()) for name, value in headers])
        self.body = ByteStreamReader(parts, at_once=at_once)
        self.trailers = FutureReader(ended or Ok(None))
        self.is_consumed = False

    def get_method(self):
        return METHODS.get(self._method) or types.Method_Other(self._method)

    def get_path_with_query(self):
        return self._target

    def get_authority(self):
        return self._authority

    def get_headers(self):
        return self._headers

    @staticmethod
    def consume_body(request, told):
        assert not request.is_consumed
        request.is_consumed = True
        return request.body, request.trailers


class Response:
    """A response; `written` is its body as it is written, None for none."""

    def __init__(self, fields, contents):
        self.status = 200
        self.headers = {name: value.decode("latin-1") for name, value in fields.copy_all()}
        self.written = contents

    @classmethod
    def new(cls, fields, contents, trailers):
        return cls(fields, contents), FutureReader(Ok(None))

    def set_status_code(self, status):
        self.status = status

    @property
    def body(self):
        return b"".join(self.written.writes if self.written else [])


def install(monkeypatch, patience):
    """Puts all of it in the place of the bindings; a reader leaves after `patience` parts."""
    for fake in (Fields, Request, Response):
        monkeypatch.setattr(types, fake.__name__, fake)

    def byte_stream():
        writer = ByteStreamWriter(patience)
        return writer, writer  # who reads sees what is written

    def future(default):
        return FutureWriter(), FutureReader(default())

    monkeypatch.setattr(wit_world, "byte_stream", byte_stream)
    for name in dir(wit_world):
        if name.endswith("_future"):
            monkeypatch.setattr(wit_world, name, future)
