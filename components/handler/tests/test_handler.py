"""Requests and responses of wasi:http 0.3. What is answered to what, `rest`'s tests say."""

import json

import pytest
from componentize_py_types import Err
from wit_world.imports import chat, checker, folder, types
from wit_world.imports.streams import StreamError_Closed

import bodies
import fake_http

CHECK = "/password/checker/check"
OPEN = "/openai/chat/open"
PASSWORD = {"password": "p", "user-inputs": []}
REQUEST = {"request": {"model": "m", "messages": [], "tools": []}}
VERDICT = checker.Verdict(4, 12.5, float("inf"), 1.0, None, ["é"])
CONTENT = b"0123456789" * 10_000
ENTRY = folder.Entry("x.txt", folder.Kind.FILE, len(CONTENT), 10**18)
LOCAL = "127.0.0.1:8080"
BROKEN = Err(types.ErrorCode_ConnectionTerminated())


@pytest.fixture
def check(monkeypatch):
    """What passwords were judged with."""
    given = []
    monkeypatch.setattr(checker, "check", lambda *arguments: given.append(arguments) or VERDICT)
    return given


def problem(response):
    """Status and detail of a problem."""
    assert "application/problem+json" == response.headers["content-type"]
    document = json.loads(response.body)
    assert response.status == document["status"]
    return response.status, document["detail"]


def test_call(post, check):
    """Arguments go in by name, the result comes out as JSON, of the length that its head tells."""
    response = post(CHECK, {"user-inputs": ["a"], "password": "日本"})
    assert [("日本", ["a"])] == check
    assert (200, "application/json") == (response.status, response.headers["content-type"])
    assert 4 == json.loads(response.body)["score"]
    assert str(len(response.body)) == response.headers["content-length"]
    assert 1 == response.written.released


@pytest.mark.parametrize("path", ["/", "/healthz", "/openapi.json"])
def test_documents(ask, path):
    """Documents are for everybody, and HEAD gets their head alone, without a body to wait for."""
    response = ask("GET", f"{path}?query")
    assert (200, str(len(response.body))) == (response.status, response.headers["content-length"])
    head = ask("HEAD", path)
    assert (200, None, response.headers) == (head.status, head.written, head.headers)


@pytest.mark.parametrize("at_once", [False, True])
def test_bodies_in_parts(handle, check, at_once):
    """A body may come in any parts, and say that it ends with the last of them or after that; all
    that was taken of the request is released."""
    content = json.dumps(PASSWORD).encode()
    parts = [content[:1], b"", content[1:-1], content[-1:]]
    headers = [("content-type", "application/json")]
    request = fake_http.Request("POST", CHECK, headers, parts, at_once=at_once)
    (response,) = handle(request)
    assert (200, [("p", [])]) == (response.status, check)
    assert (1, 1) == (request.body.released, request.trailers.released)


@pytest.mark.parametrize("length", ["x", "-1", "\xb2", "1.5"])
def test_lengths_that_are_none(post, check, length):
    """A length that is no number says nothing."""
    assert 200 == post(CHECK, PASSWORD, [("content-length", length)]).status


def test_side_by_side(handle, check):
    """One instance answers several at a time, each with its own."""
    headers = [("content-type", "application/json")]
    requests = [
        fake_http.Request(
            "POST", CHECK, headers, [json.dumps({**PASSWORD, "password": str(number)}).encode()]
        )
        for number in range(5)
    ]
    broken = fake_http.Request("POST", CHECK, headers, [b"{"])
    responses = handle(*requests, broken)
    assert [200] * 5 == [response.status for response in responses[:5]]
    assert {str(number) for number in range(5)} == {password for password, _ in check}
    assert 400 == problem(responses[-1])[0]


def test_bodies_that_break_off(ask, check):
    """Half a body calls nothing."""
    response = ask("POST", CHECK, parts=[b"{"], ended=BROKEN)
    assert (400, "The body broke off") == problem(response)
    assert [] == check


def test_large_bodies(handle, ask, check):
    """A body of more than 1 MiB is refused once it is read; of one that goes on and on, or is
    announced so, the rest is not."""
    parts = [bytes(bodies.CHUNK)] * 17
    assert 413 == problem(ask("POST", CHECK, parts=parts))[0]
    endless = fake_http.Request("POST", CHECK, parts=parts * 2 * bodies.DISCARDED)
    assert 413 == problem(handle(endless)[0])[0]
    assert endless.body.parts
    huge = [("content-length", str(bodies.LARGEST * bodies.DISCARDED + 1))]
    unread = fake_http.Request("POST", CHECK, huge, [b"x"])
    assert 413 == problem(handle(unread)[0])[0]
    assert not unread.is_consumed


