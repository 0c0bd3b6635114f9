"""Pages of other origins that may call a server, and those that may not."""

import contextlib
import functools
import http.server
import shlex
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from tests.faces.browsing import visit
from tests.faces.rest_servers import Server, serving
from tests.faces.test_mcp_http import serving_mcp

from wae.commands import door
from wae.contract.router import ANY
from wae.errors import UsageError

TOKEN = "correct-horse-battery"
ALLOWED = "https://app.example"
PATH = "/echo/values/nothing"
METHOD = "access-control-request-method"
PREFLIGHT = {"origin": ALLOWED, METHOD: "POST"}


@contextlib.contextmanager
def _page(folder: Path) -> Iterator[str]:
    """The origin of a page that nobody knows."""
    (folder / "index.html").write_text("<!doctype html><title>Elsewhere</title>")
    (folder / "favicon.ico").touch()
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_page_that_may(echo_app: Path, environ: dict[str, str], tmp_path: Path) -> None:
    """It reads results, streams, errors and the description, and sends the token; it can use no
    other header and no cookies, and reads neither the server's own page nor its files. Another page
    can do nothing."""
    (tmp_path / "page").mkdir()
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "a.txt").write_text("a")
    with _page(tmp_path / "page") as origin, _page(tmp_path / "page") as other:
        options = ("--cors", origin, "--files", str(tmp_path / "files"))
        variables = {**environ, "WAE_TOKEN": TOKEN}
        with serving(echo_app, tmp_path / "log", variables, *options) as server:
            extra = f"{server.url} {TOKEN}"
            seen = visit("elsewhere.calls", origin, extra).seen
            refused = visit("elsewhere.calls", other, extra).seen
    assert [200, None, '"far"'] == seen["result"]
    assert (422, 200, 404, 401) == tuple(
        seen[name][0] for name in ("failed", "stream", "unknown", "untold")
    )
    assert "Wrong, with a reason" in seen["failed"][2]
    assert seen["stream"][2].endswith('data: {"number":2}\n\nevent: end\ndata: {}\n\n')
    assert 200 == seen["described"][0]
    assert {"refused"} == {seen[name] for name in ("header", "cookies", "page", "files")}
    assert {"refused"} == {*refused.values()}


