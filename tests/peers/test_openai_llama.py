"""`openai`, composed, against llama.cpp with a model of 135 million parameters."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.openai_asker import ask, said

from llama import KEY, MODEL, llama_serving

BRIEF = {"max_tokens": 12, "temperature": 0.0}
Ask = Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="module")
def llama(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base URL of the server."""
    with llama_serving(tmp_path_factory.mktemp("llama") / "log") as url:
        yield url


@pytest.fixture
def asked(environ: dict[str, str], llama: str, tmp_path: Path) -> Ask:
    def send(*calls: dict[str, Any], key: str = KEY, url: str = llama) -> list[dict[str, Any]]:
        own = {"OPENAI_BASE_URL": f"{url}/v1", "OPENAI_API_KEY": key}
        return ask({**environ, **own}, tmp_path, list(calls))

    return send


def test_a_reply(asked: Ask) -> None:
    """In pieces and whole it is the same reply, of the same tokens; it may be left early."""
    request = said("Name a colour.", **BRIEF)
    whole, pieces, left, again = asked(
        {"call": "complete", "request": request},
        {"call": "stream", "request": request},
        {"call": "stream", "request": request, "take": 2},
        {"call": "stream", "request": request},
    )
    *words, reply = pieces["events"]
    assert len(words) > 5
    assert "".join(words) == reply["content"] == whole["value"]["content"]
    assert whole["value"] == reply
    assert ("length", 12) == (reply["finish"], reply["usage"]["output"])
    assert reply["model"].endswith(MODEL)
    assert words[:2] == left["events"]
    assert pieces["events"] == again["events"]


def test_models(asked: Ask) -> None:
    """The one model is listed."""
    [outcome] = asked({"call": "models"})
    [model] = outcome["value"]
    assert model["id"].endswith(MODEL)
    assert "llamacpp" == model["owner"]
    assert model["created"] > 1_700_000_000


def test_a_conversation(asked: Ask) -> None:
    """Every role is taken, and a tool that may be called; any name is the one model."""
    messages = [
        {"role": "system", "content": "You are brief."},
        {"role": "user", "content": "My name is Ada."},
        {"role": "assistant", "content": "Hello Ada."},
        {"role": "user", "content": "What is my name?"},
    ]
    tool = {"name": "weather", "description": "Weather", "parameters": '{"type": "object"}'}
    plain, with_tool = asked(
        {"call": "complete", "request": {"messages": messages, "model": "no-such", **BRIEF}},
        {"call": "complete", "request": {"messages": messages, "tools": [tool], **BRIEF}},
    )
    assert plain["value"]["content"]
    assert plain["value"]["model"].endswith(MODEL)
    assert with_tool["value"]["usage"]["input"] > 0


def test_failures(asked: Ask) -> None:
    """What is too long or is not there is told in the server's words, though it refuses without
    reading the request to its end."""
    long = said("word " * 900)
    picture = {"call": "generate", "request": {"model": "any", "prompt": "A cat"}}
    whole, pieces, missing = asked(
        {"call": "complete", "request": long},
        {"call": "stream", "request": long},
        picture,
    )
    assert ["too-long", "too-long"] == [whole["error"], pieces["error"]]
    assert "exceeds the available context size (512 tokens)" in whole["detail"]
    assert whole["detail"] == pieces["detail"]
    assert ("not-found", "File Not Found") == (missing["error"], missing["detail"])


@pytest.mark.parametrize("key", ["", "another-key-0123456789"])
def test_a_wrong_key(asked: Ask, key: str) -> None:
    """Without the right key there is no answer."""
    kinds = ("complete", "stream", "models")
    outcomes = asked(*({"call": kind, "request": said("Hi")} for kind in kinds), key=key)
    assert [("unauthorized", "Invalid API Key")] * 3 == [
        (each["error"], each["detail"]) for each in outcomes
    ]
