"""A key goes only where somebody at least as trusted as its own source sends it."""

import itertools

import pytest
from componentize_py_types import Err, Ok
from wit_world.exports import client
from wit_world.imports import policy
from wit_world.imports.presence import Source

import key
import transport
from buffered import fetch
from fake_network import Answer, Network
from fake_settings import RANKS, Settings
from scheduler import run
from target import Target
from url import Origin

VENDOR, OTHER = "https://api.example", "https://other.example"
PLACES = {
    Source.ENVIRONMENT: "the environment",
    Source.DOTENV: ".env in the current folder",
    Source.CONFIG: ".env in the configuration folder",
    Source.ASKED: "the prompt",
}
URL = "{$API_URL|https://api.example}/a"


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch, rules: policy.Rules, settings: Settings) -> Network:
    """A service whose key is KEY; its server is api.example, or the one in API_URL."""
    rules.hosts = ["api.example", "$API_URL"]
    rules.credential = policy.Credential_Bearer(["KEY"])
    result = Network([Answer()])
    for name in ("send", "read", "pause"):
        monkeypatch.setattr(transport, name, getattr(result, name))
    return result


def ask(url: str = URL) -> Ok[client.Response] | Err[client.Error]:
    return run([fetch(client.Request("GET", url, [], None, None))], 1)[0]


def sent(network: Network) -> list[tuple[str, str | None]]:
    """Origins and what went to them."""
    return [(str(hop.url.origin), headers.get("authorization")) for hop, headers in network.sent]


def problem(outcome: object) -> str:
    assert isinstance(outcome, Err)
    assert isinstance(outcome.value, client.Error_Misconfigured)
    return outcome.value.value


@pytest.mark.parametrize(("server", "key"), list(itertools.product(Source, Source)))
def test_every_pair_of_sources(
    network: Network, settings: Settings, server: Source, key: Source
) -> None:
    """A key follows a setting of its own rank or a higher one; else nothing is sent, and the
    error names both sources and what to do."""
    settings.of[server]["API_URL"] = OTHER
    settings.of[key]["KEY"] = "my-key"
    outcome = ask()
    if RANKS[key].value <= RANKS[server].value:
        assert [(OTHER, "Bearer my-key")] == sent(network)
        return
    assert [] == network.sent
    expected = (
        f"KEY from {PLACES[key]} is not sent to {OTHER}, for API_URL from {PLACES[server]} names "
        "that server, and is trusted less: if you trust it, set API_URL in the environment; or "
        f"set a KEY for it in {PLACES[server]}"
    )
    assert expected == problem(outcome)


@pytest.mark.parametrize("key", Source)
def test_the_vendor_is_trusted_with_every_key(
    network: Network, settings: Settings, key: Source
) -> None:
    """The origins in the manifest get the key from wherever, also where a setting repeats one."""
    settings.of[key]["KEY"] = "my-key"
    ask()
    settings.of[Source.DOTENV]["API_URL"] = "HTTPS://API.example.:443/v3"
    ask()
    assert [(VENDOR, "Bearer my-key")] * 2 == sent(network)
    assert "https://api.example/v3/a" == str(network.sent[1][0].url)


@pytest.mark.parametrize("server", [Source.DOTENV, Source.CONFIG])
def test_each_server_has_its_own_key(network: Network, settings: Settings, server: Source) -> None:
    """A source that names a server and has a key for it is served by that key, whatever the
    environment has."""
    settings["KEY"] = "of-the-environment"
    settings.of[server].update(API_URL=OTHER, KEY="of-its-own")
    ask()
    assert [(OTHER, "Bearer of-its-own")] == sent(network)


def test_look_up_keeps_its_order(network: Network, settings: Settings) -> None:
    """Ranks are no precedence: for the vendor, .env here still comes before the one in the
    configuration folder, and the environment first."""
    settings.of[Source.CONFIG]["KEY"] = "config"
    settings.of[Source.DOTENV]["KEY"] = "dotenv"
    ask()
    settings["KEY"] = "environment"
    ask()
    assert ["Bearer dotenv", "Bearer environment"] == [key for _, key in sent(network)]


