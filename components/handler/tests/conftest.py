"""The component between a host that keeps it and tools that are not there."""

import asyncio
import json

import pytest

import fake_async

fake_async.install()

from componentize_py_types import Err  # noqa: E402
from wit_world.imports import environment, folder  # noqa: E402

import app  # noqa: E402
import fake_http  # noqa: E402


@pytest.fixture
def variables(monkeypatch):
    """The environment; a test fills it."""
    actual = {}
    monkeypatch.setattr(environment, "get_environment", lambda: [*actual.items()])
    return actual


@pytest.fixture
def handle(variables, monkeypatch):
    """Answers requests side by side, in one instance, until their responses are read; `patience` is
    the clients', in parts. No folder is served."""

    def look(names):
        raise Err(folder.Error.NO_FOLDER)

    monkeypatch.setattr(folder, "look", look)

    async def answered(requests):
        responses = await asyncio.gather(*map(app.Handler().handle, requests))
        await asyncio.gather(*fake_async.spawned)
        fake_async.spawned.clear()
        return responses

    def handle(*requests, patience=1_000_000):
        fake_http.install(monkeypatch, patience)
        return asyncio.run(answered(requests))

    return handle


@pytest.fixture
def ask(handle):
    """Sends a request, returns the response."""

    def send(method, target, *, patience=1_000_000, **request):
        return handle(fake_http.Request(method, target, **request), patience=patience)[0]

    return send


@pytest.fixture
def post(ask):
    """Calls a function with JSON."""

    def send(path, arguments, headers=(), **more):
        content = json.dumps(arguments).encode()
        headers = [("content-type", "application/json"), *headers]
        return ask("POST", path, headers=headers, parts=[content], **more)

    return send
