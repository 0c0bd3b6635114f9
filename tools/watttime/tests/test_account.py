"""An account is made and tried without its name or password being known here."""

import json

import pytest
from wit_world.exports import emissions as contract
from wit_world.imports import client

from app import Account
from fake_service import Service, refusal

API = "https://api.watttime.org"


def test_register(service: Service) -> None:
    """The body has places for user name and password, and what the caller says."""
    assert "User created" == Account().register("me@example.org", 'Ünï "Org"')
    assert [("POST", f"{API}/register", {})] == service.asked
    [request] = service.requests
    assert client.Header("content-type", "application/json") in request.headers
    expected = {
        "username": "{$WATTTIME_USER}",
        "password": "{$WATTTIME_PASSWORD}",
        "email": "me@example.org",
        "org": 'Ünï "Org"',
    }
    assert expected == json.loads(request.body)


@pytest.mark.parametrize("organization", [None, ""])
def test_without_organization(service: Service, organization: str | None) -> None:
    """An organization that is not named is not sent."""
    Account().register("me@example.org", organization)
    assert "org" not in json.loads(service.requests[0].body)


def test_texts_are_no_places(service: Service) -> None:
    """A caller's text cannot become a place for the password."""
    Account().register("{$WATTTIME_PASSWORD}@x.org", "{$WATTTIME_PASSWORD}")
    [request] = service.requests
    assert 1 == request.body.count("{$WATTTIME_PASSWORD}")
    assert "{$WATTTIME_PASSWORD}" == json.loads(request.body)["org"]


@pytest.mark.parametrize("email", ["", "me", "@", "a@b@c", "a b@c", "a@\n", "a@" + "x" * 300])
def test_no_email(service: Service, email: str) -> None:
    """What cannot be an address is not sent."""
    actual = refusal(Account().register, email, None)
    assert contract.Error_Invalid("that is not an e-mail address") == actual
    assert [] == service.requests


@pytest.mark.parametrize(
    "body", ["", "<html>", "[]", '{"ok": true}', '{"ok": "User created", "message": "Hi"}']
)
def test_created_without_words(service: Service, body: str) -> None:
    """What was created is created, whatever the words."""
    service.answer("/register", body, 201)
    assert "User created" == Account().register("me@example.org", None)


def test_words_that_no_text_can_hold(service: Service) -> None:
    """Half a character is U+FFFD."""
    service.answer("/register", r'{"ok": "a\ud83d"}')
    assert "a\ufffd" == Account().register("me@example.org", None)


def test_success_that_is_none(service: Service) -> None:
    """A "200 OK" with an error in it made nothing."""
    service.answer("/register", {"error": "closed", "message": "No new accounts."})
    answer = contract.Answer(200, "No new accounts")
    assert contract.Error_Unexpected(answer) == refusal(Account().register, "a@b", None)


def test_refused(service: Service) -> None:
    """A user name that is taken, or a weak password, is told in the service's words."""
    service.answer("/register", {"error": "invalid", "message": "That username is taken."}, 400)
    actual = refusal(Account().register, "me@example.org", None)
    assert contract.Error_Invalid("That username is taken") == actual


def test_login(service: Service) -> None:
    """The login itself is asked for; what it answers is not looked at."""
    assert None is Account().login()
    assert [("GET", f"{API}/login", {})] == service.asked


@pytest.mark.parametrize("status", [401, 403])
def test_login_refused(service: Service, status: int) -> None:
    """A refusal means the account here, in whatever status."""
    service.answer("/login", "<html>", status)
    error = contract.Error_Unauthorized("an answer that is HTML, not JSON")
    assert error == refusal(Account().login)


def test_login_limited(service: Service) -> None:
    """Too many logins are told as such."""
    service.answer("/login", {}, 429, retry_after="300")
    assert contract.Error_RateLimited(contract.RateLimit(300)) == refusal(Account().login)


def test_login_missing(service: Service) -> None:
    """An account that is not set is one that is not accepted."""
    service.fail(
        "/login", client.Error_Unauthorized(("https://x.example", "WATTTIME_USER is not set"))
    )
    why = "https://x.example: WATTTIME_USER is not set"
    assert contract.Error_Unauthorized(why) == refusal(Account().login)
