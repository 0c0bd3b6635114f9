"""The `url` of a request may begin with a setting."""

import pytest
from wit_world.exports import client
from wit_world.imports import policy

import address
from app import Client
from failure import Failure

API = "https://api.example/v1"
HOSTS = ["api.example", "$API_URL", "$NOT_SET"]


@pytest.mark.parametrize(
    ("value", "text", "resolved"),
    [
        (API, "$API_URL/models?a=b", "https://api.example/v1/models?a=b"),
        (API + "/", "$API_URL/models", "https://api.example/v1/models"),
        (API, "$API_URL", "https://api.example/v1"),
        (API, "$API_URL?q", "https://api.example/v1?q"),
        (API, "{$API_URL|https://default.example}/models", "https://api.example/v1/models"),
        (None, "{$API_URL|https://default.example}/models", "https://default.example/models"),
        (
            None,
            "{$API_URL|https://default.example/v2/}/models",
            "https://default.example/v2/models",
        ),
        (None, "https://other.example/$API_URL", "https://other.example/$API_URL"),
    ],
)
def test_resolved(settings: dict[str, str], value: str | None, text: str, resolved: str) -> None:
    """A setting stands for its origin and base path, and a default for a setting not set."""
    if value:
        settings["API_URL"] = value
    assert resolved == str(address.resolve(text, HOSTS).url)


@pytest.mark.parametrize(
    "text",
    [
        "$API_URL.evil.example/",
        "$API_URL@evil.example/",
        "$API_URL:8080/",
        "$/x",
        "$1/x",
        "{$API_URL}/x",
        "{$API_URL|}/x",
        "{API_URL|https://default.example}/x",
        "{$API_URL|https://default.example}.evil.example/",
        "{$NOT_SET|not a url}/x",
        "{$NOT_SET|https://default.example?x}/x",
        "not a url",
    ],
)
def test_invalid(settings: dict[str, str], text: str) -> None:
    """Nothing can be glued to the host of a setting; all else is an invalid request."""
    settings["API_URL"] = API
    with pytest.raises(Failure) as caught:
        address.resolve(text, HOSTS)
    assert isinstance(caught.value.error, client.Error_InvalidRequest)


@pytest.mark.parametrize(
    "value",
    [
        "secret",
        "https://me:secret@api.example",
        "https://api.example?secret",
        "secret\n",
        "ftp://x",
    ],
)
def test_misconfigured(settings: dict[str, str], value: str) -> None:
    """A setting that is no URL is named; its value is not shown."""
    settings["API_URL"] = value
    with pytest.raises(Failure) as caught:
        address.resolve("$API_URL/x", HOSTS)
    assert isinstance(caught.value.error, client.Error_Misconfigured)
    assert "API_URL" in caught.value.error.value
    assert "secret" not in caught.value.error.value


def test_not_set(settings: dict[str, str]) -> None:
    """Without the setting and without a default there is no address."""
    with pytest.raises(Failure) as caught:
        address.resolve("$API_URL/x", HOSTS)
    assert client.Error_Misconfigured("API_URL is not set") == caught.value.error


@pytest.mark.parametrize(
    "text", ["$OTHER_URL/x", "$OTHER_URL", "{$OTHER_URL|https://api.example}/"]
)
@pytest.mark.parametrize("value", [None, "https://secret.example/hook", "hunter2"])
def test_setting_of_no_host(settings: dict[str, str], text: str, value: str | None) -> None:
    """A setting that the policy does not name gets one answer, whether it is set or not."""
    if value:
        settings["OTHER_URL"] = value
    with pytest.raises(Failure) as caught:
        address.resolve(text, HOSTS)
    assert client.Error_Forbidden(client.Refusal("$OTHER_URL", None)) == caught.value.error


@pytest.mark.parametrize(
    ("value", "text", "other"),
    [
        (None, "{$API_URL|https://default.example}/x", None),
        ("https://DEFAULT.example.:443/v2", "{$API_URL|https://default.example}/x", None),
        ("http://default.example", "{$API_URL|https://default.example}", "http://default.example"),
        ("HTTPS://Other.Example:8443/v2", "$API_URL/x", "https://other.example:8443"),
        ("https://me:secret@other.example", "$API_URL/x", None),
        (API, "{$TOKEN|https://default.example}/x", None),
        (API, "https://api.example/x", None),
    ],
)
def test_other_server(
    settings: dict[str, str], rules: policy.Rules, value: str | None, text: str, other: str | None
) -> None:
    """The origin in a setting that the policy names, where it is not the default's; never more."""
    rules.hosts = HOSTS
    if value:
        settings["API_URL"] = settings["TOKEN"] = value
    assert other == Client().other_server(text)
