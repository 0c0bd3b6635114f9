"""A key in a header of its own goes to its hosts, in that header, and nobody sees it again."""

import pytest
from componentize_py_types import Err, Ok
from wit_world.exports import client
from wit_world.imports import policy
from wit_world.imports.presence import Source

from app import Client
from buffered import fetch
from fake_login import LOGIN, Service
from fake_network import Answer, Network
from fake_settings import Settings
from scheduler import run

KEY = "k-0123456789abcdef"
MAPS = "https://maps.example"


@pytest.fixture(autouse=True)
def header(rules: policy.Rules, settings: Settings) -> policy.HeaderKey:
    """KEY goes to maps.example, or to the server in MAPS_URL, as `auth-token`."""
    rules.hosts = [*rules.hosts, "maps.example", "$MAPS_URL"]
    rules.header = policy.HeaderKey(
        "Auth-Token", ["KEY", "OTHER_KEY"], ["maps.example", "$MAPS_URL"]
    )
    settings["KEY"] = KEY
    return rules.header


def ask(
    url: str = f"{MAPS}/a", headers: list[client.Header] | None = None
) -> Ok[client.Response] | Err[client.Error]:
    return run([fetch(client.Request("GET", url, headers or [], None, None))], 1)[0]


def test_where_it_goes(network: Network, rules: policy.Rules, settings: Settings) -> None:
    """To its hosts only; the policy's other credential goes by its own rule."""
    settings["TOKEN"] = "t-0123456789abcdef"
    rules.credential = policy.Credential_Bearer(["TOKEN"])
    network.answers = [Answer(), Answer()]
    for url in (f"{MAPS}/a", "https://api.example/a"):
        assert 200 == ask(url).value.status
    sent = [(headers.get("auth-token"), "authorization" in headers) for _, headers in network.sent]
    assert [(KEY, True), (None, True)] == sent


def test_redirects(network: Network) -> None:
    """No redirect takes it to another origin, nor back."""
    places = [f"{MAPS}/b", "https://api.example/", f"{MAPS}/c"]
    network.answers = [*(Answer(302, [("location", place)]) for place in places), Answer()]
    assert 200 == ask().value.status
    assert [KEY, KEY, None, None] == [headers.get("auth-token") for _, headers in network.sent]


def test_the_callers_own(network: Network) -> None:
    """A caller's own header of that name is left as it is."""
    ask(headers=[client.Header("AUTH-TOKEN", "mine")])
    [(_, headers)] = network.sent
    assert "mine" == headers["auth-token"]


def test_not_set(network: Network, settings: Settings) -> None:
    """The first setting that is set counts; without one the request goes without the header."""
    settings.pop("KEY")
    network.answers = [Answer(), Answer()]
    ask()
    settings["OTHER_KEY"] = "second"
    ask()
    assert [None, "second"] == [headers.get("auth-token") for _, headers in network.sent]


def test_sent_back(network: Network) -> None:
    """What a server sends back of it is redacted, in headers and in the body."""
    network.answers = [Answer(200, [("x-you", f"<{KEY}>")], f"hello {KEY}".encode())]
    answer = ask().value
    assert ("hello ***", "<***>") == (answer.body, dict(_pairs(answer.headers))["x-you"])


def test_both_sent_back(network: Network, rules: policy.Rules, settings: Settings) -> None:
    """Where a request carries the policy's other credential, too, both are redacted."""
    settings["TOKEN"] = "t-0123456789abcdef"
    rules.credential = policy.Credential_Bearer(["TOKEN"])
    network.answers = [Answer(200, [], f"{KEY} and {settings['TOKEN']}".encode())]
    assert "*** and ***" == ask().value.body


def test_rank(network: Network, settings: Settings) -> None:
    """A server that a less trusted source names does not get it; the message names the setting."""
    settings.of[Source.DOTENV]["MAPS_URL"] = "https://evil.example"
    outcome = ask("{$MAPS_URL|https://maps.example}/a")
    assert isinstance(outcome.value, client.Error_Misconfigured)
    assert "KEY from the environment is not sent to https://evil.example" in outcome.value.value
    assert [] == network.sent


@pytest.mark.parametrize("name", ["host", "Authorization", "content-length", "x y", ""])
def test_headers_that_hold_none(network: Network, header: policy.HeaderKey, name: str) -> None:
    """A policy that somebody else made cannot have a key sent as part of the connection."""
    header.name = name
    assert isinstance(ask().value, client.Error_Misconfigured)
    assert [] == network.sent


@pytest.mark.parametrize("value", ["a b", "a\nb", "ä"])
def test_unusable(network: Network, settings: Settings, value: str) -> None:
    """A value that no header can hold is not sent, nor shown."""
    settings["KEY"] = value
    outcome = ask()
    assert client.Error_Misconfigured("KEY has characters that an HTTP header cannot hold") == (
        outcome.value
    )
    assert [] == network.sent


def test_has_credential(rules: policy.Rules, settings: Settings) -> None:
    """Whether a request would carry one is told for every kind, by origin and by source."""
    http = Client()
    kinds = [
        policy.Credential_Bearer(["TOKEN"]),
        policy.Credential_Basic(policy.BasicNames(["U"], ["P"])),
    ]
    assert [True, False, False] == [
        http.has_credential(url) for url in (MAPS, "https://api.example", "https://evil.example")
    ]
    kinds.append(kinds[1])
    for kind, names in zip(kinds, (["TOKEN"], ["U", "P"], ["P", "U"]), strict=True):
        rules.credential = kind
        for name in names:
            assert not http.has_credential("https://api.example/a")
            settings[name] = "x"
        assert http.has_credential("https://api.example/a")
        for name in names:
            settings.pop(name)
    settings.pop("KEY")
    rules.credential = None
    assert not http.has_credential(MAPS)
    settings.of[Source.DOTENV]["MAPS_URL"] = "https://maps.test"
    settings["KEY"] = KEY
    assert not http.has_credential("{$MAPS_URL|https://maps.example}/a")


def test_has_a_login(service: Service, settings: Settings) -> None:
    """An account counts at the origin of its login, and so does a token from elsewhere."""
    http = Client()
    assert http.has_credential(LOGIN)
    assert not http.has_credential("https://x.files.example/")
    password = settings.pop("PASSWORD")
    assert not http.has_credential(LOGIN)
    settings["PASSWORD"] = password
    settings.pop("USERNAME")
    assert not http.has_credential(LOGIN)
    settings["TOKEN"] = "t"
    assert http.has_credential(LOGIN)
    assert service.sent == []


def _pairs(headers: list[client.Header]) -> list[tuple[str, str]]:
    return [(header.name, header.value) for header in headers]
