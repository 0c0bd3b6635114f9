"""A login is made when it is needed, and once."""

from dataclasses import replace

import pytest
from componentize_py_types import Err, Ok
from wit_world.exports import client

from call import DEFAULTS
from fake_login import (
    BASIC,
    BEARER,
    LOGIN,
    PASSWORD,
    REGISTER,
    TOKEN,
    USER,
    Service,
    ask,
    authorizations,
    request,
)
from fake_network import Answer
from fake_settings import Settings

ORIGIN = "https://api.example"


def test_logs_in(service: Service, kept: dict[str, str]) -> None:
    """The account goes to the login, the token to the request; the token is kept for the next."""
    assert ["fine"] == [each.value.body for each in ask()]
    assert [BASIC, BEARER] == authorizations(service)
    assert [TOKEN] == list(kept.values())
    ask()
    assert [BASIC, BEARER, BEARER] == authorizations(service)


@pytest.mark.parametrize("places", [1, 3, 20])
def test_one_login_for_many(service: Service, places: int) -> None:
    """Requests that are sent together share one login."""
    answers = ask(*[request() for _ in range(20)], places=places)
    assert ["fine"] * 20 == [each.value.body for each in answers]
    assert 1 == service.logins


@pytest.mark.parametrize("places", [1, 3, 20])
def test_renewed_once(service: Service, kept: dict[str, str], places: int) -> None:
    """A token that is not accepted any more gives way to one new login, for all of them."""
    ask()
    service.tokens, service.sent = ["fresh-" + TOKEN], []
    answers = ask(*[request() for _ in range(20)], places=places)
    assert ["fine"] * 20 == [each.value.body for each in answers]
    assert 1 == service.logins
    assert ["fresh-" + TOKEN] == list(kept.values())


def test_refused_twice(service: Service) -> None:
    """Where a fresh token is refused, too, that is the answer."""
    service.answer = Answer(401, [], b"never")
    [answer] = ask(request(method="POST", body="text"))
    assert (401, "never") == (answer.value.status, answer.value.body)
    assert [BASIC, BEARER, BASIC, BEARER] == authorizations(service)
    bodies = [hop.body for hop, _ in service.sent]
    assert [None, b"text", None, b"text"] == bodies


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize("places", [1, 20])
def test_account_refused(service: Service, status: int, places: int) -> None:
    """A wrong password is told by its settings, after one try for all."""
    service.login_answer = Answer(status, [], f"bad {USER} {PASSWORD}".encode())
    answers = ask(*[request() for _ in range(20)], places=places)
    problem = f"it answered {status} to USERNAME and PASSWORD"
    assert [Err(client.Error_Unauthorized((ORIGIN, problem)))] * 20 == answers
    assert 1 == len(service.sent)
    ask()
    assert 2 == len(service.sent)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer(404), client.Error_Protocol((ORIGIN, "it answered a login with 404"))),
        (
            Answer(302, [("location", "https://api.example/elsewhere")]),
            client.Error_Protocol((ORIGIN, "it answered a login with 302")),
        ),
        *(
            (
                Answer(200, [], body),
                client.Error_Protocol((ORIGIN, "it answered a login without a token")),
            )
            for body in (b"", b"{}", b"[]", b'{"token": 1}', b'{"token": "a b"}', b"<html>")
        ),
        (Answer(200, [], b"[" * 99999), client.Error_Protocol),
        (
            Answer(200, [], b'{"token": "abc", "more": ' + b"[" * 16 + b"]" * 16 + b"}"),
            client.Error_Protocol,
        ),
        (Answer(error=client.Error_Tls((ORIGIN, "x"))), client.Error_Tls((ORIGIN, "x"))),
    ],
)
def test_login_fails(service: Service, kept: dict[str, str], answer: Answer, error: object) -> None:
    """Every other failure of the login is one of the request, which is not sent."""
    service.login_answer = answer
    [outcome] = ask()
    assert error in (outcome.value, type(outcome.value))
    assert {LOGIN} == {str(hop.url) for hop, _ in service.sent}
    assert {} == kept


def test_a_login_is_tried_again_by_itself(service: Service) -> None:
    """The tries of a login are its own: the request's do not come on top."""
    service.login_answer = Answer(error=client.Error_ConnectionRefused("x"))
    assert [Err(client.Error_ConnectionRefused("x"))] == ask()
    assert 3 == service.logins


