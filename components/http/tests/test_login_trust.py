"""Account and token go only where somebody at least as trusted as the account sends them."""

from dataclasses import replace

import pytest
from componentize_py_types import Err, Ok
from wit_world.exports import client
from wit_world.imports import policy
from wit_world.imports.presence import Source

from fake_login import (
    BASIC,
    BEARER,
    PASSWORD,
    RULES,
    TOKEN,
    USER,
    Service,
    ask,
    authorizations,
    request,
)
from fake_settings import Settings

URL = "{$API_URL|https://api.example}"


@pytest.fixture
def movable(service: Service, rules: policy.Rules, settings: Settings) -> Service:
    """The same service, whose server may be another one, in API_URL."""
    rules.hosts = ["api.example", "$API_URL", "*.files.example"]
    rules.credential = policy.Credential_Login(
        replace(RULES, url=f"{URL}/login", register=f"{URL}/register")
    )
    return service


def refused(outcome: object) -> bool:
    return (
        isinstance(outcome, Err)
        and isinstance(outcome.value, client.Error_Misconfigured)
        and " is not sent to " in outcome.value.value
    )


@pytest.mark.parametrize("place", ["/a", "/login", "/register"])
@pytest.mark.parametrize("account", [Source.ENVIRONMENT, Source.CONFIG, Source.ASKED])
def test_a_server_that_is_trusted_less(
    movable: Service, settings: Settings, account: Source, place: str
) -> None:
    """The server in .env gets no account of a source that is trusted further: not at the login,
    not in a body, and no token."""
    settings.clear()
    settings.of[account].update(USERNAME=USER, PASSWORD=PASSWORD)
    settings.of[Source.DOTENV]["API_URL"] = "https://evil.example"
    method, body = ("POST", "{$USER} {$PASSWORD}") if place == "/register" else ("GET", None)
    [outcome] = ask(request(f"{URL}{place}", method=method, body=body))
    assert refused(outcome)
    assert [] == movable.sent


@pytest.mark.parametrize(("high", "low"), [("USERNAME", "PASSWORD"), ("PASSWORD", "USERNAME")])
def test_half_an_account(movable: Service, settings: Settings, high: str, low: str) -> None:
    """An account whose one half is trusted further is trusted as far as that half."""
    del settings[low]
    settings.of[Source.DOTENV].update({low: "any", "API_URL": "https://evil.example"})
    [outcome] = ask(request(f"{URL}/a"))
    assert refused(outcome)
    assert f"{high} from the environment" in repr(outcome)
    assert [] == movable.sent


@pytest.mark.parametrize("better", [("USERNAME", "PASSWORD"), ("USERNAME",), ("PASSWORD",)])
def test_a_token_of_a_better_account(
    movable: Service, settings: Settings, kept: dict[str, str], better: tuple[str, ...]
) -> None:
    """A token that an account got of which the environment has a part does not go to the same
    server for somebody who puts the user's name into .env."""
    for name in {"USERNAME", "PASSWORD"} - {*better}:
        settings.of[Source.DOTENV][name] = settings.pop(name)
    settings["API_URL"] = "https://api.example:444"
    movable._answer = lambda hop, _: Service._answer(  # type: ignore[method-assign]
        movable, replace(hop, url=replace(hop.url, origin=replace(hop.url.origin, port=443))), _
    )
    assert isinstance(ask(request(f"{URL}/a"))[0], Ok)
    assert [TOKEN] == list(kept.values())
    url = settings.pop("API_URL")
    settings.clear()
    settings.of[Source.DOTENV].update(API_URL=url, USERNAME=USER, PASSWORD="guessed")
    movable.sent = []
    ask(request(f"{URL}/a"))
    assert BEARER not in authorizations(movable)
    assert BASIC not in authorizations(movable)


def test_the_login_is_not_another_host_of_the_policy(movable: Service, settings: Settings) -> None:
    """.env cannot send the account to another host that the manifest names for other purposes."""
    settings.of[Source.DOTENV]["API_URL"] = "https://a.files.example"
    assert refused(ask(request(f"{URL}/a"))[0])
    assert [] == movable.sent


def test_the_vendor_named_again(movable: Service, settings: Settings) -> None:
    """A setting that says what the manifest says changes nothing."""
    settings.of[Source.DOTENV]["API_URL"] = "https://API.example/"
    assert isinstance(ask(request(f"{URL}/a"))[0], Ok)
    assert [BASIC, BEARER] == authorizations(movable)


def test_plain_http(movable: Service, settings: Settings) -> None:
    """Without TLS neither account nor token goes to another machine."""
    settings["API_URL"] = "http://api.example"
    for place in ("/a", "/login", "/register"):
        assert refused(ask(request(f"{URL}{place}"))[0])
    assert [] == movable.sent


def test_a_token_of_another_source(movable: Service, settings: Settings) -> None:
    """The server in .env gets the token of the same file, though an account is set elsewhere; it
    does not get a token of a source that is trusted further."""
    settings.of[Source.DOTENV].update(API_URL="https://evil.example", TOKEN="their-own-" + TOKEN)
    ask(request(f"{URL}/a"))
    assert [f"Bearer their-own-{TOKEN}"] == authorizations(movable)
    movable.sent = []
    settings.clear()
    settings["TOKEN"] = settings.of[Source.DOTENV].pop("TOKEN")
    [outcome] = ask(request(f"{URL}/a"))
    assert refused(outcome)
    assert "TOKEN from the environment" in repr(outcome)
    assert [] == movable.sent
