"""Stand-ins for what the component imports."""

import pytest
from wit_world.imports import policy, values


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The settings that are set; a test fills it."""
    found: dict[str, str] = {}
    monkeypatch.setattr(values, "get", found.get)
    return found


@pytest.fixture
def rules(monkeypatch: pytest.MonkeyPatch) -> policy.Rules:
    """The policy; a test changes it. At first: api.example and *.files.example."""
    result = policy.Rules(["api.example", "*.files.example"], None)
    monkeypatch.setattr(policy, "get", lambda: result)
    return result
