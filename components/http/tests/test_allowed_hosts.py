"""The policy admits exact origins."""

import json
from pathlib import Path

import pytest
from wit_world.exports import client
from wit_world.imports.presence import Source

from allowed_hosts import find, is_anonymous
from failure import Failure
from fake_settings import Settings
from url import BadUrl, parse

# The cases that gates are tested with, too (tests/gate).
TABLE = json.loads((Path(__file__).parent / "hosts.json").read_text())["cases"]


@pytest.mark.parametrize(("entry", "url", "allowed"), [case[:3] for case in TABLE])
def test_table(settings: dict[str, str], entry: str, url: str, allowed: bool) -> None:
    """Scheme, host and port all match, and a part of a name never does; nor what is no URL."""
    settings["API_URL"] = "http://127.0.0.1:4010/base"
    assert allowed == _is_admitted(entry, url)


def _is_admitted(entry: str, url: str) -> bool:
    try:
        origin = parse(url).origin
    except BadUrl:
        return False
    return find([entry], origin) is not None


def test_any_entry() -> None:
    """One entry is enough, and without entries nothing is allowed."""
    origin = parse("https://api.example").origin
    assert find(["other.example", "api.example"], origin) is not None
    assert find([], origin) is None


def test_a_broken_setting_hinders_nobody_else(settings: dict[str, str]) -> None:
    """What the manifest admits needs no setting, however broken that is."""
    settings["API_URL"] = "nonsense"
    origin = parse("https://api.example").origin
    assert find(["api.example", "$API_URL"], origin) is not None


@pytest.mark.parametrize(
    "entry", ["", "*", "a b", "https://", "api.example/path", "me@api.example"]
)
def test_unreadable_entry(entry: str) -> None:
    """An entry that cannot be read admits nothing and says so."""
    with pytest.raises(Failure) as caught:
        find([entry], parse("https://api.example").origin)
    assert isinstance(caught.value.error, client.Error_Misconfigured)


@pytest.mark.parametrize("source", [Source.ENVIRONMENT, Source.CONFIG, Source.DOTENV])
def test_first_of_equals(settings: Settings, source: Source) -> None:
    """Of two settings that are trusted alike, errors name the one that stands first."""
    settings.of[source].update(ONE_URL="https://api.example", TWO_URL="https://api.example")
    actual = find(["$ONE_URL", "$TWO_URL"], parse("https://api.example").origin)
    assert actual is not None
    assert actual.name == "ONE_URL"


@pytest.mark.parametrize(
    ("listed", "url", "admitted"),
    [
        ("https://a.example", "https://a.example/x.png", True),
        ("a.example", "https://a.example", True),
        ("https://a.example/", "https://A.example:443", True),
        ("b.example, http://127.0.0.1:90\n a.example", "http://127.0.0.1:90", True),
        ("*.a.example", "https://x.a.example", True),
        ("*.a.example", "https://a.example", False),
        ("a.example", "http://a.example", False),
        ("a.example", "https://a.example:444", False),
        ("a.example", "https://a.example.evil", False),
        ("", "https://a.example", False),
        (" , ", "https://a.example", False),
    ],
)
def test_hosts_in_a_setting(settings: Settings, listed: str, url: str, admitted: bool) -> None:
    """Every host in the setting is admitted, as the manifest's are, and no other."""
    settings["IMAGE_HOSTS"] = listed
    assert admitted == is_anonymous(["$IMAGE_HOSTS"], parse(url).origin)


@pytest.mark.parametrize(
    "listed",
    ["https://a.example/path", "https://me:secret-in-it@a.example", "*", "ftp://a", "a b@c"],
)
def test_no_list_of_hosts(settings: Settings, listed: str) -> None:
    """What cannot be read admits nothing; the setting is named, its value is not."""
    settings["IMAGE_HOSTS"] = listed
    with pytest.raises(Failure) as caught:
        is_anonymous(["$IMAGE_HOSTS"], parse("https://a.example").origin)
    assert isinstance(caught.value.error, client.Error_Misconfigured)
    assert "IMAGE_HOSTS is not a list of hosts" in caught.value.error.value
    assert "secret-in-it" not in caught.value.error.value


@pytest.mark.parametrize("url", ["http://127.0.0.1:90", "http://a.example", "http://localhost"])
@pytest.mark.parametrize("listed", ["http://127.0.0.1:90 http://a.example http://localhost"])
def test_plain_http_of_the_current_folder(settings: Settings, listed: str, url: str) -> None:
    """The current folder's file leads to nobody without a certificate: no device, no service of
    this machine or its network. The user's own sources do."""
    origin = parse(url).origin
    settings.of[Source.DOTENV]["IMAGE_HOSTS"] = listed
    with pytest.raises(Failure) as caught:
        is_anonymous(["$IMAGE_HOSTS"], origin)
    assert "from .env in the current folder names it" in caught.value.error.value
    settings.of[Source.DOTENV]["IMAGE_HOSTS"] = "https://b.example"
    assert not is_anonymous(["$IMAGE_HOSTS"], origin)
    assert is_anonymous(["$IMAGE_HOSTS"], parse("https://b.example").origin)
    for source in (Source.CONFIG, Source.ENVIRONMENT):
        settings.of[Source.DOTENV].clear()
        settings.of[source]["IMAGE_HOSTS"] = listed
        assert is_anonymous(["$IMAGE_HOSTS"], origin)
        settings.of[source].clear()
