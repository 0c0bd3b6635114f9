"""Replies and errors as OpenAI writes them, of models that do as they are told."""

import json
import time
from collections.abc import Iterable
from typing import Any

from .message import Connection, Headers

EVENTS: Headers = [("Content-Type", "text/event-stream"), ("Transfer-Encoding", "chunked")]
USAGE = {"prompt_tokens": 3, "completion_tokens": 4, "total_tokens": 7}


def error(
    to: Connection, status: int, message: str, headers: Headers | None = None, **more: Any
) -> None:
    """OpenAI's shape of an error."""
    fields = {"message": message, "type": "invalid_request_error", "param": None, "code": None}
    to.json({"error": fields | more}, status, headers)


def chunk(delta: dict[str, Any] | None, finish: str | None = None, **more: Any) -> dict[str, Any]:
    """One chunk of a reply, without choices where there is no delta."""
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1_750_000_000,
        "model": "wae-1",
        "choices": [] if delta is None else [choice],
        **more,
    }


def completion(message: dict[str, Any], finish: str) -> dict[str, Any]:
    """The same as one answer."""
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": finish}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1_750_000_000,
        "model": "wae-1",
        "choices": [choice],
        "usage": USAGE,
    }


def parrot(body: dict[str, Any]) -> tuple[list[dict[str, Any]], dict[str, Any], str]:
    said = body["messages"][-1]["content"]
    if isinstance(said, list):
        said = "".join(part["text"] for part in said if part["type"] == "text")
    words = [word for word in said.replace(" ", "\0 ").split("\0") if word]
    deltas = [{"role": "assistant", "content": ""}, *({"content": word} for word in words)]
    return deltas, {"role": "assistant", "content": said, "refusal": None}, "stop"


def caller(_: dict[str, Any]) -> tuple[list[dict[str, Any]], dict[str, Any], str]:
    places = ["Oslo", "Zürich"]
    calls = [
        {
            "id": f"call_{number}",
            "type": "function",
            "function": {
                "name": "weather",
                "arguments": json.dumps({"place": place}, ensure_ascii=False),
            },
        }
        for number, place in enumerate(places)
    ]
    deltas: list[dict[str, Any]] = [{"role": "assistant", "content": None}]
    for index, call in enumerate(calls):
        arguments = call["function"]["arguments"]
        begun = {**call, "function": {"name": "weather", "arguments": ""}}
        deltas.append({"tool_calls": [{"index": index, **begun}]})
        for start in range(0, len(arguments), 5):
            piece = {"arguments": arguments[start : start + 5]}
            deltas.append({"tool_calls": [{"index": index, "function": piece}]})
    return deltas, {"role": "assistant", "content": None, "tool_calls": calls}, "tool_calls"


REPLIES = {"parrot": parrot, "caller": caller}


def reply(to: Connection, body: dict[str, Any], found: tuple[Any, Any, str]) -> None:
    deltas, message, finish = found
    if not body.get("stream"):
        to.json(completion(message, finish))
        return
    chunks = [*map(chunk, deltas), chunk({}, finish)]
    if body.get("stream_options", {}).get("include_usage"):
        chunks.append(chunk(None, usage=USAGE))
    events(to, [*(f"data: {json.dumps(each)}\n\n" for each in chunks), "data: [DONE]\n\n"])
    to.chunk(b"")


def events(to: Connection, texts: Iterable[str], gap: float = 0) -> None:
    to.head(200, EVENTS)
    for text in texts:
        to.chunk(text.encode())
        time.sleep(gap)


def data(value: Any) -> str:
    return f"data: {json.dumps(value)}\n\n"
