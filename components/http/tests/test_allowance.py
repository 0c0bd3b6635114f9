"""The policy admits exact origins."""

import json
from pathlib import Path

import pytest
from wit_world.exports import client

from allowance import find
from failure import Failure
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


def test_first_of_equals(settings: dict[str, str]) -> None:
    """Of two settings that are trusted alike, errors name the one that stands first."""
    settings.update(ONE_URL="https://api.example", TWO_URL="https://api.example")
    found = find(["$ONE_URL", "$TWO_URL"], parse("https://api.example").origin)
    assert found is not None
    assert found.name == "ONE_URL"
