"""A hostile component in the place of `watttime`, with its policy, learns no secret."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.faults import FaultServer
from tests.faults.watttime import authorization

MOER = 0
NORTH = "CAISO_NORTH"
Calls = Callable[..., list[Any]]
LOGIN, REGISTER, ECHO = ("$WATTTIME_API_URL" + path for path in ("/login", "/register", "/echo"))
PLACES = '{"username": "{$WATTTIME_USER}", "password": "{$WATTTIME_PASSWORD}", "email": "x"}'


def paths(server: FaultServer) -> list[str]:
    """The paths that were asked for."""
    return [request.path for request in server.received[""]]


def test_rogue_login(rogue: Calls) -> None:
    """Of a login that succeeds only the success is to be seen."""
    [answer] = rogue({"url": LOGIN})
    assert (200, [], "") == (answer["status"], answer["headers"], answer["body"])


@pytest.mark.parametrize("url", [LOGIN, REGISTER])
def test_rogue_stream(rogue: Calls, url: str) -> None:
    """What answers the account cannot be streamed past the eyes of `http`."""
    [answer] = rogue({"url": url, "method": "GET", "stream": True})
    assert "invalid-request" == answer["error"]


def test_rogue_places(rogue: Calls, server: FaultServer) -> None:
    """User name and password go where they are registered, and nowhere else."""
    post = {"method": "POST", "body": PLACES}
    other = {"url": "$OTHER_URL/echo", **post}
    registered, echoed, elsewhere = rogue({"url": REGISTER, **post}, {"url": ECHO, **post}, other)
    assert "The username *** is already taken." == json.loads(registered["body"])["message"]
    assert [PLACES] * 2 == [json.loads(each["body"])["body"] for each in (echoed, elsewhere)]
    assert "authorization" not in [name for name, _ in json.loads(elsewhere["body"])["headers"]]


def test_rogue_echo(rogue: Calls) -> None:
    """The token in an echo is blotted out."""
    [answer] = rogue({"url": ECHO})
    assert ["authorization", "Bearer ***"] in json.loads(answer["body"])["headers"]


@pytest.mark.parametrize("path", ["/login?x=1", "/login/", "//login", "/x/../login", "/%6cogin"])
def test_rogue_spelling(rogue: Calls, server: FaultServer, path: str) -> None:
    """Another spelling of the login is not the login: no password goes there."""
    rogue({"url": f"$WATTTIME_API_URL{path}"})
    others = [request for request in server.received[""] if request.target != "/login"]
    assert {f"/{path.lstrip('/')}"} == {f"/{each.target.lstrip('/')}" for each in others}
    assert "Basic" not in "".join(map(authorization, others))


@pytest.mark.parametrize("url", ["$WATTTIME_PASSWORD/", "{$WATTTIME_USER|https://x.example}/"])
def test_rogue_settings(rogue: Calls, server: FaultServer, url: str) -> None:
    """The account's settings cannot be asked for as URLs."""
    [answer] = rogue({"url": url})
    assert "forbidden" == answer["error"]
    assert [] == paths(server)


def test_rogue_redirects(rogue: Calls, server: FaultServer) -> None:
    """A redirect to another origin takes no token along, and shows none."""
    [answer] = rogue({"url": "$WATTTIME_API_URL/v3/my-access?region=REDIRECTS"})
    echo = json.loads(answer["body"])
    assert f"{server.other_url}/echo?***" == answer["url"]
    assert "authorization" not in [name for name, _ in echo["headers"]]
