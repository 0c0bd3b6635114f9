"""What `openai` sends, and what our own server answers, judged by OpenAI's own package."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.faults import FaultServer, OpenAI
from tests.openai_asker import ask, said
from tests.patience import PATIENCE

from python_peer import command

TOOL = {"name": "weather", "description": "Weather", "parameters": '{"type": "object"}'}
CALLS = [{"id": "call_0", "name": "weather", "arguments": "{}"}]
CONVERSATION = {
    "model": "parrot",
    "messages": [
        {"role": "system", "content": "Be brief"},
        {"role": "user", "content": "Zażółć"},
        {"role": "assistant", "content": "", "tool_calls": CALLS},
        {"role": "tool", "content": "rain and wind", "answer_to": "call_0"},
    ],
    "tools": [TOOL],
    "temperature": 0.5,
    "max_tokens": 9,
}
PICTURE = {"model": "painter", "prompt": "A cat", "size": "1024x1024", "quality": "low",
           "format": "webp", "count": 2}  # fmt: skip
WISHES = [
    {"call": "complete", "request": said("Hello you")},
    {"call": "stream", "request": said("Hello you")},
    {"call": "complete", "request": CONVERSATION},
    {"call": "stream", "request": CONVERSATION},
    {"call": "stream", "request": said("Weather?", "caller", tools=[TOOL])},
    {"call": "generate", "request": PICTURE},
    {"call": "generate", "request": {"model": "painter", "prompt": "A cat"}},
]
ERRORS = {
    "bad-key": "AuthenticationError",
    "forbidden": "PermissionDeniedError",
    "missing": "NotFoundError",
    "invalid": "BadRequestError",
    "limit": "RateLimitError",
    "quota": "RateLimitError",
    "html-502": "InternalServerError",
    "cut-before": "APIConnectionError",
    "error-event": "APIError",
}


@pytest.fixture
def openai() -> OpenAI:
    return OpenAI()


@pytest.fixture
def server(openai: OpenAI) -> Iterator[FaultServer]:
    with FaultServer(find=openai.find) as result:
        yield result


def judged(server: FaultServer, sent: list[Any], ask: list[Any]) -> dict[str, Any]:
    done = subprocess.run(
        command("openai_sdk.py", "openai", f"{server.url}/v1"),
        input=json.dumps({"sent": sent, "ask": ask}),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_agreement(
    environ: dict[str, str], openai: OpenAI, server: FaultServer, tmp_path: Path
) -> None:
    """What we send fits OpenAI's types, and both clients read the same in the same answers."""
    own = {"OPENAI_BASE_URL": f"{server.url}/v1"}
    outcomes = ask({**environ, **own}, tmp_path, WISHES)
    sent = [[wish["call"], body] for wish, body in zip(WISHES, openai.bodies, strict=True)]
    actual = judged(server, sent, [*sent, ["models", {}]])
    assert [] == actual["problems"]
    whole, pieces, _, answered, called, painted, _, models = actual["answers"]
    values = [outcome.get("value") for outcome in outcomes]
    assert whole[0]["content"] == values[0]["content"] == "Hello you"
    assert whole[1]["total_tokens"] == values[0]["usage"]["total"]
    assert pieces[0] == outcomes[1]["events"][-1]["content"]
    assert [pieces[2][0]["total_tokens"]] == [outcomes[1]["events"][-1]["usage"]["total"]]
    assert answered[0] == outcomes[3]["events"][-1]["content"] == "rain and wind"
    calls = outcomes[4]["events"][-1]["tool_calls"]
    assert called[1] == "".join(call["arguments"] for call in calls)
    assert painted[0] == [picture["data"] for picture in values[5]["pictures"]]
    assert painted[1] == values[5]["usage"]["total"]
    assert ["parrot", "caller"] == [model[0] for model in models]
    assert [None, "2027-04-01"] == [model[2] for model in models]


def test_pictures_schemas_and_options(
    environ: dict[str, str], openai: OpenAI, server: FaultServer, tmp_path: Path
) -> None:
    """So do pictures as data and as URLs, a schema, and options of the server."""
    pictures = ["iVBORw0KGgo=", "https://pictures.example/a.png"]
    user = {"role": "user", "content": "What?", "pictures": pictures}
    request = {
        "model": "parrot",
        "messages": [user, {"role": "assistant", "content": "A fox"}, {**user, "content": ""}],
        "schema": '{"type": "object"}',
        "options": '{"seed": 42, "reasoning_effort": "low"}',
    }
    wishes = [{"call": "complete", "request": request}, {"call": "stream", "request": request}]
    own = {"OPENAI_BASE_URL": f"{server.url}/v1"}
    outcomes = ask({**environ, **own}, tmp_path, wishes)
    assert ["", ""] == [outcomes[0]["value"]["content"], outcomes[1]["events"][-1]["content"]]
    sent = [[wish["call"], body] for wish, body in zip(wishes, openai.bodies, strict=True)]
    assert [] == judged(server, sent, [])["problems"]


def test_errors(server: FaultServer) -> None:
    """Our server's errors are what OpenAI's own client takes for them."""
    messages = [{"role": "user", "content": "Hello"}]
    wishes = [
        ["stream", {"model": model, "messages": messages, "stream": True}] for model in ERRORS
    ]
    answers = judged(server, [], wishes)["answers"]
    assert ERRORS == dict(zip(ERRORS, (each["error"] for each in answers), strict=True))