def test_second_name(network: Network, settings: Settings, rules: policy.Rules) -> None:
    """Of several names the first counts that is set where the server may have it from."""
    rules.credential = policy.Credential_Bearer(["KEY", "OLD_KEY"])
    settings["KEY"] = "environment"
    settings.of[Source.DOTENV].update(API_URL=OTHER, OLD_KEY="its-own")
    ask()
    assert [(OTHER, "Bearer its-own")] == sent(network)
    del settings.of[Source.DOTENV]["OLD_KEY"]
    assert problem(ask()).startswith("KEY from the environment is not sent to")


def test_without_a_key(network: Network, settings: Settings) -> None:
    """Where no source has a key, any server is asked without; an empty one counts as none."""
    settings.of[Source.DOTENV].update(API_URL=OTHER, KEY="")
    settings["KEY"] = ""
    assert isinstance(ask(), Ok)
    assert [(OTHER, None)] == sent(network)


@pytest.mark.parametrize("hosts", [["$A_URL", "$B_URL"], ["$B_URL", "$A_URL"]])
def test_the_most_trusted_entry_counts(
    network: Network, settings: Settings, rules: policy.Rules, hosts: list[str]
) -> None:
    """Where two settings name one server, the one that is trusted more decides, in any order."""
    rules.hosts = hosts
    settings["KEY"] = "my-key"
    settings.of[Source.DOTENV]["A_URL"] = OTHER
    settings.of[Source.CONFIG]["B_URL"] = f"{OTHER}/base"
    assert "for B_URL from .env in the configuration folder" in problem(ask(f"{OTHER}/a"))
    settings["B_URL"] = OTHER
    ask("$A_URL/a")
    assert [(OTHER, "Bearer my-key")] == sent(network)


def test_a_host_below_one_of_the_manifest(
    network: Network, settings: Settings, rules: policy.Rules
) -> None:
    """What `*.HOST` admits is named by the manifest, even if a setting names it, too."""
    rules.hosts = ["$API_URL", "*.files.example"]
    settings["KEY"] = "my-key"
    settings.of[Source.DOTENV]["API_URL"] = "https://a.files.example"
    ask()
    settings.of[Source.DOTENV]["API_URL"] = "https://files.example"
    assert "https://files.example" in problem(ask())
    assert [("https://a.files.example", "Bearer my-key")] == sent(network)


def test_however_the_server_is_asked(network: Network, settings: Settings) -> None:
    """The rank goes with the origin, not with how the caller writes the URL."""
    settings["KEY"] = "my-key"
    settings.of[Source.DOTENV]["API_URL"] = OTHER
    for url in ("$API_URL/a", URL, f"{OTHER}/a", f"{OTHER.upper()}/"):
        assert problem(ask(url)).startswith("KEY from the environment is not sent to")
    assert [] == network.sent


def test_redirected_to_a_server_trusted_less(network: Network, settings: Settings) -> None:
    """The vendor's redirect to the server in .env, and back, takes no key along."""
    settings["KEY"] = "my-key"
    settings.of[Source.DOTENV]["API_URL"] = OTHER
    there = Answer(302, [("location", f"{OTHER}/x")])
    network.answers = [there, Answer(302, [("location", f"{OTHER}/y")]), Answer()]
    ask(f"{VENDOR}/a")
    assert [(VENDOR, "Bearer my-key"), (OTHER, None), (OTHER, None)] == sent(network)


def test_own_authorization(network: Network, settings: Settings) -> None:
    """A caller's own header is no setting: it goes where the caller asks."""
    settings["KEY"] = "my-key"
    settings.of[Source.DOTENV]["API_URL"] = OTHER
    own = client.Header("Authorization", "Bearer own")
    run([fetch(client.Request("GET", URL, [own], None, None))], 1)
    assert [(OTHER, "Bearer own")] == sent(network)