@pytest.mark.parametrize(
    ("unset", "problem"),
    [
        (["USERNAME"], "USER is not set"),
        (["PASSWORD"], "PASSWORD is not set"),
        (["USERNAME", "PASSWORD"], "USER and PASSWORD are not set"),
    ],
)
@pytest.mark.parametrize("url", ["https://api.example/a", LOGIN, REGISTER])
def test_not_set(
    service: Service, settings: dict[str, str], unset: list[str], problem: str, url: str
) -> None:
    """Without an account nothing is sent, and what is missing is named."""
    for name in unset:
        del settings[name]
    assert [Err(client.Error_Unauthorized((ORIGIN, problem)))] == ask(request(url))
    assert [] == service.sent


@pytest.mark.parametrize(
    ("name", "value"), [("USERNAME", "a:b"), ("USERNAME", "a\n"), ("PASSWORD", "a\rb")]
)
def test_unusable(service: Service, settings: dict[str, str], name: str, value: str) -> None:
    """An account that no header can hold is named by its setting."""
    settings[name] = value
    [outcome] = ask()
    assert isinstance(outcome.value, client.Error_Misconfigured)
    assert outcome.value.value.startswith(f"{name} has ")
    assert [] == service.sent


def test_another_user(service: Service, settings: dict[str, str], kept: dict[str, str]) -> None:
    """A token that is kept belongs to one user at one login; its name does not tell which."""
    ask()
    settings["USERNAME"] = "bob"
    assert isinstance(ask()[0].value, client.Error_Unauthorized)
    assert BEARER not in authorizations(service)[2:]
    [name] = kept
    assert len(name) == 64
    assert USER not in name


def test_bugs_do_not_block(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a failure in the middle of a login, the next one is made."""
    fine = service.login_answer
    service.login_answer = Answer(error=client.Error_Truncated(ORIGIN))
    ask(request(options=replace(DEFAULTS, retries=0)))
    service.login_answer = fine
    assert isinstance(ask()[0], Ok)


@pytest.mark.parametrize("lacking", [("USER",), ("PASSWORD",), ("USER", "PASSWORD")])
def test_a_token_that_was_got_elsewhere(
    service: Service, settings: Settings, kept: dict[str, str], lacking: tuple[str, ...]
) -> None:
    """Without a whole account the token in its setting is sent: nobody logs in, nothing is kept."""
    for name in lacking:
        del settings[name if name == "PASSWORD" else "USERNAME"]
    settings["TOKEN"] = TOKEN
    assert ["fine"] == [each.value.body for each in ask()]
    assert ([BEARER], {}) == (authorizations(service), kept)


def test_the_account_before_the_token(service: Service, settings: Settings) -> None:
    """An account always works, a token for half an hour: where both are set, the account counts."""
    settings["TOKEN"] = "of-yesterday-" + TOKEN
    assert ["fine"] == [each.value.body for each in ask()]
    assert [BASIC, BEARER] == authorizations(service)


def test_a_token_whose_time_is_over(service: Service, settings: Settings) -> None:
    """It is sent once; the answer, which may say why, has it redacted."""
    settings.clear()
    old = settings["TOKEN"] = "of-yesterday-" + TOKEN
    [answer] = ask()
    assert (401, "who? Bearer ***") == (answer.value.status, answer.value.body)
    assert [f"Bearer {old}"] == authorizations(service)


def test_a_token_logs_nobody_in(service: Service, settings: Settings) -> None:
    """The login and the registration want an account, and get no token."""
    settings.clear()
    settings["TOKEN"] = TOKEN
    for url, method in ((LOGIN, "GET"), (REGISTER, "POST")):
        [outcome] = ask(request(url, method=method))
        assert client.Error_Unauthorized((ORIGIN, "USER and PASSWORD are not set")) == outcome.value
    assert [] == service.sent


def test_a_token_that_no_header_can_hold(service: Service, settings: Settings) -> None:
    """It is misconfigured, and not shown."""
    settings.clear()
    settings["TOKEN"] = f"{TOKEN}\nX-Evil: 1"
    [outcome] = ask()
    assert client.Error_Misconfigured is type(outcome.value)
    assert TOKEN not in repr(outcome)
