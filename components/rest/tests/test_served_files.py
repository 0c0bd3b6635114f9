"""Files as answers, from a folder that another component holds."""

import json

import pytest
from componentize_py_types import Err
from wit_world.imports import folder

CONTENT = b"0123456789" * 1000
ENTRY = folder.Entry("x.txt", folder.Kind.FILE, len(CONTENT), 10**18)
ROOT = folder.Entry("", folder.Kind.DIRECTORY, 0, 10**18)
LOCAL = "127.0.0.1:8080"


class Source:
    """A stream of the file from an offset on; counts how often it is released."""

    released = 0

    def __init__(self, offset):
        self.offset = offset

    def all(self):
        return CONTENT[self.offset :]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.released += 1


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
    """The server gets a stream, which is its own from then on."""
    out = ask("GET", "/files/x.txt", authority=LOCAL)
    assert (200, CONTENT, True) == (out.status, out.body, out.finished)
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
    """HEAD, and what the client has already, open nothing."""
    out = ask(method, "/files/x.txt", authority=LOCAL, headers=headers)
    assert (status, b"", []) == (out.status, out.body, opened)


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


def test_a_client_that_leaves(ask, opened):
    """Streams that nobody took are released."""
    headers = [("range", "bytes=9990-,0-1")]
    out = ask("GET", "/files/x.txt", authority=LOCAL, headers=headers, patience=2)
    assert (False, [1, 1]) == (out.finished, [source.released for source in opened])


def test_a_range_that_is_gone(ask, opened, monkeypatch):
    """Where the second part cannot be opened any more, the first one's stream is released."""
    first = Source(0)

    def open_(names, expected, offset):
        if offset:
            raise Err(folder.Error.CHANGED)
        return first

    monkeypatch.setattr(folder, "open", open_)
    out = ask("GET", "/files/x.txt", authority=LOCAL, headers=[("range", "bytes=0-1,9990-")])
    assert (503, 1) == (out.status, first.released)
