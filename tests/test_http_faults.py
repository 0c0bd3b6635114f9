"""The `http` component, composed with real policy and settings, against the fault server.

The fixture `probe(requests, env)` runs an app that gives its requests to `client.send-all`,
16 at a time. Its policy allows `$FAULTS_URL` and `$OTHER_URL` and adds the bearer
`PROBE_TOKEN`. A request is an object with the contract's fields (headers as pairs, options
by their names, the rest of them as by default); an outcome is `status`, `url`, `headers`,
`body`, or `error` (the case's name) and `value`.
"""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.faults import FaultServer
from tests.patience import PATIENCE

TOKEN = "probe-token-0123456789"
Outcome = dict[str, Any]
Probe = Callable[[list[Outcome], dict[str, str]], list[Outcome]]
Ask = Callable[..., Outcome]

LIMITS = ("connect-timeout", "first-byte-timeout", "between-bytes-timeout")
BRIEF = dict.fromkeys(LIMITS, 500)
PATIENT = dict.fromkeys(LIMITS, int(1000 * PATIENCE))


@pytest.fixture(scope="module")
def server() -> Iterator[FaultServer]:
    with FaultServer() as result:
        yield result


@pytest.fixture
def env(server: FaultServer) -> dict[str, str]:
    return {"FAULTS_URL": server.url, "OTHER_URL": server.other_url, "PROBE_TOKEN": TOKEN}


@pytest.fixture
def ask(probe: Probe, env: dict[str, str]) -> Ask:
    """Sends one request to a path of the server."""

    def one(path: str, options: dict[str, int] | None = None, **more: Any) -> Outcome:
        options = PATIENT | {"retries": 0} | (options or {})
        request = {"url": f"$FAULTS_URL{path}", "options": options, **more}
        return probe([request], env)[0]

    return one


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("/cut/before", "protocol"),
        ("/cut/length", "truncated"),
        ("/cut/chunked", "truncated"),
        ("/garbage", "protocol"),
        ("/header/huge", "protocol"),
        ("/gzip/truncated", "decoding"),
        ("/gzip/false", "decoding"),
        ("/encoding/br", "decoding"),
        ("/codings?packed=gzip&says=zstd,gzip", "decoding"),
        ("/codings?packed=gzip&says=gzip,gzip", "decoding"),
        ("/redirect/loop", "too-many-redirects"),
        ("/redirect/chain/6", "too-many-redirects"),
        ("/redirect/nowhere", "protocol"),
    ],
)
def test_errors(ask: Ask, server: FaultServer, path: str, error: str) -> None:
    """Each failure has its own error, with the origin of the server."""
    outcome = ask(path)
    value = outcome["value"]
    origin = value if isinstance(value, str) else value[0]
    assert (error, server.url) == (outcome.get("error"), origin)


@pytest.mark.parametrize(
    ("path", "phase"), [("/delay/300000", "first-byte"), ("/drip?gap=300000", "between-bytes")]
)
def test_timeouts(ask: Ask, server: FaultServer, path: str, phase: str) -> None:
    """A server that stalls is given up, and the phase is told."""
    limit = {f"{phase}-timeout": 500}
    assert ask(path, limit) == {"error": "timed-out", "value": [server.url, phase]}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/gzip", "wae " * 500),
        ("/deflate", "wae " * 500),
        ("/deflate?raw=1", "wae " * 500),
        ("/until-close", "wae " * 500),
        ("/drip?gap=50", "xxxxx"),
        ("/charset/iso-8859-1", "é"),
        ("/charset/shift_jis?text=%E6%97%A5", "日"),
        ("/not-text", "ok \ufffd\ufffd"),
        ("/codings?packed=gzip&says=identity,%20GZIP", "wae " * 500),
        ("/codings?packed=gzip,deflate&says=gzip%7CDeflate", "wae " * 500),
        ("/codings?packed=gzip&says=gzip&behind=%0D%0Ajunk", "wae " * 500),
        ("/codings?says=utf-8", "wae " * 500),
        ("/codings?says=none", "wae " * 500),
        ("/codings?says=", "wae " * 500),
        ("/codings?says=Identity", "wae " * 500),
        ("/json/charset/ISO-8859-1", '{"name": "日本"}'),
        ("/json/charset/utf-16?as=utf-8-sig", '{"name": "日本"}'),
        ("/json/charset/utf-8?as=utf-16", '{"name": "日本"}'),
        ("/json/charset/Shift_JIS?as=shift_jis", '{"name": "日本"}'),
        ("/status/204", ""),
        ("/status/304", ""),
    ],
)
def test_bodies(ask: Ask, path: str, body: str) -> None:
    """A body arrives whole, unpacked and as text."""
    assert body == ask(path).get("body")


def test_limit(ask: Ask, server: FaultServer) -> None:
    """A body may be as large as the limit; a gzip bomb meets it too."""
    too_large = {"error": "body-too-large", "value": [server.url, 1000]}
    assert ask("/text?bytes=1000", {"max-body": 1000})["status"] == 200
    assert ask("/text?bytes=1001", {"max-body": 1000}) == too_large
    assert ask("/gzip/bomb?mib=64", {"max-body": 1000}) == too_large


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "PROPFIND"])
def test_methods(ask: Ask, method: str) -> None:
    """Every method carries its text."""
    body = None if method in ("GET", "OPTIONS") else "zażółć"
    echo = json.loads(ask("/echo?a=b", method=method, body=body)["body"])
    assert (echo["method"], echo["target"], echo["body"]) == (method, "/echo?a=b", body or "")


