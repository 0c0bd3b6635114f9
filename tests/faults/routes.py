"""What the server can do. `ROUTES`, at the end, is the table; `/` prints it.

A function gets the server, the connection, the request and the parts of the path that its
pattern names. Times are milliseconds.
"""

import gzip
import re
import time
import zlib
from collections.abc import Callable
from email.utils import formatdate
from typing import TYPE_CHECKING

from .message import Connection, Headers, Request

if TYPE_CHECKING:
    from .server import FaultServer

TEXT = "wae " * 500
GZIP: Headers = [("Content-Type", "text/plain"), ("Content-Encoding", "gzip")]


def index(_: "FaultServer", to: Connection, request: Request) -> None:
    """This table."""
    to.text("".join(f"{path:24} {function.__doc__}\n" for path, function in ROUTES))


def echo(_: "FaultServer", to: Connection, request: Request) -> None:
    """The request as JSON: method, target, headers, body."""
    headers = [[name.lower(), value] for name, value in request.headers]
    body = request.body.decode("utf-8", "replace")
    to.json({"method": request.method, "target": request.target, "headers": headers, "body": body})


def seen(server: "FaultServer", to: Connection, request: Request, token: str) -> None:
    """How many requests with `?token=` TOKEN came, as JSON."""
    to.json(len(server.received[token]))


def status(_: "FaultServer", to: Connection, request: Request, code: str) -> None:
    """An answer with that status; `?retry-after=` adds the header (`date:5` as HTTP-date)."""
    to.json({"status": int(code)}, int(code), retry_after(request))


def delay(_: "FaultServer", to: Connection, request: Request, milliseconds: str) -> None:
    """Nothing for so long, then an answer: a slow first byte."""
    time.sleep(int(milliseconds) / 1000)
    to.text("late")


def together(server: "FaultServer", to: Connection, request: Request, count: str) -> None:
    """An answer when so many of these requests are waited for, or none."""
    server.at_once.least = int(count)
    with server.at_once.counted():
        to.text("together")


def drip(_: "FaultServer", to: Connection, request: Request) -> None:
    """`?bytes=5` bytes, `?gap=100` before each but the first."""
    count = request.number("bytes", 5)
    to.head(200, [("Content-Length", str(count))])
    for number in range(count):
        time.sleep(request.number("gap", 100) / 1000 if number else 0)
        to.raw(b"x")


def fail(server: "FaultServer", to: Connection, request: Request, times: str, code: str) -> None:
    """So many answers with that status for a `?token=`, then 200; `?retry-after=` as above."""
    count = len(server.received[request.query["token"]])
    if count > int(times):
        to.json({"requests": count})
    else:
        to.json({"status": int(code)}, int(code), retry_after(request))


def fail_cut(server: "FaultServer", to: Connection, request: Request, times: str) -> None:
    """So many connections closed in the body for a `?token=`, then 200."""
    count = len(server.received[request.query["token"]])
    if count > int(times):
        to.json({"requests": count})
    else:
        cut_length(server, to, request)


def cut_before(_: "FaultServer", to: Connection, request: Request) -> None:
    """Closed before an answer."""


def cut_length(_: "FaultServer", to: Connection, request: Request) -> None:
    """Closed in a body with Content-Length."""
    to.head(200, [("Content-Length", "1000")])
    to.raw(b"x" * 10)


def cut_chunked(_: "FaultServer", to: Connection, request: Request) -> None:
    """Closed in a chunked body."""
    to.head(200, [("Transfer-Encoding", "chunked")])
    to.chunk(b"x" * 10)


def until_close(_: "FaultServer", to: Connection, request: Request) -> None:
    """A body without a length, which the end of the connection ends: correct."""
    to.head(200, [("Content-Type", "text/plain")])
    to.raw(TEXT.encode())


def redirect(_: "FaultServer", to: Connection, request: Request) -> None:
    """To `?to=` (default /echo) with `?status=302`."""
    location = request.query.get("to", "/echo")
    to.answer(request.number("status", 302), [("Location", location)], b"moved")


def redirect_other(_: "FaultServer", to: Connection, request: Request) -> None:
    """To /echo of the other port, with `?status=302`."""
    to.answer(request.number("status", 302), [("Location", f"{to.other_url}/echo")], b"moved")


