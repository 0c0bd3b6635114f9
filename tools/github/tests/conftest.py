"""A repository on a GitHub that is not there."""

import copy
from collections.abc import Iterator

import pytest
from wit_world.imports import client

import app
from fake_github import RELEASE, REPOSITORY, GitHub


@pytest.fixture
def github(monkeypatch: pytest.MonkeyPatch) -> Iterator[GitHub]:
    """GitHub with the repository `octocat/hello-world`."""
    fake = GitHub()
    fake.answer("/repos/octocat/hello-world", REPOSITORY)
    monkeypatch.setattr(client, "send", fake.send)
    monkeypatch.setattr(client, "send_all", fake.send_all)
    monkeypatch.setattr(client, "other_server", fake.other_server)
    yield fake
    for request in fake.requests:
        assert request.method == "GET"


@pytest.fixture
def tool() -> app.Repositories:
    return app.Repositories()


@pytest.fixture
def repository() -> dict[str, object]:
    return copy.deepcopy(REPOSITORY)


@pytest.fixture
def release() -> dict[str, object]:
    return copy.deepcopy(RELEASE)
