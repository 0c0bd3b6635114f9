"""Credentials come from settings and are shown to nobody."""

import base64

import pytest
from componentize_py_types import Err
from wit_world.exports import client
from wit_world.imports import policy, presence, values

import credential
import secret
from failure import Failure
from target import Target
from url import Origin

BEARER = policy.Credential_Bearer(["GH_TOKEN", "GITHUB_TOKEN"])
TARGET = Target(Origin("https", "api.example", 443))
BASIC = policy.Credential_Basic(policy.BasicNames(["USER_NAME"], ["PASSWORD"]))


def test_first_that_is_set(settings: dict[str, str]) -> None:
    """The names stand in their order."""
    settings["GITHUB_TOKEN"] = "second"
    assert credential.of_settings(BEARER, TARGET).header == "Bearer second"
    settings["GH_TOKEN"] = "first"
    assert credential.of_settings(BEARER, TARGET).header == "Bearer first"


def test_basic(settings: dict[str, str]) -> None:
    """User and password are joined as UTF-8 (RFC 7617)."""
    settings.update(USER_NAME="zoë", PASSWORD="a:ż")
    expected = base64.b64encode("zoë:a:ż".encode()).decode()
    assert credential.of_settings(BASIC, TARGET).header == f"Basic {expected}"


def test_none_set(settings: dict[str, str]) -> None:
    """Without the settings, or with half of them, nothing is added."""
    settings["USER_NAME"] = "me"
    none = [credential.NONE] * 3
    assert none == [credential.of_settings(kind, TARGET) for kind in (None, BEARER, BASIC)]


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        (BEARER, "GH_TOKEN", "secret\nX-Evil: 1"),
        (BEARER, "GH_TOKEN", "secret "),
        (BEARER, "GH_TOKEN", "secretż"),
        (BEARER, "GH_TOKEN", "secret\x00"),
        (BASIC, "USER_NAME", "secret:me"),
        (BASIC, "USER_NAME", "secret\n"),
        (BASIC, "PASSWORD", "secret\r"),
    ],
)
def test_unusable(settings: dict[str, str], kind: policy.Credential, name: str, value: str) -> None:
    """A value that no header can hold is misconfigured; the message names the setting only."""
    settings.update(USER_NAME="me", PASSWORD="word")
    settings[name] = value
    with pytest.raises(Failure) as caught:
        credential.of_settings(kind, TARGET)
    assert isinstance(caught.value.error, client.Error_Misconfigured)
    assert name in caught.value.error.value
    assert "secret" not in caught.value.error.value


def test_bad_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken `.env` file is named with its line."""

    def get(name: str, most: values.Rank) -> values.Setting | None:
        raise Err(presence.BadFile(".env", 3, "a quote is not closed"))

    monkeypatch.setattr(values, "get", get)
    with pytest.raises(Failure) as caught:
        credential.of_settings(BEARER, TARGET)
    assert client.Error_Misconfigured(".env:3: a quote is not closed") == caught.value.error


def test_secrets(settings: dict[str, str]) -> None:
    """A long key, and every part of an account, are secrets; a short word for a key is not."""
    settings.update(GH_TOKEN="ghp_0123456789abcdef", USER_NAME="zoë", PASSWORD="a:ż")
    actual = credential.of_settings(BEARER, TARGET)
    assert secret.redact("you sent ghp_0123456789abcdef!", actual.secrets) == "you sent ***!"
    actual = credential.of_settings(BASIC, TARGET)
    assert secret.redact("zoë, a:ż, em/DqzphOsW8", actual.secrets) == "***, ***, ***"
    settings["GH_TOKEN"] = "ollama"
    assert () == credential.of_settings(BEARER, TARGET).secrets


def test_answers_may_be_streamed(settings: dict[str, str]) -> None:
    """A key or an account is recognized in an answer, so that need not wait for its end."""
    settings.update(GH_TOKEN="key", USER_NAME="ann", PASSWORD="word")
    for kind in (None, BEARER, BASIC):
        assert credential.of_settings(kind, TARGET).private is False
