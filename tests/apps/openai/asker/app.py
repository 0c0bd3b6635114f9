"""Calls `wae:openai` as stdin tells, a list in JSON, and prints what came of each call."""

import dataclasses
import json
import sys
from collections.abc import Callable
from enum import Enum
from typing import Any

from componentize_py_types import Err
from wit_world import exports
from wit_world.imports import chat, images, models, monotonic_clock

CHUNK = 16384


class Main(exports.Main):
    def main(self) -> int:
        outcomes = [_outcome(wish) for wish in json.loads(sys.stdin.read())]
        text = json.dumps(outcomes, default=_plain)
        for start in range(0, len(text), CHUNK):
            sys.stdout.write(text[start : start + CHUNK])
            sys.stdout.flush()
        return 0


def _outcome(wish: dict[str, Any]) -> dict[str, Any]:
    """`value` or `error`; of a stream, `events` up to then, and when each came (ms)."""
    actual: dict[str, Any] = {}
    try:
        actual["value"] = CALLS[wish["call"]](wish, actual)
    except Err as error:
        actual["error"] = _name(error.value.reason)
        actual["detail"] = error.value.reason.value
    return actual


def _complete(wish: dict[str, Any], _: dict[str, Any]) -> chat.Reply:
    return chat.complete(_request(wish))


def _stream(wish: dict[str, Any], found: dict[str, Any]) -> int:
    """Reads `take` events (all without it), closes twice, and asks once more."""
    start = monotonic_clock.now()
    events = found["events"] = []
    times = found["times"] = []
    stream = chat.open(_request(wish))
    try:
        while len(events) < wish.get("take", 1_000_000) and (event := stream.next()) is not None:
            events.append(event.value)
            times.append((monotonic_clock.now() - start) // 1_000_000)
        stream.close()
        assert stream.next() is None
    finally:
        stream.close()
        stream.close()
    return len(events)


def _generate(wish: dict[str, Any], _: dict[str, Any]) -> images.Pictures:
    optional: dict[str, Any] = {"size": None, "quality": None, "format": None, "count": 1}
    return images.generate(images.Request(**{**optional, **wish["request"]}))


def _models(_: dict[str, Any], __: dict[str, Any]) -> list[models.Model]:
    return models.list_models()


CALLS: dict[str, Callable[[dict[str, Any], dict[str, Any]], Any]] = {
    "complete": _complete,
    "stream": _stream,
    "generate": _generate,
    "models": _models,
}


def _request(wish: dict[str, Any]) -> chat.Request:
    fields = wish["request"]
    return chat.Request(
        fields.get("model", "any"),
        [_message(each) for each in fields["messages"]],
        [chat.Tool(**each) for each in fields.get("tools", [])],
        fields.get("temperature"),
        fields.get("max_tokens"),
        fields.get("schema"),
        fields.get("options"),
        fields.get("patience"),
    )


def _message(fields: dict[str, Any]) -> chat.Message:
    return chat.Message(
        chat.Role[fields["role"].upper()],
        fields["content"],
        [chat.ToolCall(**each) for each in fields.get("tool_calls", [])],
        fields.get("answer_to"),
        fields.get("pictures"),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.name.lower()
    return dataclasses.asdict(value)


def _name(error: Any) -> str:
    """`Error_NotFound` as `not-found`."""
    name = type(error).__name__.removeprefix("Error_")
    return "".join("-" + c.lower() if c.isupper() else c for c in name).lstrip("-")
