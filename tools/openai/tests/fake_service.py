"""A stand-in for `wae:http`, and answers as a service writes them."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from componentize_py_types import Err
from wit_world.exports import chat as contract
from wit_world.imports import client, streaming
from wit_world.imports.streams import StreamError_Closed, StreamError_LastOperationFailed

DEFAULT = "{$OPENAI_BASE_URL|https://api.openai.com/v1}"


class Ready:
    """A pollable that is ready at once."""

    def block(self) -> None:
        pass

    def __enter__(self) -> "Ready":
        return self

    def __exit__(self, *_: object) -> None:
        pass


@dataclass
class Resource:
    """Something of the host's that has to be given up once; `journal` tells the order."""

    name: str
    journal: list[str]

    def __exit__(self, *_: object) -> None:
        assert self.name not in self.journal, f"{self.name} is given up twice"
        self.journal.append(self.name)


@dataclass
class Bytes(Resource):
    """A body in pieces; the connection breaks after them where `cut` is set."""

    pieces: list[bytes] = field(default_factory=list)
    cut: bool = False

    def read(self, most: int) -> bytes:
        assert self.name not in self.journal, "read after it was given up"
        if self.pieces:
            piece = self.pieces.pop(0)
            if piece[most:]:
                self.pieces.insert(0, piece[most:])
            return piece[:most]
        if self.cut:
            raise Err(StreamError_LastOperationFailed(Resource("error", self.journal)))
        raise Err(StreamError_Closed())

    def subscribe(self) -> Ready:
        return Ready()


@dataclass
class Answer:
    """`pieces`: of the body; all in one where it is read whole."""

    status: int
    pieces: list[bytes]
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False


class Service:
    """Gives its `answers` one after the other, the last one for ever; remembers the requests.

    `journal` has the resources in the order in which they were given up, `waits` the pauses in ms.
    """

    def __init__(self) -> None:
        self.servers: dict[str, str] = {}
        self.answers: list[Answer | client.Error] = []
        self.requests: list[client.Request] = []
        self.journal: list[str] = []
        self.waits: list[int] = []

    def answer(self, body: object, status: int = 200, **headers: str) -> None:
        """Adds an answer: JSON, or a text as it is."""
        text = body if isinstance(body, str) else json.dumps(body)
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        kind = {"content-type": "application/json"}
        self.answers.append(Answer(status, [text.encode()], kind | fields))

    def stream(self, *pieces: bytes | str, cut: bool = False, **headers: str) -> None:
        """Adds an answer that comes in pieces."""
        kind = {"content-type": "text/event-stream; charset=utf-8"}
        data = [each.encode() if isinstance(each, str) else each for each in pieces]
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers.append(Answer(200, data, kind | fields, cut))

    def fail(self, error: client.Error) -> None:
        self.answers.append(error)

    @property
    def sent(self) -> list[Any]:
        """The JSON of the requests."""
        return [None if each.body is None else json.loads(each.body) for each in self.requests]

    def other_server(self, url: str) -> str | None:
        """The server that a setting names for what begins so; a test may set it."""
        return self.servers.get(url)

    def send(self, request: client.Request) -> client.Response:
        actual = self._next(request)
        body = b"".join(actual.pieces).decode()
        return client.Response(actual.status, request.url, _headers(actual), body)

    def open(self, request: client.Request) -> streaming.Response:
        actual = self._next(request)
        self.journal.clear()
        stream = Bytes("stream", self.journal, list(actual.pieces), actual.cut)
        body = Resource("body", self.journal)
        return streaming.Response(actual.status, request.url, _headers(actual), stream, body)

    def _next(self, request: client.Request) -> Answer:
        self.requests.append(request)
        actual = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(actual, Answer):
            return actual
        raise Err(actual)


def _headers(answer: Answer) -> list[client.Header]:
    return [client.Header(name, value) for name, value in answer.headers.items()]


def event(value: object) -> str:
    return f"data: {json.dumps(value)}\n\n"


def delta(finish: str | None = None, index: int = 0, **fields: object) -> str:
    """An event with one choice."""
    choice = {"index": index, "delta": fields, "finish_reason": finish}
    return event({"model": "wae-1", "choices": [choice]})


STOP = delta("stop")
DONE = "data: [DONE]\n\n"


def request(*messages: contract.Message, **fields: Any) -> contract.Request:
    """One message of a user's where none is given."""
    said = list(messages) or [message("Hello")]
    names = ("tools", "temperature", "max_tokens", "schema", "options", "patience")
    optional: dict[str, Any] = dict.fromkeys(names)
    return contract.Request("wae-0", said, **{**optional, **fields})


def message(
    content: str,
    role: contract.Role = contract.Role.USER,
    pictures: list[str] | None = None,
) -> contract.Message:
    return contract.Message(role, content, [], None, pictures)


def refusal(function: Callable[..., object], *arguments: object) -> contract.Error:
    """The contract's error that `function` raises, of the service's own server."""
    failure = failed(function, *arguments)
    assert failure.server is None
    return failure.reason


def failed(function: Callable[..., object], *arguments: object) -> contract.Failure:
    """The contract's failure that `function` raises."""
    with pytest.raises(Err) as caught:
        function(*arguments)
    assert type(caught.value) is Err
    assert isinstance(caught.value.value, contract.Failure)
    return caught.value.value