def redirect_back(_: "FaultServer", to: Connection, request: Request) -> None:
    """To the other port, which redirects back here, to /echo."""
    there = f"{to.other_url}/redirect?to={to.url}/echo"
    to.answer(302, [("Location", there)], b"moved")


def redirect_forbidden(_: "FaultServer", to: Connection, request: Request) -> None:
    """To a host that no policy allows."""
    to.answer(302, [("Location", "http://forbidden.invalid/")], b"moved")


def redirect_chain(_: "FaultServer", to: Connection, request: Request, left: str) -> None:
    """So many redirects, then /echo."""
    there = f"/redirect/chain/{int(left) - 1}" if int(left) > 1 else "/echo"
    to.answer(302, [("Location", there)], b"moved")


def redirect_loop(_: "FaultServer", to: Connection, request: Request) -> None:
    """To itself."""
    to.answer(302, [("Location", "/redirect/loop")], b"moved")


def redirect_nowhere(_: "FaultServer", to: Connection, request: Request) -> None:
    """To something that is not a URL."""
    to.answer(302, [("Location", "http://[broken/")], b"moved")


def html(_: "FaultServer", to: Connection, request: Request) -> None:
    """A page where JSON was asked for, with 200."""
    page = b"<!doctype html><title>Sign in to the network</title>"
    to.answer(200, [("Content-Type", "text/html; charset=utf-8")], page)


