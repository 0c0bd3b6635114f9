"""`--key [HEADER:]NAME=ORIGIN`: how it is read, and what it comes to."""

import pytest

from wae.compose import Auth, HeaderKey, Policy
from wae.errors import UsageError
from wae.grants.model import Grants
from wae.installed.keys import policy_of, read_key, sentences


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("KEY=https://a.example/", "KEY=a.example"),
        ("KEY=http://127.0.0.1:80", "KEY=http://127.0.0.1"),
        ("KEY=LOCALHOST", "KEY=localhost"),
        ("KEY=$URL", "KEY=$URL"),
        ("X-Api-Key:KEY=$URL", "x-api-key:KEY=$URL"),
        ("x-api-key:KEY=https://*.a.example", "x-api-key:KEY=*.a.example"),
    ],
)
def test_read(text: str, read: str) -> None:
    """In its shortest form."""
    assert read == read_key(text)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "1KEY=https://a.example",
            "--key 1KEY=https://a.example names no setting. "
            "For example: --key DICE_TOKEN=https://api.example.com",
        ),
        (
            "KEY=$1A",
            "--key KEY=$1A has no origin: its host is not a valid name. "
            "For example: --key DICE_TOKEN=https://api.example.com",
        ),
        (
            "cookie:KEY=https://a.example",
            "--key cookie:KEY=https://a.example names a header that cannot hold a key: HTTP uses "
            "it for something else. For example: --key x-api-key:DICE_TOKEN=https://api.example.com",
        ),
    ],
)
def test_refused(text: str, line: str) -> None:
    """One error says what is missing, and shows one that is right."""
    with pytest.raises(UsageError) as caught:
        read_key(text)
    assert f"wae: {line}" == caught.value.line()


@pytest.mark.parametrize(
    ("origins", "keys", "policy"),
    [
        (None, (), Policy(())),
        (("b.example",), (), Policy(("b.example",))),
        (None, ("KEY=a.example",), Policy(("a.example",), Auth(bearer=("KEY",)))),
        (
            ("a.example", "b.example"),
            ("KEY=a.example", "KEY=c.example"),
            Policy(("a.example", "c.example"), Auth(bearer=("KEY",)), ("b.example",)),
        ),
        (
            ("b.example",),
            ("x-api-key:KEY=$URL",),
            Policy(
                ("$URL",), Auth(header=HeaderKey("x-api-key", ("KEY",), ("$URL",))), ("b.example",)
            ),
        ),
    ],
)
def test_policy(origins: tuple[str, ...] | None, keys: tuple[str, ...], policy: Policy) -> None:
    """The key goes to its origins alone; the others that were granted are asked without it."""
    grants = Grants()
    grants.origins = origins
    assert policy == policy_of(grants, keys)


def test_one_key() -> None:
    """A tool has one setting, in one header."""
    for keys in (("A=a.example", "B=a.example"), ("x-a:A=a.example", "A=a.example")):
        with pytest.raises(UsageError, match="a tool has one key, not"):
            policy_of(Grants(), keys)


def test_words() -> None:
    """What a key means, in words."""
    keys = ("KEY=a.example", "x-api-key:KEY=$URL")
    assert ["key: KEY → a.example", "key: KEY in x-api-key → $URL"] == sentences(keys)