def test_own_errors(post, monkeypatch):
    """An error of the contract is a problem; the instance goes on."""

    def fail(*_):
        raise Err(checker.Error_TooLong(72))

    monkeypatch.setattr(checker, "check", fail)
    detail = "Longer than the limit given, in characters (too-long: 72)"
    assert (422, detail) == problem(post(CHECK, PASSWORD))
    monkeypatch.setattr(checker, "check", lambda *_: VERDICT)
    assert 200 == post(CHECK, PASSWORD).status


def test_the_token_of_each_request(post, check, variables):
    """A kept instance asks its environment for the token each time."""
    assert 200 == post(CHECK, PASSWORD).status
    variables["WAE_TOKEN"] = "secret"
    assert 401 == problem(post(CHECK, PASSWORD))[0]
    assert 200 == post(CHECK, PASSWORD, [("authorization", "Bearer secret")]).status
    variables["WAE_TOKEN"] = "other"
    assert 401 == problem(post(CHECK, PASSWORD, [("authorization", "Bearer secret")]))[0]


class Replies:
    """A stream of events."""

    def __init__(self, events):
        self.events = list(events)
        self.closed = self.released = 0

    def next(self):
        return self.events.pop(0) if self.events else None

    def close(self):
        self.closed += 1

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.released += 1


@pytest.mark.parametrize(("patience", "left"), [(99, 0), (2, 6)])
def test_stream(post, monkeypatch, patience, left):
    """A stream's values are events, each written when it comes; when nobody reads any more, the
    stream is closed, and nothing is asked for in vain."""
    stream = Replies([chat.Event_Text(str(number)) for number in range(9)])
    monkeypatch.setattr(chat, "open", lambda request: stream)
    response = post(OPEN, REQUEST, patience=patience)
    assert "text/event-stream; charset=utf-8" == response.headers["content-type"]
    assert b'event: item\ndata: {"text":"0"}\n\n' == response.written.writes[0]
    assert (left == 0) == response.body.endswith(b"event: end\ndata: {}\n\n")
    assert (1, 1, left) == (stream.closed, stream.released, len(stream.events))
    assert 1 == response.written.released


class Source:
    """The file from a byte on, `length` bytes long by now."""

    released = 0

    def __init__(self, offset, length):
        self.offset, self.length = offset, length

    def blocking_read(self, most):
        part = CONTENT[self.offset : min(self.offset + most, self.length)]
        if not part:
            raise Err(StreamError_Closed())
        self.offset += len(part)
        return part

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.released += 1


@pytest.fixture
def opened(monkeypatch, ask):
    """The streams of a folder's file that were opened, and how long it is."""
    actual, length = [], [len(CONTENT)]

    def open_(names, expected, offset):
        actual.append(Source(offset, length[0]))
        return actual[-1]

    monkeypatch.setattr(folder, "look", lambda names: ENTRY)
    monkeypatch.setattr(folder, "open", open_)
    return actual, length


def test_files(ask, opened):
    """A file is sent whole, or the ranges that were asked for; each stream is released."""
    whole = ask("GET", "/files/x.txt", authority=LOCAL)
    assert (200, CONTENT) == (whole.status, whole.body)
    headers = [("range", "bytes=99990-,0-1")]
    parts = ask("GET", "/files/x.txt", authority=LOCAL, headers=headers)
    assert (206, str(len(parts.body))) == (parts.status, parts.headers["content-length"])
    assert b"\r\n\r\n0123456789\r\n" in parts.body
    assert [1, 1, 1] == [source.released for source in opened[0]]


def test_heads_of_files(ask, opened):
    """HEAD opens nothing."""
    head = ask("HEAD", "/files/x.txt", authority=LOCAL)
    assert (200, str(len(CONTENT)), None) == (
        head.status,
        head.headers["content-length"],
        head.written,
    )
    assert [] == opened[0]


def test_files_that_end_early(ask, opened):
    """The body breaks off where the file does, and is shorter than its head tells."""
    opened[1][0] = 70_000
    response = ask("GET", "/files/x.txt", authority=LOCAL)
    assert (str(len(CONTENT)), CONTENT[:70_000]) == (
        response.headers["content-length"],
        response.body,
    )
    assert [1] == [source.released for source in opened[0]]
