"""User name, password and token go where they should, and nobody sees them."""

import base64
import json
from dataclasses import replace

import pytest
from componentize_py_types import Err, Ok
from wit_world.exports import client
from wit_world.imports import policy

from fake_login import (
    BASIC,
    BEARER,
    LOGIN,
    PASSWORD,
    REGISTER,
    RULES,
    TOKEN,
    USER,
    Service,
    ask,
    authorizations,
    request,
)
from fake_network import Answer
from scheduler import run
from streamed import fetch_stream


def test_asked_for_by_the_caller(service: Service, kept: dict[str, str]) -> None:
    """A caller that asks for the login itself learns that it succeeded, and keeps the token for
    later requests."""
    response = ask(request(LOGIN))[0].value
    assert client.Response(200, LOGIN, [], "") == response
    assert [TOKEN] == list(kept.values())
    ask()
    assert [BASIC, BEARER] == authorizations(service)


def test_refusal_seen_by_the_caller(service: Service) -> None:
    """A caller that asks for the login itself sees a refusal, without the account in it."""
    pair = BASIC.removeprefix("Basic ")
    text = f"{USER} {PASSWORD} {pair}: no"
    service.login_answer = Answer(401, [("x", text)], text.encode())
    response = ask(request(LOGIN))[0].value
    assert (401, "*** *** ***: no") == (response.status, response.body)
    assert [client.Header("x", "*** *** ***: no")] == response.headers


@pytest.mark.parametrize("method", ["POST", "HEAD", "PUT", "OPTIONS"])
def test_other_methods_at_the_login(service: Service, method: str) -> None:
    """Only a GET is a login; anything else goes there without account and token."""
    ask(request(LOGIN, method=method))
    assert [None] == authorizations(service)


@pytest.mark.parametrize("rest", ["?a=b", "/", "/..", "%20", "/../login/x"])
def test_only_the_login_itself(service: Service, rest: str) -> None:
    """What looks like the login but is another URL gets the token and no account."""
    ask(request(LOGIN + rest))
    assert BASIC not in [
        headers.get("authorization") for hop, headers in service.sent if str(hop.url) != LOGIN
    ]


def test_register(service: Service) -> None:
    """The account goes into the body where it is registered; no token does, and the caller sees
    nothing of it."""
    body = '{"username": "{$USER}", "again": "{$USERNAME}", "password": "{$PASSWORD}"}'
    response = ask(request(REGISTER, method="POST", body=body))[0].value
    [(hop, headers)] = service.sent
    expected = {"username": USER, "again": USER, "password": PASSWORD}
    assert expected == json.loads(hop.body or b"")
    assert str(len(hop.body or b"")) == headers["content-length"]
    assert "authorization" not in headers
    assert '{"username": "***", "again": "***", "password": "***"}' == response.body
    assert USER not in repr(response).replace("username", "")
    assert PASSWORD not in repr(response)


def test_placeholders_elsewhere(service: Service) -> None:
    """Everywhere else a body is sent as it is."""
    body = "{$USER} {$PASSWORD}"
    for url in (LOGIN, "https://api.example/a", "https://a.files.example/register"):
        ask(request(url, method="POST", body=body))
    assert {body.encode()} == {hop.body for hop, _ in service.sent if hop.body}


def test_register_redirects(service: Service, rules: policy.Rules) -> None:
    """A redirect takes the placeholders along, not the values."""
    body = "{$PASSWORD}"
    there = Answer(307, [("location", "https://a.files.example/register")])
    service._answer = lambda hop, _: (  # type: ignore[method-assign]
        there if str(hop.url) == REGISTER else Answer(200)
    )
    ask(request(REGISTER, method="POST", body=body))
    assert [PASSWORD.encode(), body.encode()] == [hop.body for hop, _ in service.sent]


def test_other_hosts_of_the_policy(service: Service) -> None:
    """What is not the login's origin gets nothing, and needs no login."""
    for url in ("https://a.files.example/a", "https://a.files.example/login"):
        assert isinstance(ask(request(url))[0], Ok)
    assert [None, None] == authorizations(service)


def test_the_login_obeys_the_policy(service: Service, rules: policy.Rules) -> None:
    """A login at a host that the policy does not name gets no account."""
    rules.hosts = ["a.files.example"]
    outcomes = ask(request("https://a.files.example/a"), request(LOGIN))
    refusal = client.Refusal("https://api.example", None)
    assert isinstance(outcomes[0], Ok)
    assert Err(client.Error_Forbidden(refusal)) == outcomes[1]


def test_url_in_a_setting(
    service: Service, rules: policy.Rules, settings: dict[str, str], kept: dict[str, str]
) -> None:
    """The login follows its setting, and then the default's origin gets no token."""
    rules.hosts = ["$API_URL", "api.example"]
    rules.credential = policy.Credential_Login(
        replace(RULES, url="{$API_URL|https://api.example}/login", register=None)
    )
    ask()
    settings["API_URL"] = "http://127.0.0.1:8080"
    service.sent = []
    ask(request("https://api.example/a"))
    assert [None] == authorizations(service)
    ask(request("$API_URL/login"))
    assert "http://127.0.0.1:8080/login" == str(service.sent[-1][0].url)
    assert BASIC == service.sent[-1][1]["authorization"]


def test_redirected_elsewhere(service: Service) -> None:
    """The token does not go along to another origin."""
    service.answer = Answer(302, [("location", "https://a.files.example/b")])
    ask()
    assert [BASIC, BEARER, None] == authorizations(service)


def test_own_authorization(service: Service) -> None:
    """A caller that brings its own gets no other, and no login."""
    ask(request(headers=[client.Header("authorization", "Bearer own")]))
    assert ["Bearer own"] == authorizations(service)


@pytest.mark.parametrize("secret", [TOKEN, PASSWORD, base64.b64encode(TOKEN.encode()).decode()])
def test_echoes(service: Service, secret: str) -> None:
    """Token and password are redacted of answers; a short user name may be a word of them."""
    service.answer = Answer(200, [("x", secret)], f"{secret} {USER}".encode())
    response = ask()[0].value
    assert (f"*** {USER}", [client.Header("x", "***")]) == (response.body, response.headers)


@pytest.mark.parametrize("url", [LOGIN, REGISTER])
def test_not_streamed(service: Service, url: str) -> None:
    """What answers an account is not handed on unread."""
    closed: list[bool] = []
    service.login_answer = Answer(200, [], b'{"token": "x"}')
    service.login_answer.close = lambda: closed.append(True)  # type: ignore[method-assign]
    service._answer = lambda *_: service.login_answer  # type: ignore[method-assign]
    outcome = run([fetch_stream(request(url))], 1)[0]
    problem = "what answers a user name and a password cannot be streamed"
    assert Err(client.Error_InvalidRequest(problem)) == outcome
    assert [True] == closed
