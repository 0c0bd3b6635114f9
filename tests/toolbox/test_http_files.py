"""`/files/…`: the same answers from `wae serve --files` and from toolbox-http.wasm in wasmtime."""

import re
from collections.abc import Iterator
from pathlib import Path

import dummy
import httpx
import pytest
from tests.patience import until
from tests.toolbox.file_requests import ASKED, BIG, DATE, DIGITS, TAG, asked, fill
from tests.toolbox.http_servers import (
    APP,
    jco_command,
    jco_module,
    served,
    wasmtime_command,
)
from tests.toolbox.server_processes import resident

from tests.conftest import COMMAND
from wae.inspect.report import inspect_app


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with files of all sorts."""
    root = tmp_path_factory.mktemp("files")
    fill(root, tmp_path_factory.mktemp("outside"))
    return root


@pytest.fixture(scope="module")
def servers(
    environ: dict[str, str], toolbox: Path, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, httpx.Client]]:
    """A client of each server that was given the folder."""
    logs = tmp_path_factory.mktemp("logs")

    def ours(port: int) -> list[str]:
        options = ["--quiet", "--files", str(folder), "--port", str(port)]
        return [str(COMMAND), "serve", str(toolbox), *options]

    theirs = wasmtime_command({}, f"--dir={folder}::/files")
    (logs / "wae").mkdir()
    (logs / "wasmtime").mkdir()
    with (
        served(ours, environ, logs / "wae" / "log") as first,
        served(theirs, environ, logs / "wasmtime" / "log") as second,
    ):
        yield {"wae": first, "wasmtime": second}


@pytest.mark.parametrize("name", ASKED)
def test_same_answers(servers: dict[str, httpx.Client], name: str) -> None:
    """Status, headers and body are the same from both, and nothing secret is in them."""
    status, target, options = ASKED[name]
    ours, theirs = (asked(client, target, **options) for client in servers.values())
    assert status == ours[0], ours
    assert ours == theirs
    assert b"SECRET" not in ours[2]


def test_node(
    servers: dict[str, httpx.Client], environ: dict[str, str], folder: Path, tmp_path: Path
) -> None:
    """jco on Node.js answers the same where whole files are asked for, and where nothing is served.

    Not compared are ranges, since preview2-shim 0.26 splices past the length, and HEAD, at which it
    ends: it knows no answer that has a length and no body.
    """
    (tmp_path / "jco").mkdir()
    option = jco_module(folder, tmp_path / "files.mjs")
    with served(jco_command(option), environ, tmp_path / "jco" / "log") as client:
        for name, (status, target, options) in ASKED.items():
            if status != 206 and options.get("method") != "HEAD":
                expected = asked(servers["wasmtime"], target, **options)
                assert (name, expected) == (name, asked(client, target, **options))


def test_contents(servers: dict[str, httpx.Client]) -> None:
    """What is sent is what was asked for, with types that browsers take at their word."""
    client = servers["wasmtime"]
    status, headers, body = asked(client, "/files/digits.txt")
    assert (200, DIGITS, "100", TAG, DATE) == (
        status,
        body,
        headers["content-length"],
        headers["etag"],
        headers["last-modified"],
    )
    assert ("text/plain; charset=utf-8", "nosniff", "bytes") == (
        headers["content-type"],
        headers["x-content-type-options"],
        headers["accept-ranges"],
    )
    part = asked(client, "/files/digits.txt", range="bytes=95-1000")
    assert (b"56789", "bytes 95-99/100") == (part[2], part[1]["content-range"])
    head = asked(client, "/files/digits.txt", "HEAD")
    assert (headers, b"") == head[1:]
    gone = asked(client, "/files/digits.txt", range="bytes=100-")[1]
    assert "bytes */100" == gone["content-range"]
    assert "/files/deep/" == asked(client, "/files/deep")[1]["location"]
    assert b"<h1>site</h1>" == asked(client, "/files/site/")[2]


@pytest.mark.parametrize("name", ["wae", "wasmtime"])
def test_several_ranges(servers: dict[str, httpx.Client], name: str) -> None:
    """Each stands in a part of its own, in the order of the request (RFC 9110, section 14.6)."""
    status, headers, body = asked(servers[name], "/files/digits.txt", range="bytes=90-92, 0-1")
    actual = re.fullmatch(r"multipart/byteranges; boundary=(\S+)", headers["content-type"])
    assert 206 == status
    assert actual is not None
    assert "content-range" not in headers
    parts = body.split(b"--" + actual[1].encode())
    kind = b"\r\ncontent-type: text/plain; charset=utf-8\r\n"
    assert [
        b"",
        kind + b"content-range: bytes 90-92/100\r\n\r\n012\r\n",
        kind + b"content-range: bytes 0-1/100\r\n\r\n01\r\n",
        b"--\r\n",
    ] == parts
    assert len(body) == int(headers["content-length"])


@pytest.mark.parametrize("path", ["/files/page.html", "/files/picture.svg", "/files/unknown.q"])
def test_documents_can_do_nothing(servers: dict[str, httpx.Client], path: str) -> None:
    """No script of the folder runs with what the server's page may do."""
    policy = asked(servers["wasmtime"], path)[1]["content-security-policy"]
    assert policy.startswith("sandbox ")
    assert "default-src 'none'" in policy
    assert "script" not in policy