def text(_: "FaultServer", to: Connection, request: Request) -> None:
    """`?bytes=` bytes (default 2000) of plain text."""
    size = request.number("bytes", len(TEXT))
    to.answer(
        200, [("Content-Type", "text/plain")], (TEXT * (size // len(TEXT) + 1))[:size].encode()
    )


def charset(_: "FaultServer", to: Connection, request: Request, name: str) -> None:
    """`?text=` (default `é`) in that charset."""
    body = request.query.get("text", "é").encode(name)
    to.answer(200, [("Content-Type", f'text/plain; charset="{name}"')], body)


def not_text(_: "FaultServer", to: Connection, request: Request) -> None:
    """Bytes that are not UTF-8, said to be."""
    to.answer(200, [("Content-Type", "text/plain; charset=utf-8")], b"ok \xff\xfe")


def gzip_ok(_: "FaultServer", to: Connection, request: Request) -> None:
    """2000 bytes, compressed with gzip."""
    to.answer(200, GZIP, gzip.compress(TEXT.encode()))


def gzip_truncated(_: "FaultServer", to: Connection, request: Request) -> None:
    """gzip that ends early, in a whole body."""
    to.answer(200, GZIP, gzip.compress(TEXT.encode())[:-10])


def gzip_bomb(_: "FaultServer", to: Connection, request: Request) -> None:
    """`?mib=1024` MiB of zeros, compressed a thousandfold, as they come."""
    to.head(200, [*GZIP, ("Transfer-Encoding", "chunked")])
    packer = zlib.compressobj(9, wbits=31)
    for _number in range(request.number("mib", 1024)):
        if packed := packer.compress(bytes(1 << 20)):
            to.chunk(packed)
    to.chunk(packer.flush())
    to.chunk(b"")


def gzip_false(_: "FaultServer", to: Connection, request: Request) -> None:
    """Plain text, said to be gzip."""
    to.answer(200, GZIP, TEXT.encode())


def deflate(_: "FaultServer", to: Connection, request: Request) -> None:
    """2000 bytes with `deflate`; `?raw=1` without the zlib wrapper that it asks for."""
    packer = zlib.compressobj(wbits=-15 if "raw" in request.query else 15)
    packed = packer.compress(TEXT.encode()) + packer.flush()
    to.answer(200, [("Content-Encoding", "deflate")], packed)


def unknown_encoding(_: "FaultServer", to: Connection, request: Request) -> None:
    """A Content-Encoding that nobody asked for."""
    to.answer(200, [("Content-Encoding", "br")], b"\x0b\x02\x80wae\x03")


def codings(_: "FaultServer", to: Connection, request: Request) -> None:
    """2000 bytes, packed as `?packed=gzip,deflate` says, with each `|` of `?says=` on a line of
    its own as Content-Encoding, and `?behind=` after them."""
    data = TEXT.encode()
    for coding in filter(None, request.query.get("packed", "").split(",")):
        data = gzip.compress(data) if coding == "gzip" else zlib.compress(data)
    lines = [("Content-Encoding", line) for line in request.query.get("says", "").split("|")]
    to.answer(200, lines, data + request.query.get("behind", "").encode())


def json_charset(_: "FaultServer", to: Connection, request: Request, charset: str) -> None:
    """JSON in UTF-8, said to be in that charset; `?as=` is another encoding that it is in."""
    data = '{"name": "日本"}'.encode(request.query.get("as", "utf-8"))
    to.answer(200, [("Content-Type", f"application/json; charset={charset}")], data)


def redirect_blank(_: "FaultServer", to: Connection, request: Request) -> None:
    """To /echo, with spaces around the Location and in its query."""
    to.answer(302, [("Location", "  /echo?a b=c d ")], b"moved")


def garbage(_: "FaultServer", to: Connection, request: Request) -> None:
    """Not HTTP."""
    to.raw(b"\x00\x01 220 smtp.example ESMTP\r\n" * 20)


def huge_header(_: "FaultServer", to: Connection, request: Request) -> None:
    """A header of `?kib=1024` KiB."""
    to.answer(200, [("X-Huge", "x" * 1024 * request.number("kib", 1024))], b"")


def events(_: "FaultServer", to: Connection, request: Request) -> None:
    """`?count=5` server-sent events, `?gap=50` between them, then `[DONE]`."""
    to.head(200, [("Content-Type", "text/event-stream"), ("Transfer-Encoding", "chunked")])
    for number in range(request.number("count", 5)):
        to.chunk(f'data: {{"number": {number}}}\n\n'.encode())
        time.sleep(request.number("gap", 50) / 1000)
    to.chunk(b"data: [DONE]\n\n")
    to.chunk(b"")


def missing(_: "FaultServer", to: Connection, request: Request) -> None:
    """404 for every other path."""
    to.text("no such route; / lists them\n", 404)


def retry_after(request: Request) -> Headers:
    """The header that `?retry-after=` asks for: seconds, or `date:N` for N seconds from now."""
    value = request.query.get("retry-after")
    if value is None:
        return []
    if value.startswith("date:"):
        value = formatdate(time.time() + int(value[5:]), usegmt=True)
    return [("Retry-After", value)]


ROUTES: list[tuple[str, Callable[..., None]]] = [
    ("/", index),
    ("/echo", echo),
    ("/seen/TOKEN", seen),
    ("/status/NNN", status),
    ("/delay/MS", delay),
    ("/together/N", together),
    ("/drip", drip),
    ("/fail/TIMES/NNN", fail),
    ("/fail/TIMES/cut/body", fail_cut),
    ("/cut/before", cut_before),
    ("/cut/length", cut_length),
    ("/cut/chunked", cut_chunked),
    ("/until-close", until_close),
    ("/redirect", redirect),
    ("/redirect/other", redirect_other),
    ("/redirect/back", redirect_back),
    ("/redirect/forbidden", redirect_forbidden),
    ("/redirect/chain/N", redirect_chain),
    ("/redirect/loop", redirect_loop),
    ("/redirect/nowhere", redirect_nowhere),
    ("/redirect/blank", redirect_blank),
    ("/html", html),
    ("/text", text),
    ("/charset/NAME", charset),
    ("/not-text", not_text),
    ("/gzip", gzip_ok),
    ("/gzip/truncated", gzip_truncated),
    ("/gzip/bomb", gzip_bomb),
    ("/gzip/false", gzip_false),
    ("/deflate", deflate),
    ("/encoding/br", unknown_encoding),
    ("/codings", codings),
    ("/json/charset/NAME", json_charset),
    ("/garbage", garbage),
    ("/header/huge", huge_header),
    ("/events", events),
]


def find(path: str) -> tuple[Callable[..., None], list[str]]:
    """The function for a path and the parts that its pattern names in capitals."""
    for pattern, function in ROUTES:
        if actual := re.fullmatch(re.sub("[A-Z]+", "([^/]+)", pattern), path):
            return function, list(actual.groups())
    return missing, []
