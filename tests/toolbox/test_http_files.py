"""`/files/…`: the same answers from `wae serve --files` and from toolbox-http.wasm in wasmtime."""

import os
import re
import socket
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import dummy
import httpx
import pytest
from tests.toolbox.http_servers import APP, served, wasmtime_command

from tests.conftest import COMMAND
from wae.inspect.report import inspect_app

DIGITS = b"0123456789" * 10
HOSTILE = "<img src=x onerror=alert(1)>&\"'\u202e.txt"
LONG_AGO = 1_700_000_000  # Tue, 14 Nov 2023 22:13:20 GMT
DATE = "Tue, 14 Nov 2023 22:13:20 GMT"
LATER = "Wed, 15 Nov 2023 22:13:20 GMT"
BIG = 256 << 20


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with files of all sorts, and what must not be seen in and beside it."""
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.txt").write_text("SECRET")
    root = tmp_path_factory.mktemp("files")
    files = {
        "digits.txt": DIGITS,
        "empty.txt": b"",
        "page.html": b"<script>alert(1)</script>",
        "picture.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        "picture.PNG": b"\x89PNG",
        "unknown.q": b"?",
        "noending": b"?",
        "with space %41.txt": b"space",
        "日本.txt": b"japan",
        HOSTILE: b"harmless",
        "deep/er/x.json": b"{}",
        "site/index.html": b"<h1>site</h1>",
        "site/style.css": b"",
        ".hidden": b"SECRET",
        ".git/config": b"SECRET",
        "deep/.env": b"SECRET",
    }
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    links = {
        "inside": "deep/er/x.json",
        "deep/up": "../digits.txt",
        "folder": "deep",
        "out": os.path.relpath(outside / "secret.txt", root),
        "out-folder": os.path.relpath(outside, root),
        "absolute": str(root / "digits.txt"),
        "to-hidden": ".hidden",
        "to-git": ".git/config",
        "loop": "loop",
        "nowhere": "nothing",
    }
    for name, target in links.items():
        (root / name).symlink_to(target)
    os.mkfifo(root / "pipe")
    with socket.socket(socket.AF_UNIX) as made:
        before = os.getcwd()
        os.chdir(root)  # the path of a socket may have 107 bytes
        try:
            made.bind("socket")
        finally:
            os.chdir(before)
    with (root / "big.bin").open("wb") as big:
        big.truncate(BIG)
    for path in [*root.rglob("*")]:
        if not path.is_symlink():
            os.utime(path, (LONG_AGO, LONG_AGO))
    os.utime(root, (LONG_AGO, LONG_AGO))
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


SHOWN = (
    "content-type",
    "content-length",
    "content-range",
    "accept-ranges",
    "etag",
    "last-modified",
    "location",
    "vary",
    "cache-control",
    "content-security-policy",
    "x-content-type-options",
    "cross-origin-resource-policy",
    "allow",
)


def asked(
    client: httpx.Client, target: str, method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of a request whose target is sent as it is."""
    connection = HTTPConnection("127.0.0.1", client.base_url.port, timeout=60)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with closing(connection):
        connection.request(method, target, headers=named)
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        shown = {name: found[name] for name in SHOWN if name in found}
        return answer.status, shown, answer.read()


TAG = f'"{LONG_AGO * 10**9:x}-64"'

