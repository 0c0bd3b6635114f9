"""A chat's request as the API's JSON (platform.openai.com/docs/api-reference/chat/create)."""

import math

from wit_world.exports import chat as contract

import option_fields
from content_parts import content
from failure import invalid

_ROLES = {
    contract.Role.SYSTEM: "system",
    contract.Role.USER: "user",
    contract.Role.ASSISTANT: "assistant",
    contract.Role.TOOL: "tool",
}
# What has a place of its own in a request, and what would make something else than one reply of it.
_OWN = {"model", "messages", "tools", "stream", "stream_options", "n"}


def body(request: contract.Request) -> dict[str, object]:
    """The JSON to send. Raises `Failure` (invalid) for what no JSON can say."""
    document: dict[str, object] = {
        "model": request.model,
        "messages": [_message(each) for each in request.messages],
    }
    if request.tools:
        document["tools"] = [_tool(each) for each in request.tools]
    if request.temperature is not None:
        if not math.isfinite(request.temperature):
            raise invalid("the temperature is not a number", "temperature")
        document["temperature"] = request.temperature
    if request.max_tokens is not None:
        document["max_completion_tokens"] = request.max_tokens
    if request.schema is not None:
        document["response_format"] = _format(request.schema)
    return document | option_fields.more(request.options, _OWN | document.keys())


def chosen(request: contract.Request) -> set[str]:
    """The parameters that decide what comes, so that nothing is asked without them."""
    schema = {"response_format"} if request.schema is not None else set()
    return schema | option_fields.more(request.options, ()).keys()


def streamed(request_body: dict[str, object]) -> dict[str, object]:
    """The same request for a reply that comes in pieces, and its usage at the end."""
    return {**request_body, "stream": True, "stream_options": {"include_usage": True}}


def _message(message: contract.Message) -> dict[str, object]:
    document: dict[str, object] = {"role": _ROLES[message.role], "content": content(message)}
    if message.tool_calls:
        document["tool_calls"] = [_call(each) for each in message.tool_calls]
        document["content"] = message.content or None
    if message.answer_to is not None:
        document["tool_call_id"] = message.answer_to
    return document


def _call(call: contract.ToolCall) -> dict[str, object]:
    function = {"name": call.name, "arguments": call.arguments}
    return {"id": call.id, "type": "function", "function": function}


def _tool(tool: contract.Tool) -> dict[str, object]:
    parameters = option_fields.json_object(
        tool.parameters, f"the parameters of {tool.name} are", "tools"
    )
    function = {"name": tool.name, "description": tool.description, "parameters": parameters}
    return {"type": "function", "function": function}


def _format(schema: str) -> dict[str, object]:
    """Not `strict`, which allows a part of JSON Schema only: whoever asks checks the reply."""
    named = {
        "name": "reply",
        "schema": option_fields.json_object(schema, "the schema is", "schema"),
    }
    return {"type": "json_schema", "json_schema": named}
