"""The policy admits exact origins."""

import pytest
from wit_world.exports import client

from allowance import allows
from failure import Failure
from url import parse

TABLE = [
    ("api.example", "https://api.example/x", True),
    ("api.example", "https://API.example.:443/x", True),
    ("API.Example.", "https://api.example/", True),
    ("api.example", "http://api.example/", False),
    ("api.example", "https://api.example:8443/", False),
    ("api.example", "https://api.example.evil.net/", False),
    ("api.example", "https://evil-api.example/", False),
    ("api.example", "https://sub.api.example/", False),
    ("api.example", "https://apiXexample/", False),
    ("api.example", "https://evil.net/api.example", False),
    ("api.example", "https://evil.net?https://api.example", False),
    ("api.example:8443", "https://api.example:8443/", True),
    ("api.example:8443", "https://api.example/", False),
    ("http://api.example", "http://api.example:80/", True),
    ("http://api.example", "https://api.example/", False),
    ("http://localhost:8080", "http://localhost:8080/", True),
    ("http://localhost:8080", "http://127.0.0.1:8080/", False),
    ("https://[::1]:8443", "https://[0:0::1]:8443/", True),
    ("[::1]", "https://[::2]/", False),
    ("bücher.example", "https://xn--bcher-kva.example/", True),
    ("*.files.example", "https://a.files.example/", True),
    ("*.files.example", "https://a.b.files.example/", True),
    ("*.files.example", "https://files.example/", False),
    ("*.files.example", "https://evilfiles.example/", False),
    ("*.files.example", "http://a.files.example/", False),
    ("http://*.files.example:81", "http://a.files.example:81/", True),
    ("$API_URL", "http://127.0.0.1:4010/any", True),
    ("$API_URL", "http://127.0.0.1:4011/any", False),
    ("$NOT_SET", "https://api.example/", False),
]


@pytest.mark.parametrize(("entry", "url", "allowed"), TABLE)
def test_table(settings: dict[str, str], entry: str, url: str, allowed: bool) -> None:
    """Scheme, host and port all match, and a part of a name never does."""
    settings["API_URL"] = "http://127.0.0.1:4010/base"
    assert allowed == allows([entry], parse(url).origin)


def test_any_entry() -> None:
    """One entry is enough, and without entries nothing is allowed."""
    origin = parse("https://api.example").origin
    assert allows(["other.example", "api.example"], origin)
    assert not allows([], origin)


@pytest.mark.parametrize(
    "entry", ["", "*", "a b", "https://", "api.example/path", "me@api.example"]
)
def test_unreadable_entry(entry: str) -> None:
    """An entry that cannot be read admits nothing and says so."""
    with pytest.raises(Failure) as caught:
        allows([entry], parse("https://api.example").origin)
    assert isinstance(caught.value.error, client.Error_Misconfigured)
