"""A folder with files of all sorts, and what may be asked of a server that serves it."""

import os
import socket
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import httpx
from tests.patience import PATIENCE

DIGITS = b"0123456789" * 10
HOSTILE = "<img src=x onerror=alert(1)>&\"'\u202e.txt"
LONG_AGO = 1_700_000_000  # Tue, 14 Nov 2023 22:13:20 GMT
DATE = "Tue, 14 Nov 2023 22:13:20 GMT"
LATER = "Wed, 15 Nov 2023 22:13:20 GMT"
BIG = 256 << 20


def fill(root: Path, outside: Path) -> None:
    """Makes files of all sorts in `root`, and what must not be seen in and beside it."""
    (outside / "secret.txt").write_text("SECRET")
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
    connection = HTTPConnection("127.0.0.1", client.base_url.port, timeout=PATIENCE)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with closing(connection):
        connection.request(method, target, headers=named)
        answer = connection.getresponse()
        actual = {name.lower(): value for name, value in answer.getheaders()}
        shown = {name: actual[name] for name in SHOWN if name in actual}
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
