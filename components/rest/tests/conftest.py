"""The component between a server and tools that are not there."""

import json

import pytest
from componentize_py_types import Err
from wit_world.imports import environment, folder

import exchange
import fake_http


@pytest.fixture
def variables(monkeypatch):
    """The environment; a test fills it."""
    actual = {}
    monkeypatch.setattr(environment, "get_environment", lambda: [*actual.items()])
    return actual


@pytest.fixture
def ask(variables, monkeypatch):
    """Sends a request, returns what was answered; `patience` is the client's, in writes. No folder
    is served."""
    fake_http.install(monkeypatch)

    def look(names):
        raise Err(folder.Error.NO_FOLDER)

    monkeypatch.setattr(folder, "look", look)

    def send(method, target, *, patience=1_000_000, **request):
        out = fake_http.Out(patience)
        exchange.answer(fake_http.Request(method, target, **request), out)
        return out

    return send


@pytest.fixture
def post(ask):
    """Calls a function with JSON."""

    def send(path, arguments, headers=(), **more):
        content = json.dumps(arguments).encode()
        headers = [("content-type", "application/json"), *headers]
        return ask("POST", path, headers=headers, parts=[content], **more)

    return send
