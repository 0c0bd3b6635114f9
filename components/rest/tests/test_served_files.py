"""Files as answers, from a folder that another component holds."""

import json

import pytest
from componentize_py_types import Err
from wit_world.imports import folder, types
from wit_world.imports.streams import StreamError_Closed

import fake_http

CONTENT = b"0123456789" * 1000
ENTRY = folder.Entry("x.txt", folder.Kind.FILE, len(CONTENT), 10**18)
ROOT = folder.Entry("", folder.Kind.DIRECTORY, 0, 10**18)
LOCAL = "127.0.0.1:8080"


class Source(fake_http.Resource):
    """A stream of the file that ends after `length` bytes."""

    def __init__(self, offset, length=None):
        self.offset, self.length = offset, length or len(CONTENT)

    def take(self, most):
        part = CONTENT[self.offset : min(self.offset + most, self.length)]
        if not part:
            raise Err(StreamError_Closed())
        self.offset += len(part)
        return part


@pytest.fixture
def opened(monkeypatch):
    """The streams that were opened; `length` of the file can be changed before."""
    actual = []

    def look(names):
        if names in ([], ["x.txt"]):
            return ENTRY if names else ROOT
        raise Err(folder.Error.NOT_FOUND)

    def open_(names, expected, offset):
        assert (["x.txt"], len(CONTENT)) == (names, expected.size)
        actual.append(Source(offset))
        return actual[-1]

    monkeypatch.setattr(folder, "look", look)
    monkeypatch.setattr(folder, "entries", lambda names, most: [ENTRY])
    monkeypatch.setattr(folder, "open", open_)
    return actual


def test_whole_file(ask, opened):
    """The bytes go from stream to stream, and both are released."""
    out = ask("GET", "/files/x.txt", authority=LOCAL)
    assert (200, CONTENT, True) == (out.status, out.body, out.sent.finished)
    assert [1] == [source.released for source in opened]


def test_ranges(ask, opened):
    """Each range has a stream of its own."""
    headers = [("range", "bytes=9990-,0-1")]
    out = ask("GET", "/files/x.txt", authority=LOCAL, headers=headers)
    assert 206 == out.status
    assert int(out.headers["content-length"]) == len(out.body)
    assert b"\r\n\r\n0123456789\r\n" in out.body
    assert b"\r\n\r\n01\r\n" in out.body
    assert [1, 1] == [source.released for source in opened]


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [("HEAD", [], 200), ("GET", [("if-none-match", "*")], 304)],
)
def test_head_alone(ask, opened, method, headers, status):
    """HEAD, and what the client has already, open nothing. An answer without a length gets an empty
    body, since jco sends none without."""
    out = ask(method, "/files/x.txt", authority=LOCAL, headers=headers)
    assert (status, b"", []) == (out.status, out.body, opened)
    finished = out.sent is not None and out.sent.finished
    assert finished == ("content-length" not in out.headers)


def test_a_file_that_becomes_shorter(ask, opened, monkeypatch):
    """An answer that cannot be as long as its head said is broken off, not finished."""
    monkeypatch.setattr(folder, "open", lambda *_: Source(0, 5000))
    out = ask("GET", "/files/x.txt", authority=LOCAL)
    assert (CONTENT[:5000], False, 1) == (out.body, out.sent.finished, out.sent.released)


@pytest.mark.parametrize(
    ("error", "status"), [(folder.Error.CHANGED, 503), (folder.Error.NOT_FOUND, 404)]
)
def test_a_file_that_changes_or_goes(ask, opened, monkeypatch, error, status):
    """Between the look and the bytes it may change: nothing is sent of another one."""

    def fail(*_):
        raise Err(error)

    monkeypatch.setattr(folder, "open", fail)
    assert status == ask("GET", "/files/x.txt", authority=LOCAL).status


def test_no_folder(ask, monkeypatch):
    """Where there is none, it is said how to give one."""

    def fail(*_):
        raise Err(folder.Error.NO_FOLDER)

    monkeypatch.setattr(folder, "look", fail)
    out = ask("GET", "/files/", authority=LOCAL)
    detail = (
        "This server has no folder to serve. Give it one: wae serve --files DIR, or "
        "wasmtime serve --dir DIR::/files"
    )
    assert (404, detail) == (out.status, json.loads(out.body)["detail"])


def test_names_that_lead_here(ask, opened, variables):
    """By a name that somebody owns files take the token (DNS rebinding)."""
    assert 403 == ask("GET", "/files/x.txt", authority="rebound.example").status
    assert 200 == ask("GET", "/files/x.txt", authority="localhost").status
    variables["WAE_TOKEN"] = "secret"
    assert 401 == ask("GET", "/files/x.txt", authority="localhost").status
    token = [("authorization", "Bearer secret")]
    assert 200 == ask("GET", "/files/x.txt", authority="rebound.example", headers=token).status
    assert 2 == len(opened)


def test_listing(ask, opened):
    """A directory's entries come from the folder."""
    out = ask("GET", "/files/", authority=LOCAL, headers=[("accept", "application/json")])
    assert ["x.txt"] == [entry["name"] for entry in json.loads(out.body)["entries"]]


def test_the_page_is_told(ask, opened):
    """Beside the description there is a link to the files, with the same bytes."""
    out = ask("GET", "/openapi.json")
    assert '</files/>; rel="collection"' == out.headers["link"]
    assert "link" not in ask("GET", "/").headers


def test_the_page_is_not_told(ask, opened, variables, monkeypatch):
    """Where the files take a token there is no link, and none where there are no files."""
    variables["WAE_TOKEN"] = "secret"
    assert "link" not in ask("GET", "/openapi.json").headers
    variables.clear()

    def look(names):
        raise Err(folder.Error.NO_FOLDER)

    monkeypatch.setattr(folder, "look", look)
    assert "link" not in ask("GET", "/openapi.json").headers


def test_a_host_that_splices_too_much(ask, opened, monkeypatch):
    """Bytes behind a range spoil the answer, which breaks off; the component goes on."""
    monkeypatch.setattr(Source, "take", lambda self, most: CONTENT[: most + 1])
    out = ask("GET", "/files/x.txt", headers=[("range", "bytes=0-9")], authority=LOCAL)
    assert (206, False) == (out.status, out.sent.finished)


def test_a_host_that_counts_otherwise(ask, opened, monkeypatch):
    """What a host says of the length after the last byte helps nobody."""

    def finish(body, trailers):
        raise Err(types.ErrorCode_HttpRequestBodySize(0))

    monkeypatch.setattr(types.OutgoingBody, "finish", finish)
    assert CONTENT == ask("GET", "/files/x.txt", authority=LOCAL).body
