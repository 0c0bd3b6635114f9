"""Stand-ins for what the component imports."""

import pytest
from wit_world.imports import policy, tokens, values

import transport
from fake_login import PASSWORD, RULES, USER, Service
from fake_network import Answer, Network
from fake_settings import Settings


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings that are set: a test fills it."""
    result = Settings()
    monkeypatch.setattr(values, "get", result.find)
    return result


@pytest.fixture
def rules(monkeypatch: pytest.MonkeyPatch) -> policy.Rules:
    """The policy; a test changes it. At first: api.example and *.files.example."""
    result = policy.Rules(["api.example", "*.files.example"], None, [], ["TOKEN"], None)
    monkeypatch.setattr(policy, "get", lambda: result)
    return result


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch, rules: policy.Rules) -> Network:
    """What answers requests; a test says what. Requests are allowed by `rules`."""
    result = Network([Answer()])
    for name in ("send", "read", "pause"):
        monkeypatch.setattr(transport, name, getattr(result, name))
    return result


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The tokens that are kept, by name; a test may change it."""
    actual: dict[str, str] = {}

    def keep(name: str, value: str, seconds: int) -> None:
        assert 0 < seconds <= 30 * 60
        actual[name] = value

    monkeypatch.setattr(tokens, "recall", actual.get)
    monkeypatch.setattr(tokens, "keep", keep)
    monkeypatch.setattr(tokens, "forget", lambda name: actual.pop(name, None))
    return actual


@pytest.fixture
def service(
    monkeypatch: pytest.MonkeyPatch,
    rules: policy.Rules,
    settings: Settings,
    kept: dict[str, str],
) -> Service:
    """The service at api.example, its policy and the account's settings."""
    result = Service()
    for name in ("send", "read", "pause"):
        monkeypatch.setattr(transport, name, getattr(result, name))
    rules.credential = policy.Credential_Login(RULES)
    settings.update(USERNAME=USER, PASSWORD=PASSWORD)
    return result