@pytest.mark.parametrize(
    ("user", "password", "refused"),
    [
        (Source.DOTENV, Source.DOTENV, None),
        (Source.DOTENV, Source.ENVIRONMENT, "WORD"),
        (Source.CONFIG, Source.DOTENV, "USER"),
        (Source.ASKED, Source.ASKED, "USER"),
    ],
)
def test_an_account_has_the_rank_of_its_highest_part(
    network: Network,
    settings: Settings,
    rules: policy.Rules,
    user: Source,
    password: Source,
    refused: str | None,
) -> None:
    """User name and password go together: where one may not be sent, neither is."""
    rules.credential = policy.Credential_Basic(policy.BasicNames(["USER"], ["WORD"]))
    settings.of[Source.DOTENV]["API_URL"] = OTHER
    settings.of[user]["USER"] = "ada"
    settings.of[password]["WORD"] = "pa$$word"
    outcome = ask()
    if refused is None:
        assert [(OTHER, "Basic YWRhOnBhJCR3b3Jk")] == sent(network)
    else:
        assert problem(outcome).startswith(f"{refused} from ")
        assert [] == network.sent


LOOPBACK = ["http://127.0.0.1:80", "http://127.8.9.1:8080", "http://[::1]:1", "http://localhost"]
OTHERS = [
    "http://other.example",
    "http://192.168.0.1",
    "http://10.0.0.1:8080",
    "http://[fe80::1]",
    "http://0.0.0.0",
    "http://localhost.example",
    "http://127.0.0.1.example",
    "http://api.localhost",
]


@pytest.mark.parametrize("origin", LOOPBACK)
def test_plain_http_to_this_machine(network: Network, settings: Settings, origin: str) -> None:
    """A key goes to this machine without TLS."""
    settings.update(KEY="my-key", API_URL=origin)
    ask()
    assert ["Bearer my-key"] == [key for _, key in sent(network)]


@pytest.mark.parametrize("origin", OTHERS)
def test_plain_http_to_others(network: Network, settings: Settings, origin: str) -> None:
    """A key goes to no other machine without TLS, unless the user names its origin."""
    settings.update(KEY="my-key", API_URL=f"{origin}/base")
    expected = (
        f"KEY is not sent to {origin} over plain http, which others can read: use https, or name "
        f"{origin} in WAE_INSECURE_ORIGINS, in the environment or in the configuration folder's "
        ".env"
    )
    assert expected == problem(ask())
    settings["WAE_INSECURE_ORIGINS"] = "http://other.test, http://127.0.0.1:81"
    assert expected == problem(ask())
    assert [] == network.sent
    settings["WAE_INSECURE_ORIGINS"] = f" http://other.test ,\n{origin.upper()}/, "
    ask()
    assert ["Bearer my-key"] == [key for _, key in sent(network)]


def test_plain_http_without_a_key(network: Network, settings: Settings) -> None:
    """What carries no key may go without TLS."""
    settings["API_URL"] = "http://other.example"
    assert isinstance(ask(), Ok)


def test_plain_http_of_the_manifest(
    network: Network, settings: Settings, rules: policy.Rules
) -> None:
    """An origin of the manifest without TLS gets no key either."""
    rules.hosts = ["http://api.example"]
    settings["KEY"] = "my-key"
    assert "http://api.example over plain http" in problem(ask("http://api.example/a"))


@pytest.mark.parametrize(
    "value", ["other.example", "http://other.example/path", "*", "http://*.example", "http://a@b"]
)
def test_exceptions_that_are_none(network: Network, settings: Settings, value: str) -> None:
    """What is no list of origins is told, without its value, and admits nothing."""
    settings.update(KEY="my-key", API_URL="http://other.example", WAE_INSECURE_ORIGINS=value)
    told = problem(ask())
    assert told.startswith("WAE_INSECURE_ORIGINS is not a list of origins: ")
    assert [] == network.sent


def test_one_of_several_names(settings: Settings) -> None:
    """A part of an account is there if one of its settings is, wherever that stands."""
    target = Target(Origin("https", "api.example", 443))
    assert not key.is_set(["ONE", "TWO"], target)
    settings["TWO"] = "anna"
    assert key.is_set(["ONE", "TWO"], target)
