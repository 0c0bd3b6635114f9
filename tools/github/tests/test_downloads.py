"""`downloads`: a file, piece by piece, which is what GitHub lists."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256

import pytest
from componentize_py_types import Err
from wit_world.exports import repositories as contract
from wit_world.imports import client, streaming
from wit_world.imports.streams import StreamError_Closed, StreamError_LastOperationFailed

import downloads
from app import Downloads
from fake_github import DEFAULT, GitHub, failed, refusal

NAME = "octocat/hello-world"
CONTENT = bytes(range(256)) * 2000
FILE = contract.Asset(
    7, "example.zip", None, len(CONTENT), None, None, f"sha256:{sha256(CONTENT).hexdigest()}"
)


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

    pieces: list[bytes]
    cut: bool

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


@dataclass
class Server:
    """Answers every request alike, and remembers them."""

    pieces: list[bytes] = field(default_factory=lambda: [CONTENT])
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    journal: list[str] = field(default_factory=list)
    requests: list[client.Request] = field(default_factory=list)

    def open(self, request: client.Request) -> streaming.Response:
        self.requests.append(request)
        fields = [client.Header(name, value) for name, value in self.headers.items()]
        stream = Bytes("stream", self.journal, [*self.pieces], self.cut)
        body = Resource("body", self.journal)
        return streaming.Response(self.status, request.url, fields, stream, body)


@pytest.fixture
def server(github: GitHub, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Whatever is opened is given up, the stream first."""
    made = Server()
    monkeypatch.setattr(streaming, "open", made.open)
    yield made
    assert ["stream", "body"] == [name for name in made.journal if name != "error"]


def saved(file: contract.Asset = FILE) -> bytes:
    download = Downloads().open(NAME, file)
    try:
        content = b"".join(map(base64.b64decode, iter(download.next, None)))
    finally:
        download.close()
    assert download.next() is None
    return content


@pytest.mark.parametrize("size", [1, 1000, 70_000, len(CONTENT)])
def test_the_file(server: Server, size: int) -> None:
    """It is whole, however it arrives."""
    server.pieces = [CONTENT[at : at + size] for at in range(0, len(CONTENT), size)]
    assert CONTENT == saved()


def test_the_request(server: Server) -> None:
    """The API is asked for the file's bytes, uncompressed."""
    saved()
    [request] = server.requests
    assert f"{DEFAULT}/repos/octocat/hello-world/releases/assets/7" == request.url
    headers = {header.name: header.value for header in request.headers}
    assert ("application/octet-stream", "identity") == (
        headers["accept"],
        headers["accept-encoding"],
    )


@pytest.mark.parametrize(
    "file",
    [
        replace(FILE, digest=None),
        replace(FILE, size=None),
        replace(FILE, size=None, digest=None),
        replace(FILE, digest="md5:00"),
        replace(FILE, digest=(FILE.digest or "").upper().replace("SHA256", "sha256")),
    ],
)
def test_what_is_not_known_is_not_checked(server: Server, file: contract.Asset) -> None:
    """Size and digest are checked each where GitHub tells it."""
    assert CONTENT == saved(file)


@pytest.mark.parametrize(
    ("file", "how"),
    [
        (replace(FILE, size=len(CONTENT) + 1), "it has 512,000 of 512,001 bytes"),
        (replace(FILE, size=len(CONTENT) - 1), "it has more than 511,999 bytes"),
        (replace(FILE, digest="sha256:00"), f"its SHA-256 digest is {FILE.digest[7:]}"),
    ],
)
def test_another_file(server: Server, file: contract.Asset, how: str) -> None:
    """What differs in size or digest is an error, at its end at the latest."""
    assert contract.Error_Damaged(f"example.zip: {how}") == refusal(saved, file)


def test_a_connection_that_breaks(server: Server) -> None:
    """That is no end of the file."""
    server.cut = True
    what = "the connection ended before example.zip did"
    assert contract.Error_Unreachable(what) == refusal(saved)


@pytest.mark.parametrize("status", [404, 410])
def test_a_file_that_is_gone(server: Server, status: int) -> None:
    server.status, server.pieces = status, [b'{"message": "Not Found"}']
    assert contract.Error_NoFile("example.zip") == refusal(saved)


def test_a_refusal_keeps_its_words(server: Server) -> None:
    server.status, server.pieces = 403, [b'{"message": "Resource not ', b'accessible"}']
    assert contract.Error_Forbidden("Resource not accessible") == refusal(saved)


def test_an_error_that_has_no_end(server: Server) -> None:
    """Of the body of an error no more is read than anybody would."""
    server.status, server.pieces, server.cut = 500, [b"x" * downloads._LONGEST_ERROR] * 3, True
    assert isinstance(refusal(saved), contract.Error_Unexpected)


def test_compressed(server: Server) -> None:
    """What was not asked for is not taken for the file."""
    server.headers = {"content-encoding": "gzip"}
    assert contract.Error_Unexpected(
        contract.Answer(200, "example.zip came compressed")
    ) == refusal(saved)


def test_nothing_to_ask_for(github: GitHub) -> None:
    """A file without an id cannot be had; nobody is asked."""
    assert contract.Error_NoFile("example.zip") == refusal(saved, replace(FILE, id=None))


def test_no_connection(github: GitHub, monkeypatch: pytest.MonkeyPatch) -> None:
    """The failure says who was asked, where a setting names it."""

    def refuse(_: client.Request) -> streaming.Response:
        raise Err(client.Error_ConnectionRefused("http://ghe.example"))

    monkeypatch.setattr(streaming, "open", refuse)
    github.servers["{$GITHUB_API_URL|https://api.github.com}"] = "http://ghe.example"
    failure = failed(saved)
    assert "http://ghe.example" == failure.server
    assert isinstance(failure.reason, contract.Error_Unreachable)