def test_head(ask: Ask) -> None:
    """HEAD has the headers of a body and none."""
    assert ask("/text", method="HEAD")["body"] == ""


@pytest.mark.parametrize("method", ["CONNECT", "TRACE", "A B"])
def test_methods_refused(ask: Ask, method: str) -> None:
    """What is not to be sent is an invalid request."""
    assert ask("/echo", method=method)["error"] == "invalid-request"


def test_credential(ask: Ask, server: FaultServer) -> None:
    """The server gets the credential and the caller does not, even where it is sent back."""
    outcome = ask("/echo?token=credential")
    sent = dict(server.received["credential"][0].headers)
    assert sent["authorization"] == f"Bearer {TOKEN}"
    assert TOKEN not in json.dumps(outcome)
    assert "Bearer ***" in outcome["body"]


@pytest.mark.parametrize("path", ["/redirect/other", "/redirect/back"])
def test_credential_across_origins(ask: Ask, path: str) -> None:
    """No credential, the policy's or the caller's, is sent after a redirect to another origin."""
    for headers in ([], [["authorization", "own"], ["cookie", "own"]]):
        echo = json.loads(ask(path, headers=headers)["body"])
        assert {"authorization", "cookie"}.isdisjoint(name for name, _ in echo["headers"])


@pytest.mark.parametrize(("status", "method", "body"), [(303, "GET", ""), (307, "POST", "text")])
def test_redirects(ask: Ask, status: int, method: str, body: str) -> None:
    """303 turns a POST into a GET, 307 repeats it."""
    echo = json.loads(ask(f"/redirect?status={status}", method="POST", body="text")["body"])
    assert (echo["method"], echo["body"]) == (method, body)


def test_a_location_with_spaces(ask: Ask, server: FaultServer) -> None:
    """Spaces in a Location are encoded, those around it are none of it."""
    outcome = ask("/redirect/blank")
    target = "/echo?a%20b=c%20d"
    assert f"{server.url}{target}" == outcome["url"]
    assert target == json.loads(outcome["body"])["target"]


def test_forbidden(ask: Ask, server: FaultServer) -> None:
    """A redirect cannot leave the policy."""
    refusal = {
        "origin": "http://forbidden.invalid",
        "redirected-from": f"{server.url}/redirect/forbidden",
    }
    assert ask("/redirect/forbidden") == {"error": "forbidden", "value": refusal}


def test_retries(ask: Ask, server: FaultServer) -> None:
    """A passing failure is tried again, and only where that is safe."""
    two = {"retries": 2}
    assert json.loads(ask("/fail/1/503?token=get", two)["body"]) == {"requests": 2}
    assert json.loads(ask("/fail/1/cut/body?token=cut", two)["body"]) == {"requests": 2}
    assert ask("/fail/1/503?token=post", two, method="POST", body="text")["status"] == 503
    assert ask("/fail/1/403?token=forbidden", two)["status"] == 403
    assert [len(server.received[token]) for token in ("post", "forbidden")] == [1, 1]


def test_retry_after(ask: Ask) -> None:
    """The server's wait is kept; one that is too long is handed to the caller at once."""
    started = time.monotonic()
    assert ask("/fail/1/429?token=brief&retry-after=1", {"retries": 1})["status"] == 200
    assert ask("/fail/1/429?token=date&retry-after=date:2", {"retries": 1})["status"] == 200
    assert time.monotonic() - started >= 2
    assert ask("/fail/1/429?token=long&retry-after=60", {"retries": 1})["status"] == 429


def test_waits_overlap(probe: Probe, env: dict[str, str], server: FaultServer) -> None:
    """Ten requests are waited for together, beside one that is tried again: the server answers none
    of them before all are there."""
    together = {"url": "$FAULTS_URL/together/10", "options": PATIENT}
    outcomes = probe([together] * 10 + [{"url": "$FAULTS_URL/fail/2/503?token=beside"}], env)
    assert [outcome["status"] for outcome in outcomes] == [200] * 11


def test_default_of_a_setting(probe: Probe, env: dict[str, str], server: FaultServer) -> None:
    """`{$NAME|URL}` is the setting, or the URL where it is not set."""
    urls = [f"{{$NOT_SET|{server.url}}}/status/200", "{$OTHER_URL|https://api.example}/status/200"]
    outcomes = probe([{"url": url} for url in urls], env)
    assert [outcome["url"] for outcome in outcomes] == [
        f"{server.url}/status/200",
        f"{server.other_url}/status/200",
    ]


def test_unusable_credential(probe: Probe, env: dict[str, str]) -> None:
    """A token with a line break is named by its setting and not shown."""
    outcome = probe([{"url": "$FAULTS_URL/echo"}], env | {"PROBE_TOKEN": "secret\nline"})[0]
    assert outcome["error"] == "misconfigured"
    assert "PROBE_TOKEN" in outcome["value"]
    assert "secret" not in outcome["value"]


def test_without_credential(probe: Probe, env: dict[str, str]) -> None:
    """Where no credential is set, requests go without."""
    outcome = probe([{"url": "$FAULTS_URL/echo"}], env | {"PROBE_TOKEN": ""})[0]
    assert "authorization" not in outcome["body"]
