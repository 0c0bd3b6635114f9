"""A hostile `github`, with the toolbox's own `http` and the policy of the toolbox's manifest.

The only origin that it may reach here is the fault server's first one, by `$GITHUB_API_URL`.
"""

import json
from typing import Any
from urllib.parse import quote

import pytest
from tests.adversary import http_attacks
from tests.adversary.http_attacks import Url
from tests.adversary.victim import SECRET, TOKEN, Victim
from tests.faults import FaultServer


def _ports(server: FaultServer) -> dict[str, str]:
    return {
        "port": server.url.rpartition(":")[2],
        "other": server.other_url.rpartition(":")[2],
    }


@pytest.fixture
def send(reaching: Victim, server: FaultServer) -> Any:
    """Lets the hostile component send a request to a URL with the ports filled in."""

    def send(url: str, **request: object) -> Any:
        wish = {"url": url.format(**_ports(server)), **request}
        return reaching.github({"send": wish})

    return send


@pytest.fixture
def nothing_came(server: FaultServer) -> Any:
    """Fails the test if the server got any request meanwhile."""
    before = _requests(server)
    yield
    assert before == _requests(server)


def _requests(server: FaultServer) -> int:
    return sum(map(len, server.received.values()))


@pytest.mark.parametrize("url", http_attacks.URLS, ids=lambda url: ascii(url.url)[:60])
def test_url(send: Any, nothing_came: None, url: Url) -> None:
    """The request is refused before anything is sent, and the refusal tells nothing new."""
    answer = send(url.url)
    assert answer["error"] == url.error, url.promise


@pytest.mark.parametrize("url", http_attacks.SAME_ORIGIN, ids=ascii)
def test_same_origin_by_another_name(send: Any, server: FaultServer, url: str) -> None:
    """Where another spelling of the allowed origin is taken, the one spelling is what is sent."""
    answer = send(url)
    assert answer["url"].startswith(f"{server.url}/")
    [request] = server.received.pop("", [])
    assert dict(request.headers)["host"] == server.url.removeprefix("http://")


@pytest.mark.parametrize("method", http_attacks.METHODS, ids=ascii)
def test_method(send: Any, nothing_came: None, method: str) -> None:
    """A method that is not one plain word, or that opens a tunnel or sends back, is refused."""
    assert send("$GITHUB_API_URL/echo", method=method)["error"] == "InvalidRequest"


@pytest.mark.parametrize("header", http_attacks.HEADERS, ids=ascii)
def test_header(send: Any, nothing_came: None, header: tuple[str, str]) -> None:
    """No header smuggles in another, or changes what the connection is."""
    assert send("$GITHUB_API_URL/echo", headers=[header])["error"] == "InvalidRequest"


@pytest.mark.parametrize("redirect", http_attacks.REDIRECTS, ids=lambda url: ascii(url.url))
def test_redirect(send: Any, server: FaultServer, redirect: Url) -> None:
    """An allowed server cannot send the component on to what is not allowed."""
    ports = _ports(server)
    target = quote(redirect.url.format(**ports))
    answer = send(f"$GITHUB_API_URL/redirect?token=start&to={target}")
    assert answer["error"] == redirect.error, redirect.promise
    [request] = server.received.pop("start")
    assert request.target.startswith("/redirect")
    assert [] == server.received.pop("", [])


def test_many_at_once(reaching: Victim, server: FaultServer, nothing_came: None) -> None:
    """Every one of many requests is checked."""
    urls = [f"{server.other_url}/echo", "https://evil.example/", "$SECRET/", "http://[::1]/"]
    answers = reaching.github({"send-many": [{"url": url} for url in urls]})
    assert [a["error"] for a in answers] == ["Forbidden"] * 4  # type: ignore[attr-defined]


def test_wasi_http_itself(victim: Victim, server: FaultServer, nothing_came: None) -> None:
    """A request made past `wae:http`, with `wasi:http`, is denied."""
    authority = server.url.removeprefix("http://")
    answer = victim.github({"direct": authority})
    assert answer == {"error": "HttpRequestDenied", "value": None}


def test_policy(victim: Victim) -> None:
    """Asking for the policy oneself gives an empty one: nobody learns or changes another's."""
    assert victim.github({"policy": True}) == {"hosts": [], "credential": "None"}


@pytest.mark.parametrize("path", ["/echo", "/charset/utf-16?text=x", "/redirect?to=/echo"])
def test_own_credential(send: Any, server: FaultServer, path: str) -> None:
    """A server that sends everything back does not tell the component its own credential."""
    answer = send(f"$GITHUB_API_URL{path}")
    sent = [dict(request.headers) for request in server.received.pop("")]
    assert {f"Bearer {TOKEN}"} == {headers["authorization"] for headers in sent}
    assert TOKEN not in json.dumps(answer)


def test_own_authorization(send: Any) -> None:
    """A component may bring its own credential; then it does not get the policy's as well."""
    headers = [["Authorization", "Bearer mine"], ["AUTHORIZATION", "Basic x"]]
    echo = json.loads(send("$GITHUB_API_URL/echo", headers=headers)["body"])
    given = [value for name, value in echo["headers"] if name == "authorization"]
    assert given == ["Bearer mine", "Basic x"]


def test_streamed_credential(reaching: Victim, server: FaultServer) -> None:
    """The limit that docs/security.md names: bytes that are streamed are not redacted.

    The component can still tell nobody but that server, which knows already.
    """
    reaching.secrets = (SECRET,)
    answer = reaching.github({"stream": {"url": "$GITHUB_API_URL/echo?token=stream"}})
    assert TOKEN in json.dumps(answer)
    assert len(server.received.pop("stream")) == 1


def test_streamed_elsewhere(reaching: Victim, server: FaultServer, nothing_came: None) -> None:
    """Streams obey the same policy."""
    answer = reaching.github({"stream": {"url": f"{server.other_url}/echo"}})
    assert answer == {"error": "Forbidden", "value": [server.other_url, None]}


def test_no_credential_elsewhere(send: Any, server: FaultServer) -> None:
    """The other listed origin's credential does not go along with a redirect."""
    answer = send("$GITHUB_API_URL/redirect/back?token=back")
    assert answer["error"] == "Forbidden"
    assert len(server.received.pop("back")) == 1
