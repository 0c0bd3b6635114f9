"""`ranges`: what is asked for, and what an answer says."""

from collections.abc import Callable

import pytest
from componentize_py_types import Err
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wit_world.exports import ranges as contract
from wit_world.imports import client

from app import Ranges

REST = "0" * 34
Answer = Callable[..., list[client.Request]]


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Answer:
    """Makes the server answer so, and returns the requests that it gets."""
    requests: list[client.Request] = []

    def say(body: str, status: int = 200, fails: object = None) -> list[client.Request]:
        def send(request: client.Request) -> client.Response:
            requests.append(request)
            if fails is not None:
                raise Err(fails)
            return client.Response(status, request.url, [], body)

        monkeypatch.setattr(client, "send", send)
        return requests

    monkeypatch.setattr(client, "other_server", lambda url: None)
    return say


def reason(prefix: str = "ABCDE") -> contract.Error:
    with pytest.raises(Err) as caught:
        Ranges().find(prefix)
    assert isinstance(caught.value.value, contract.Failure)
    return caught.value.value.reason


def test_five_digits_leave(answer: Answer) -> None:
    """The request has the prefix and nothing else of the password, and asks for padding."""
    requests = answer(f"{REST}1:7")
    Ranges().find("abcde")
    [request] = requests
    assert "{$PWNED_PASSWORDS_URL|https://api.pwnedpasswords.com}/range/ABCDE" == request.url
    assert ("GET", None) == (request.method, request.body)
    assert {"add-padding": "true", "user-agent": "wae", "accept": "text/plain"} == {
        header.name: header.value for header in request.headers
    }


def test_the_entries(answer: Answer) -> None:
    """Each with its count; those that pad the answer, which are counted 0, are none."""
    answer(f"{REST}A:3\r\n{REST}b:0\r\n{REST}C:99999999999\r\n")
    assert [(f"{REST}A", 3), (f"{REST}C", 2**32 - 1)] == [
        (entry.suffix, entry.count) for entry in Ranges().find("ABCDE")
    ]


def test_only_padding_is_nothing(answer: Answer) -> None:
    answer(f"{REST}A:0")
    assert [] == Ranges().find("ABCDE")


@pytest.mark.parametrize("prefix", ["", "ABCD", "ABCDEF", "ABCDG", "ABC/E", "ABCDE\n", "ａbcde"])
def test_what_is_no_prefix(answer: Answer, prefix: str) -> None:
    """Nobody is asked for it: more than five digits never leave."""
    requests = answer("")
    assert contract.Error_InvalidPrefix() == reason(prefix)
    assert [] == requests


@pytest.mark.parametrize(
    "body", ["", " \n", "<html>", f"{REST}A", f"{REST}:1", f"{REST}A:-1", f"{REST}A:1\nOops"]
)
def test_what_is_no_answer(answer: Answer, body: str) -> None:
    """What is not understood is an error: never a password that nobody leaked."""
    answer(body)
    assert isinstance(reason(), contract.Error_Unexpected)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200))
def test_any_answer(answer: Answer, body: str) -> None:
    """It is a list or an error, whatever it says."""
    answer(body)
    outcome = _outcome()
    assert isinstance(outcome, list | contract.Error_Unexpected)


def _outcome() -> object:
    try:
        return Ranges().find("ABCDE")
    except Err as error:
        return error.value.reason


@pytest.mark.parametrize(
    ("status", "kind"), [(429, contract.Error_RateLimited), (503, contract.Error_Unexpected)]
)
def test_refusals(answer: Answer, status: int, kind: type) -> None:
    answer("Slow down", status)
    assert isinstance(reason(), kind)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (client.Error_ConnectionRefused("https://a.example"), contract.Error_Unreachable),
        (client.Error_Misconfigured("PWNED_PASSWORDS_URL"), contract.Error_Misconfigured),
        (client.Error_Forbidden(client.Refusal("https://a.example", None)), contract.Error_Blocked),
        (client.Error_InvalidRequest("a"), contract.Error_Misconfigured),
        (client.Error_BodyTooLarge(("https://a.example", 9)), contract.Error_Unexpected),
    ],
)
def test_no_answer(answer: Answer, error: object, kind: type) -> None:
    answer("", fails=error)
    assert isinstance(reason(), kind)


def test_who_was_asked(answer: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The failure names the server where a setting does."""
    answer("", 500)
    monkeypatch.setattr(client, "other_server", lambda url: "http://own.example")
    with pytest.raises(Err) as caught:
        Ranges().find("ABCDE")
    assert "http://own.example" == caught.value.value.server