def test_listing(servers: dict[str, httpx.Client], folder: Path) -> None:
    """All that is served is listed, and nothing else; JSON says the same as the page."""
    document = servers["wasmtime"].get("/files/", headers={"accept": "application/json"}).json()
    names = {entry["name"] for entry in document["entries"]}
    hidden = {".hidden", ".git", "out", "out-folder", "absolute", "to-hidden", "to-git"}
    hidden |= {"loop", "nowhere", "pipe", "socket"}
    assert {path.name for path in folder.iterdir()} - hidden == names
    assert (True, "/files/") == (document["complete"], document["path"])
    [digits] = [entry for entry in document["entries"] if entry["name"] == "digits.txt"]
    assert {
        "name": "digits.txt",
        "type": "file",
        "size": 100,
        "modified": "2023-11-14T22:13:20Z",
        "path": "/files/digits.txt",
    } == digits
    page = servers["wasmtime"].get("/files/").text
    assert names == {
        httpx.URL(link).path.removeprefix("/files/").rstrip("/")
        for link in re.findall(r'href="(/files/[^"]+)"', page)
    }
    for entry in document["entries"]:
        assert 200 == asked(servers["wasmtime"], entry["path"], "HEAD")[0]


def test_names_are_harmless(servers: dict[str, httpx.Client]) -> None:
    """A name is text of the page, whatever it looks like."""
    page = servers["wasmtime"].get("/files/").text
    assert "<img" not in page
    assert "\u202e" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;&amp;&quot;&#x27;\\u202e.txt" in page


def test_a_file_that_just_changed(servers: dict[str, httpx.Client], folder: Path) -> None:
    """Its tag is weak, and no range is sent on the strength of it, until its time is over."""
    fresh = folder / "fresh.txt"
    try:
        for client in servers.values():
            _changes(fresh, client)
    finally:
        fresh.unlink()


def _changes(fresh: Path, client: httpx.Client) -> None:
    weak = ""

    def tag() -> str:
        return asked(client, "/files/fresh.txt")[1]["etag"]

    def is_new() -> bool:
        nonlocal weak
        fresh.write_text("fresh")
        weak = tag()
        again = asked(client, "/files/fresh.txt", range="bytes=0-0", if_range=weak)
        return weak.startswith('W/"') and (200, b"fresh") == (again[0], again[2])

    until(is_new)  # a slow machine asks when its time is over already
    until(lambda: not tag().startswith("W/"))
    assert weak == f"W/{tag()}"
    assert 304 == asked(client, "/files/fresh.txt", if_none_match=tag())[0]


@pytest.mark.parametrize("name", ["wae", "wasmtime"])
def test_big_files(servers: dict[str, httpx.Client], name: str) -> None:
    """A file of 256 MiB arrives whole, and needs no memory worth the name."""
    size = 0
    with servers[name].stream("GET", "/files/big.bin") as answer:
        assert str(BIG) == answer.headers["content-length"]
        before = peak = resident(servers[name])
        for part in answer.iter_bytes(1 << 20):
            size += len(part)
            if size % (32 << 20) == 0:
                peak = max(peak, resident(servers[name]))
    assert BIG == size
    assert peak - before < 48 << 20


def test_pages_with_names_of_their_own(servers: dict[str, httpx.Client]) -> None:
    """Without a token nobody reads by a name that may be made to lead here (DNS rebinding)."""
    for client in servers.values():
        headers = {"host": f"rebound.example:{client.base_url.port}"}
        assert client.get("/files/digits.txt", headers=headers).status_code in (403, 421)


def test_no_folder(environ: dict[str, str], tmp_path: Path, folder: Path) -> None:
    """Without a folder there is nothing, and it says how to give one; a folder by another name is
    none, even where the whole file system is open."""
    for given in ([], [f"--dir={folder}::/other"], ["--dir=/::/"]):
        with served(wasmtime_command({}, *given), environ, tmp_path / "log") as client:
            answer = client.get("/files/digits.txt")
            assert (404, True) == (answer.status_code, "--files DIR" in answer.json()["detail"])


def test_token(environ: dict[str, str], tmp_path: Path, folder: Path) -> None:
    """With WAE_TOKEN files take the token, by whatever name the server is asked."""
    command = wasmtime_command({"WAE_TOKEN": "secret"}, f"--dir={folder}::/files")
    with served(command, environ, tmp_path / "log") as client:
        assert 401 == client.get("/files/digits.txt").status_code
        headers = {"authorization": "Bearer secret", "host": "toolbox.example"}
        assert DIGITS == client.get("/files/digits.txt", headers=headers).content


def test_who_holds_the_folder() -> None:
    """Of all components one holds files. `rest` can ask it, and through `rest` whoever takes the
    requests."""
    instances = inspect_app(APP.read_bytes(), "toolbox-http").instances
    assert ["files"] == [one.name for one in instances if "files" in one.capabilities]
    asks = {one.name: one.through["files"] for one in instances if "files" in one.through}
    assert {"rest": ("files",), "server": ("files",)} == asks


def test_imports() -> None:
    """The app imports wasi:filesystem, for the component that holds the folder."""
    imports = {name.partition("@")[0] for name in dummy.root_imports(APP.read_bytes())}
    assert {"wasi:filesystem/preopens", "wasi:filesystem/types"} <= imports
