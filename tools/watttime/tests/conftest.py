"""A WattTime that is not there."""

import time
from collections.abc import Iterator

import pytest
from wit_world.imports import client

import fake_maps
from fake_service import Service


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """Answers as WattTime does, for CAISO_NORTH."""
    fake = Service()
    monkeypatch.setattr(client, "send", fake.send)
    monkeypatch.setattr(client, "send_all", fake.send_all)
    monkeypatch.setattr(client, "other_server", fake.other_server)
    monkeypatch.setattr(client, "has_credential", fake.has_credential)
    yield fake
    for request in fake.requests:
        assert all(header.name != "authorization" for header in request.headers)


@pytest.fixture
def maps(service: Service, monkeypatch: pytest.MonkeyPatch) -> Service:
    """Electricity Maps as `fake_maps` has it."""
    monkeypatch.setattr(time, "time", lambda: float(fake_maps.NOW))
    fake_maps.fill(service)
    return service
