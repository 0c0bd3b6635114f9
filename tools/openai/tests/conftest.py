"""A service that is not there, and a clock that does not wait."""

import pytest
from wit_world.imports import client, monotonic_clock, streaming

import app
from fake_service import Ready, Service


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Service:
    fake = Service()

    def timer(nanoseconds: int) -> Ready:
        fake.waits.append(nanoseconds // 1_000_000)
        return Ready()

    monkeypatch.setattr(client, "send", fake.send)
    monkeypatch.setattr(streaming, "open", fake.open)
    monkeypatch.setattr(client, "other_server", fake.other_server)
    monkeypatch.setattr(monotonic_clock, "subscribe_duration", timer)
    return fake


@pytest.fixture
def chat() -> app.Chat:
    return app.Chat()


@pytest.fixture
def images() -> app.Images:
    return app.Images()


@pytest.fixture
def models() -> app.Models:
    return app.Models()
