"""A request goes through the policy, redirects and retries; the transport is a fake here."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from componentize_py_types import Err, Ok
from wit_world.exports import client
from wit_world.imports import policy

from buffered import fetch
from call import DEFAULTS
from fake_network import Answer, Network
from scheduler import run

SECRET = "ghp_0123456789abcdef"
REFUSED = client.Error_ConnectionRefused("https://api.example")


def ask(method: str = "GET", **more: object) -> Ok[client.Response] | Err[client.Error]:
    """The outcome of one request to https://api.example/a with 2 retries and 2 redirects."""
    options = replace(DEFAULTS, redirects=2)
    request = client.Request(method, "https://api.example/a", [], None, options)
    return run([fetch(replace(request, **more))], 1)[0]


def redirect_to(location: str) -> Answer:
    return Answer(302, [("location", location)])


def test_answer(network: Network) -> None:
    """Status, address, headers and decoded text come back."""
    network.answers = [Answer(201, [("content-type", "text/plain; charset=latin1")], b"\xe9")]
    header = client.Header("content-type", "text/plain; charset=latin1")
    assert ask() == Ok(client.Response(201, "https://api.example/a", [header], "é"))


def test_added_headers(network: Network) -> None:
    """Only what is needed is added, and the caller's own values stay."""
    ask("POST")
    ask(headers=[client.Header("User-Agent", "mine"), client.Header("Accept-Encoding", "br")])
    common = {"user-agent": "wae/0.1", "accept-encoding": "gzip, deflate"}
    assert network.sent[0][1] == {**common, "content-length": "0"}
    assert network.sent[1][1] == {"user-agent": "mine", "accept-encoding": "br"}


@pytest.mark.parametrize("method", ["CONNECT", "TRACE", "get", "A B", ""])
def test_methods_refused(network: Network, method: str) -> None:
    """No tunnels, no echoes, and nothing that is not a method."""
    assert isinstance(ask(method).value, client.Error_InvalidRequest)
    assert network.sent == []


@pytest.mark.parametrize(
    ("name", "value"),
    [("Host", "x"), ("content-length", "1"), ("a b", "x"), ("", "x"), ("x", "a\r\nb"), ("x", "ż")],
)
def test_headers_refused(network: Network, name: str, value: str) -> None:
    """A header can smuggle nothing in."""
    assert isinstance(ask(headers=[client.Header(name, value)]).value, client.Error_InvalidRequest)
    assert network.sent == []


def test_forbidden(network: Network) -> None:
    """Nothing is sent to an origin that the policy does not name."""
    refusal = client.Refusal("http://api.example", None)
    assert ask(url="http://api.example/a") == Err(client.Error_Forbidden(refusal))
    assert network.sent == []


def test_forbidden_redirect(network: Network) -> None:
    """Every hop asks the policy."""
    network.answers = [redirect_to("https://evil.example/b")]
    refusal = client.Refusal("https://evil.example", "https://api.example/a")
    assert ask() == Err(client.Error_Forbidden(refusal))
    assert len(network.sent) == 1


def test_credential(network: Network, rules: policy.Rules, settings: dict[str, str]) -> None:
    """The policy's credential is sent, on every hop of the origin, and never shown."""
    settings["TOKEN"] = SECRET
    rules.credential = policy.Credential_Bearer(["TOKEN"])
    echo = Answer(200, [("x-echo", f"Bearer {SECRET}")], f"you are {SECRET}".encode())
    network.answers = [redirect_to(f"/b?{SECRET}"), echo]
    response = ask().value
    assert [headers["authorization"] for _, headers in network.sent] == [f"Bearer {SECRET}"] * 2
    assert response.body == "you are ***"
    assert SECRET not in repr(response)


def test_own_authorization(network: Network, rules: policy.Rules, settings: dict[str, str]) -> None:
    """A caller that brings its own gets no other."""
    settings["TOKEN"] = SECRET
    rules.credential = policy.Credential_Bearer(["TOKEN"])
    ask(headers=[client.Header("Authorization", "Bearer own")])
    assert network.sent[0][1]["authorization"] == "Bearer own"


def test_credential_across_origins(
    network: Network, rules: policy.Rules, settings: dict[str, str]
) -> None:
    """Another allowed origin gets neither credential, nor does the first one after it."""
    settings["TOKEN"] = SECRET
    rules.credential = policy.Credential_Bearer(["TOKEN"])
    there, back = redirect_to("https://a.files.example/"), redirect_to("https://api.example/c")
    for headers in ([], [client.Header("authorization", "own"), client.Header("cookie", "own")]):
        network.answers, network.sent = [there, back, Answer()], []
        ask(headers=headers)
        assert ["authorization" in sent for _, sent in network.sent] == [True, False, False]
        assert "cookie" not in network.sent[1][1]