ASKED = {
    "a file": (200, "/files/digits.txt", {}),
    "its head": (200, "/files/digits.txt", {"method": "HEAD"}),
    "an empty file": (200, "/files/empty.txt", {}),
    "a page": (200, "/files/page.html", {}),
    "a drawing": (200, "/files/picture.svg", {}),
    "an ending in capitals": (200, "/files/picture.PNG", {}),
    "an unknown type": (200, "/files/unknown.q", {}),
    "no ending": (200, "/files/noending", {}),
    "encoded": (200, "/files/with%20space%20%2541.txt", {}),
    "encoded for nothing": (200, "/%66iles/%64igits.txt", {}),
    "another script": (200, "/files/%E6%97%A5%E6%9C%AC.txt", {}),
    "a query": (200, "/files/digits.txt?x=/../", {}),
    "deep": (200, "/files/deep/er/x.json", {}),
    "a link that stays": (200, "/files/inside", {}),
    "a link up that stays": (200, "/files/deep/up", {}),
    "through a linked folder": (200, "/files/folder/er/x.json", {}),
    "no slash after a folder": (301, "/files/deep", {}),
    "no slash after the folder": (301, "/files", {}),
    "two slashes lead nowhere else": (404, "/files//elsewhere.example", {}),
    "a listing": (200, "/files/", {}),
    "a deep listing": (200, "/files/deep/er/", {}),
    "a listing for programs": (200, "/files/", {"accept": "application/json"}),
    "JSON is second": (200, "/files/deep/", {"accept": "application/json;q=0.5, text/html"}),
    "an index": (200, "/files/site/", {}),
    "an index for programs": (200, "/files/site/", {"accept": "application/json"}),
    "an index's head": (200, "/files/site/", {"method": "HEAD"}),
    "a range": (206, "/files/digits.txt", {"range": "bytes=10-19"}),
    "the last bytes": (206, "/files/digits.txt", {"range": "bytes=-7"}),
    "from there on": (206, "/files/digits.txt", {"range": "bytes=90-"}),
    "beyond the end": (206, "/files/digits.txt", {"range": "bytes=95-1000"}),
    "more than all": (206, "/files/digits.txt", {"range": "bytes=-1000"}),
    "ranges that overlap": (206, "/files/digits.txt", {"range": "bytes=5-9,0-6"}),
    "one of two": (206, "/files/digits.txt", {"range": "bytes=0-0,500-"}),
    "the end of a big file": (206, "/files/big.bin", {"range": "bytes=-3"}),
    "no such range": (416, "/files/digits.txt", {"range": "bytes=100-"}),
    "no bytes": (416, "/files/digits.txt", {"range": "bytes=-0"}),
    "a range of nothing": (416, "/files/empty.txt", {"range": "bytes=0-"}),
    "another unit": (200, "/files/digits.txt", {"range": "lines=1-2"}),
    "backwards": (200, "/files/digits.txt", {"range": "bytes=9-1"}),
    "no number": (200, "/files/digits.txt", {"range": "bytes=a-b"}),
    "no range": (200, "/files/digits.txt", {"range": "bytes=-"}),
    "too many": (200, "/files/digits.txt", {"range": "bytes=" + ",".join(["0-0"] * 33)}),
    "a range of the head": (200, "/files/digits.txt", {"method": "HEAD", "range": "bytes=0-1"}),
    "the same file": (206, "/files/digits.txt", {"range": "bytes=0-1", "if_range": TAG}),
    "a weak tag": (200, "/files/digits.txt", {"range": "bytes=0-1", "if_range": f"W/{TAG}"}),
    "of its date": (206, "/files/digits.txt", {"range": "bytes=0-1", "if_range": DATE}),
    "of another date": (200, "/files/digits.txt", {"range": "bytes=0-1", "if_range": LATER}),
    "known": (304, "/files/digits.txt", {"if_none_match": f'"x", W/{TAG}'}),
    "any is known": (304, "/files/digits.txt", {"if_none_match": "*"}),
    "not known": (200, "/files/digits.txt", {"if_none_match": '"x"'}),
    "known, head": (304, "/files/digits.txt", {"method": "HEAD", "if_none_match": TAG}),
    "not newer": (304, "/files/digits.txt", {"if_modified_since": DATE}),
    "newer": (200, "/files/digits.txt", {"if_modified_since": "Mon, 13 Nov 2023 00:00:00 GMT"}),
    "no date": (200, "/files/digits.txt", {"if_modified_since": "yesterday"}),
    "the tag counts": (
        200,
        "/files/digits.txt",
        {"if_modified_since": DATE, "if_none_match": '"x"'},
    ),
    "wanted": (200, "/files/digits.txt", {"if_match": TAG}),
    "not wanted": (412, "/files/digits.txt", {"if_match": '"x"'}),
    "changed since": (
        412,
        "/files/digits.txt",
        {"if_unmodified_since": "Mon, 13 Nov 2023 00:00:00 GMT"},
    ),
    "nothing": (404, "/files/nothing", {}),
    "a file is no folder": (404, "/files/digits.txt/", {}),
    "below a file": (404, "/files/digits.txt/x", {}),
    "hidden": (404, "/files/.hidden", {}),
    "in a hidden folder": (404, "/files/.git/config", {}),
    "hidden deep": (404, "/files/deep/.env", {}),
    "a link out": (404, "/files/out", {}),
    "below a link out": (404, "/files/out-folder/secret.txt", {}),
    "a folder outside": (404, "/files/out-folder/", {}),
    "an absolute link": (404, "/files/absolute", {}),
    "a link to what is hidden": (404, "/files/to-hidden", {}),
    "a link into a hidden folder": (404, "/files/to-git", {}),
    "a loop": (404, "/files/loop", {}),
    "a link to nothing": (404, "/files/nowhere", {}),
    "a pipe": (404, "/files/pipe", {}),
    "a socket": (404, "/files/socket", {}),
    "a long name": (404, f"/files/{'x' * 300}", {}),
    "a deep path": (404, f"/files/{'x/' * 1000}", {}),
    "up": (400, "/files/../secret.txt", {}),
    "up, encoded": (400, "/files/%2e%2e/secret.txt", {}),
    "up in the middle": (400, "/files/deep/../../x", {}),
    "here": (400, "/files/./digits.txt", {}),
    "an encoded slash": (400, "/files/deep%2Fer%2Fx.json", {}),
    "up by an encoded slash": (400, "/files/..%2f..%2fetc%2fpasswd", {}),
    "an encoded backslash": (400, "/files/..%5cx", {}),
    "NUL": (400, "/files/digits.txt%00.html", {}),
    "not UTF-8": (400, "/files/%ff.txt", {}),
    "overlong": (400, "/files/%c0%ae%c0%ae/x", {}),
    "written": (405, "/files/digits.txt", {"method": "PUT"}),
    "deleted": (405, "/files/digits.txt", {"method": "DELETE"}),
}


