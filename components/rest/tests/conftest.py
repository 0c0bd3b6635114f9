"""The component between a server and tools that are not there."""

import json

import pytest
from componentize_py_types import Err
from wit_world.imports import environment, folder

import exchanges
import fake_server


@pytest.fixture
def variables(monkeypatch):
    """The environment; a test fills it."""
    actual = {}
    monkeypatch.setattr(environment, "get_environment", lambda: [*actual.items()])
    return actual


@pytest.fixture
def ask(variables, monkeypatch):
    """Sends a request, returns what was replied, as `fake_server.ask`; nothing of it is kept. No
    folder is served."""

    def look(names):
        raise Err(folder.Error.NO_FOLDER)

    monkeypatch.setattr(folder, "look", look)
    yield fake_server.ask
    assert ({}, {}) == (exchanges.asked, exchanges.sent)


@pytest.fixture
def post(ask):
    """Calls a function with JSON."""

    def send(path, arguments, headers=(), **more):
        headers = [("content-type", "application/json"), *headers]
        return ask("POST", path, headers=headers, body=json.dumps(arguments).encode(), **more)

    return send