@pytest.fixture(scope="module")
def admitting(
    echo_app: Path, environ: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    options = ("--cors", ALLOWED, "--cors", "http://LOCALHOST:3000")
    with serving(echo_app, tmp_path_factory.mktemp("cors") / "log", environ, *options) as server:
        yield server


@pytest.mark.parametrize("origin", [ALLOWED, "http://localhost:3000"])
def test_what_a_browser_is_told(admitting: Server, origin: str) -> None:
    """Before a call: methods, headers, for how long. In every answer: the origin that asked, never
    all of them, and that the answer differs by it. Credentials never."""
    asked = admitting.http.options(PATH, headers={**PREFLIGHT, "origin": origin})
    assert (200, b"") == (asked.status_code, asked.content)
    assert "GET, HEAD, POST" == asked.headers["access-control-allow-methods"]
    assert "authorization, content-type" == asked.headers["access-control-allow-headers"]
    assert "600" == asked.headers["access-control-max-age"]
    answers = [
        asked,
        admitting.http.post(PATH, headers={"origin": origin, "sec-fetch-site": "cross-site"}),
        admitting.http.post("/nowhere", headers={"origin": origin}),
        admitting.http.get("/openapi.json", headers={"origin": origin}),
    ]
    assert [200, 200, 404, 200] == [answer.status_code for answer in answers]
    for answer in answers:
        assert (origin, "Origin") == (
            answer.headers["access-control-allow-origin"],
            answer.headers["vary"],
        )
        assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize(
    "origin",
    [
        *("https://app.example.evil.example", "http://app.example", "https://app.example:444"),
        *("https://evil.example", "null", "", "https://app.example, https://evil.example", "*"),
    ],
)
def test_nobody_else(admitting: Server, origin: str) -> None:
    """An origin that is not named to the letter is refused, and no answer names it."""
    headers = {"origin": origin}
    asked = admitting.http.options(PATH, headers={**headers, METHOD: "POST"})
    called = admitting.http.post(PATH, headers=headers)
    assert (403, 403) == (asked.status_code, called.status_code)
    for answer in (asked, called):
        assert "access-control-allow-origin" not in answer.headers
        assert "Origin" == answer.headers["vary"]


def test_other_rules_hold(admitting: Server) -> None:
    """Under a name that is not the server's nobody is let in; without an origin as ever."""
    assert 421 == admitting.http.post(PATH, headers={**PREFLIGHT, "host": "x.example"}).status_code
    assert 403 == admitting.http.post(PATH, headers={"sec-fetch-site": "cross-site"}).status_code
    answer = admitting.http.post(PATH)
    assert (200, "Origin") == (answer.status_code, answer.headers["vary"])
    assert "access-control-allow-origin" not in answer.headers
    page = admitting.http.get("/", headers={"origin": ALLOWED})
    assert not {"vary", "access-control-allow-origin"} & {*page.headers}


def test_off_by_default(served: Server) -> None:
    """Without the option no page of another origin gets an answer that it may read."""
    for answer in (
        served.http.options(PATH, headers=PREFLIGHT),
        served.http.post(PATH, headers={"origin": ALLOWED}),
    ):
        assert 403 == answer.status_code
        assert not {"vary", "access-control-allow-origin"} & {*answer.headers}


def test_every_page(echo_app: Path, environ: dict[str, str], tmp_path: Path) -> None:
    """With `*` each may call, which a notice says."""
    with serving(echo_app, tmp_path / "log", environ, "--cors", "*") as server:
        notice = "wae: --cors '*' lets every page that you open call this server\n"
        assert notice in server.log
        for origin in (ALLOWED, "null"):
            answer = server.http.post(PATH, headers={"origin": origin})
            assert (200, "*") == (
                answer.status_code,
                answer.headers["access-control-allow-origin"],
            )
            assert "vary" not in answer.headers


def test_tools_for_pages(echo_app: Path, tmp_path: Path) -> None:
    """The Model Context Protocol over HTTP has the same door: a page may send its headers."""
    initialize = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "page", "version": "1"},
        },
    }
    accept = {"accept": "application/json, text/event-stream"}
    with (
        serving_mcp(echo_app, tmp_path / "log", "0", "--cors", ALLOWED, WAE_TOKEN=TOKEN) as url,
        httpx.Client(trust_env=False, timeout=60) as client,
    ):
        asked = client.options(url, headers=PREFLIGHT)
        headers = {"origin": ALLOWED, "authorization": f"Bearer {TOKEN}", **accept}
        answer = client.post(url, json=initialize, headers=headers)
        untold = client.post(url, json=initialize, headers={"origin": ALLOWED, **accept})
        other = client.post(
            url, json=initialize, headers={**headers, "origin": "https://b.example"}
        )
    assert [200, 200, 401, 403] == [one.status_code for one in (asked, answer, untold, other)]
    assert "GET, POST, DELETE" == asked.headers["access-control-allow-methods"]
    sent = {"authorization", "content-type", "mcp-protocol-version", "mcp-session-id"}
    assert sent <= {*asked.headers["access-control-allow-headers"].split(", ")}
    for one in (asked, answer, untold):
        assert ALLOWED == one.headers["access-control-allow-origin"]
    assert "access-control-allow-origin" not in other.headers


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("https://App.Example", "https://app.example"),
        ("https://app.example:443", "https://app.example"),
        ("http://app.example:8080", "http://app.example:8080"),
        ("http://[0:0::1]:80", "http://[::1]"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
    ],
)
def test_origins_as_browsers_write_them(given: str, expected: str) -> None:
    """In lower case, without the port that the scheme has, in Punycode."""
    assert {expected} == door.allowed_origins([given], TOKEN)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("app.example", "it has no scheme"),
        ("https://*.app.example", "each has to be named"),
        ("https://app.example/", "it is not [SCHEME://][*.]HOST[:PORT]"),
        ("https://app.example/page", "it is not [SCHEME://][*.]HOST[:PORT]"),
        ("https://user@app.example", "it is not [SCHEME://][*.]HOST[:PORT]"),
        ("ftp://app.example", "it is not [SCHEME://][*.]HOST[:PORT]"),
        ("https://app.example:0", "its port is not between 1 and 65535"),
        ("null", "it has no scheme"),
        ("", "it is not [SCHEME://][*.]HOST[:PORT]"),
    ],
)
def test_what_is_no_origin(given: str, why: str) -> None:
    """It is a usage error that says what to write."""
    with pytest.raises(UsageError) as caught:
        door.allowed_origins([given], None)
    assert (
        f"wae: --cors {shlex.quote(given)} is not the origin of a page: {why}. "
        in caught.value.line()
    )
    assert caught.value.line().endswith("Write https://HOST or http://HOST:PORT, without a path")


def test_every_page_and_a_token() -> None:
    """They do not go together."""
    with pytest.raises(UsageError) as caught:
        door.allowed_origins([ALLOWED, ANY], TOKEN)
    expected = "wae: --cors '*' lets in every page, which WAE_TOKEN is to prevent. "
    assert f"{expected}Name the origins: --cors https://app.example" == caught.value.line()