@pytest.mark.parametrize("name", ASKED)
def test_same_answers(servers: dict[str, httpx.Client], name: str) -> None:
    """Status, headers and body are the same from both, and nothing secret is in them."""
    status, target, options = ASKED[name]
    ours, theirs = (asked(client, target, **options) for client in servers.values())
    assert status == ours[0], ours
    assert ours == theirs
    assert b"SECRET" not in ours[2]


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
    found = re.fullmatch(r"multipart/byteranges; boundary=(\S+)", headers["content-type"])
    assert 206 == status
    assert found is not None
    assert "content-range" not in headers
    parts = body.split(b"--" + found[1].encode())
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
            fresh.write_text("fresh")
            tag = asked(client, "/files/fresh.txt")[1]["etag"]
            assert tag.startswith('W/"')
            again = asked(client, "/files/fresh.txt", range="bytes=0-0", if_range=tag)
            assert (200, b"fresh") == (again[0], again[2])
            time.sleep(1.2)
            assert tag == "W/" + asked(client, "/files/fresh.txt")[1]["etag"]
            assert 304 == asked(client, "/files/fresh.txt", if_none_match=tag)[0]
    finally:
        fresh.unlink()


@pytest.mark.parametrize("name", ["wae", "wasmtime"])
def test_big_files(servers: dict[str, httpx.Client], name: str) -> None:
    """A file of 256 MiB arrives whole, and needs no memory worth the name."""
    size = 0
    with servers[name].stream("GET", "/files/big.bin") as answer:
        assert str(BIG) == answer.headers["content-length"]
        before = peak = _memory(servers[name])
        for part in answer.iter_bytes(1 << 20):
            size += len(part)
            if size % (32 << 20) == 0:
                peak = max(peak, _memory(servers[name]))
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
    """Of all components one holds files, and `rest` alone can ask it."""
    instances = inspect_app(APP.read_bytes(), "toolbox-http").instances
    assert ["files"] == [one.name for one in instances if "files" in one.capabilities]
    asks = {one.name: one.through["files"] for one in instances if "files" in one.through}
    assert {"rest": ("files",)} == asks


def _memory(client: httpx.Client) -> int:
    """Resident bytes of the process that listens, and of its children."""
    port = client.base_url.port
    total = 0
    for directory in Path("/proc").iterdir():
        if not directory.name.isdigit():
            continue
        try:
            command = (directory / "cmdline").read_bytes().split(b"\0")
            if str(port).encode() in command or f"127.0.0.1:{port}".encode() in command:
                total += int((directory / "statm").read_text().split()[1]) * 4096
        except OSError:
            continue
    return total


def test_imports() -> None:
    """The app imports wasi:filesystem, for the component that holds the folder."""
    imports = {name.partition("@")[0] for name in dummy.root_imports(APP.read_bytes())}
    assert {"wasi:filesystem/preopens", "wasi:filesystem/types"} <= imports