def test_a_second_hop_at_another_origin(
    network: Network, rules: policy.Rules, settings: dict[str, str]
) -> None:
    """Another origin that redirects to itself is still another one: the key does not go there."""
    settings["TOKEN"] = SECRET
    rules.credential = policy.Credential_Bearer(["TOKEN"])
    there = redirect_to("https://a.files.example/")
    network.answers = [there, redirect_to("https://a.files.example/again"), Answer()]
    ask()
    assert [f"Bearer {SECRET}", None, None] == [
        sent.get("authorization") for _, sent in network.sent
    ]


def test_credential_not_set(
    network: Network, rules: policy.Rules, settings: dict[str, str]
) -> None:
    """Without a credential the request goes without."""
    rules.credential = policy.Credential_Bearer(["TOKEN"])
    ask()
    assert "authorization" not in network.sent[0][1]


def test_too_many_redirects(network: Network) -> None:
    """As many as the options say, and no more."""
    network.answers = [redirect_to("/a")]
    assert ask() == Err(client.Error_TooManyRedirects(("https://api.example", 2)))
    assert len(network.sent) == 3


def test_no_redirects(network: Network) -> None:
    """With 0 redirects, the redirect is the answer."""
    network.answers = [redirect_to("/b")]
    assert ask(options=replace(DEFAULTS, redirects=0)).value.status == 302


def test_unusable_location(network: Network) -> None:
    """A redirect to nowhere is the server's fault, and is not tried again."""
    network.answers = [redirect_to("ftp://api.example/")]
    assert isinstance(ask().value, client.Error_Protocol)
    assert len(network.sent) == 1


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_retried_statuses(network: Network, status: int) -> None:
    """A passing status is tried again, after half a second and then one, less up to a quarter."""
    network.answers = [Answer(status), Answer(status), Answer(200)]
    assert ask().value.status == 200
    assert 375 <= network.waits[0] <= 500
    assert 750 <= network.waits[1] <= 1000


@pytest.mark.parametrize("answer", [Answer(503), Answer(error=REFUSED)])
@pytest.mark.parametrize("method", ["POST", "PATCH", "PROPFIND"])
def test_not_idempotent(network: Network, method: str, answer: Answer) -> None:
    """What might be done twice is sent once."""
    network.answers = [answer]
    ask(method)
    assert len(network.sent) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 501])
def test_final_statuses(network: Network, status: int) -> None:
    """Other errors are answers."""
    network.answers = [Answer(status)]
    assert ask().value.status == status
    assert len(network.sent) == 1


def test_failed_on_the_way(network: Network) -> None:
    """A request that did not arrive is sent again; after the last try its error comes back."""
    network.answers = [Answer(error=REFUSED)]
    assert ask() == Err(REFUSED)
    assert len(network.sent) == 3


@pytest.mark.parametrize(
    ("asked", "waits"), [("3", [3000]), ("8", [8000]), ("9", []), ("9999999999999", [])]
)
def test_retry_after(network: Network, asked: str, waits: list[int]) -> None:
    """The server's wait is kept, or where it is too long the answer comes at once."""
    network.answers = [Answer(429, [("retry-after", asked)]), Answer(200)]
    assert ask().value.status == (200 if waits else 429)
    assert waits == network.waits


def test_retries_are_shared(network: Network) -> None:
    """The tries are the request's, not each hop's."""
    network.answers = [Answer(503), redirect_to("/b"), Answer(503), redirect_to("/c"), Answer(503)]
    assert ask().value.status == 503
    assert len(network.sent) == 5


@pytest.mark.parametrize(
    ("encoding", "body", "error"),
    [
        ("identity", b"x" * 11, client.Error_BodyTooLarge),
        ("gzip", b"not gzip", client.Error_Decoding),
    ],
)
def test_bodies_refused(
    network: Network, encoding: str, body: bytes, error: Callable[..., client.Error]
) -> None:
    """A body over the limit or damaged is an error, and final."""
    network.answers = [Answer(200, [("content-encoding", encoding)], body)]
    assert type(ask(options=replace(DEFAULTS, max_body=10)).value) is error
    assert len(network.sent) == 1


def test_hosts_without_a_credential(
    network: Network, rules: policy.Rules, settings: dict[str, str]
) -> None:
    """The policy's anonymous hosts get no key: when they are asked, after a redirect to them, and
    after one from them to a host that would get it."""
    settings.update(GH_TOKEN=SECRET, IMAGE_HOSTS="http://127.0.0.1:90")
    rules.credential = policy.Credential_Bearer(["GH_TOKEN"])
    rules.anonymous_hosts = ["cdn.example", "$IMAGE_HOSTS"]
    hops = ["https://cdn.example/", "http://127.0.0.1:90/x", "https://api.example/c"]
    network.answers = [*map(redirect_to, hops[1:]), Answer()]
    assert 200 == ask(url=hops[0]).value.status
    network.answers = [redirect_to(hops[1]), Answer()]
    assert 200 == ask().value.status
    assert [True, True, True, False, True] == [
        "authorization" not in headers for _, headers in network.sent
    ]
    network.answers = [redirect_to("https://evil.example/")]
    assert "https://evil.example" == ask(url=hops[0]).value.value.origin
