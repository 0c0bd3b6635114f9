"""`openai_sdk.py PACKAGES URL`: the `openai` package as a judge and as another client.

Reads {"sent": [[KIND, BODY]…], "ask": [[KIND, BODY]…]} as JSON. Prints {"problems", "answers"}:
what the package's types find wrong with the bodies that were sent, and what its own client
makes of the answers of the server at URL, which it checks strictly.
"""

import json
import sys
from typing import Any

packages, url = sys.argv[1:]
sys.path.insert(0, packages)

from openai import OpenAI, OpenAIError  # noqa: E402
from openai.types import image_generate_params  # noqa: E402
from openai.types.chat import ChatCompletionContentPartParam, completion_create_params  # noqa: E402
from pydantic import TypeAdapter, ValidationError  # noqa: E402
from typing_extensions import get_type_hints  # noqa: E402

PARAMETERS = {
    "complete": completion_create_params.CompletionCreateParamsNonStreaming,
    "stream": completion_create_params.CompletionCreateParamsStreaming,
    "generate": image_generate_params.ImageGenerateParamsNonStreaming,
}


def problems(kind: str, body: dict[str, Any]) -> list[str]:
    known = get_type_hints(PARAMETERS[kind])
    actual = [f"{kind}: unknown parameter {name}" for name in body.keys() - known.keys()]
    try:
        parts = TypeAdapter(list[ChatCompletionContentPartParam])
        messages = body.get("messages", [])
        # pydantic panics over iterables within iterables, as parts of messages are.
        for message in messages:
            if isinstance(message["content"], list):
                parts.validate_python(message["content"])
        plain = [
            {**each, "content": ""} if isinstance(each["content"], list) else each
            for each in messages
        ]
        whole = {**body, "messages": plain} if messages else body
        consumed(TypeAdapter(PARAMETERS[kind]).validate_python(whole))
    except ValidationError as error:
        actual.append(f"{kind}: {error}")
    return actual


def consumed(value: Any) -> Any:
    """Iterables are validated only when they are read."""
    if isinstance(value, dict):
        return {name: consumed(each) for name, each in value.items()}
    if hasattr(value, "__iter__") and not isinstance(value, str):
        return [consumed(each) for each in value]
    return value


def answer(client: OpenAI, kind: str, body: dict[str, Any]) -> Any:
    try:
        return ASK[kind](client, body)
    except OpenAIError as error:
        return {"error": type(error).__name__}


def completed(client: OpenAI, body: dict[str, Any]) -> Any:
    reply = client.chat.completions.create(**body)
    return reply.choices[0].message.to_dict(), reply.usage.to_dict()


def streamed(client: OpenAI, body: dict[str, Any]) -> Any:
    """Texts, pieces of arguments, and the usage."""
    chunks = list(client.chat.completions.create(**body))
    deltas = [choice.delta for chunk in chunks for choice in chunk.choices]
    calls = [call.function.arguments for delta in deltas for call in delta.tool_calls or []]
    usage = [chunk.usage.to_dict() for chunk in chunks if chunk.usage]
    return "".join(delta.content or "" for delta in deltas), "".join(calls), usage


def generated(client: OpenAI, body: dict[str, Any]) -> Any:
    actual = client.images.generate(**body)
    return [each.b64_json for each in actual.data], actual.usage.total_tokens


def models(client: OpenAI, _: dict[str, Any]) -> Any:
    return [[model.id, model.created, model.shutdown_date] for model in client.models.list()]


ASK = {"complete": completed, "stream": streamed, "generate": generated, "models": models}

wish = json.load(sys.stdin)
client = OpenAI(base_url=url, api_key="any", max_retries=0, _strict_response_validation=True)
found = [problem for kind, body in wish["sent"] for problem in problems(kind, body)]
answers = [answer(client, kind, body) for kind, body in wish["ask"]]
json.dump({"problems": found, "answers": answers}, sys.stdout)
