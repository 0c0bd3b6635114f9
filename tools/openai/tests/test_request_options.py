"""What a request asks for beside a reply: a schema, and whatever a server knows."""

import json

import pytest
from wit_world.exports import chat as contract

from app import Chat
from fake_service import Service, refusal, request

ANSWER = {"choices": [{"message": {"content": "{}"}, "finish_reason": "stop"}]}


def test_a_schema(service: Service, chat: Chat) -> None:
    """It is sent as it is, under a name, as the API wants one."""
    service.answer(ANSWER)
    chat.complete(request(schema='{"type": "object"}'))
    named = {"name": "reply", "schema": {"type": "object"}}
    assert {"type": "json_schema", "json_schema": named} == service.sent[0]["response_format"]


def test_options(service: Service, chat: Chat) -> None:
    """They are sent under their names, whatever their values are."""
    service.answer(ANSWER)
    options = {"seed": 42, "stop": ["."], "user": "7", "reasoning": {"effort": "low"}}
    chat.complete(request(options=json.dumps(options)))
    assert options == {name: service.sent[0][name] for name in options}


@pytest.mark.parametrize(
    ("fields", "message", "parameter"),
    [
        ({"schema": "{"}, "the schema is not JSON (line 1, column 2)", "schema"),
        ({"schema": "[]"}, "the schema is not a JSON object", "schema"),
        ({"options": '{"stream": true}'}, "stream is no option to choose", "stream"),
        ({"options": '{"n": 2}'}, "n is no option to choose", "n"),
        ({"options": "1"}, "the options are not a JSON object", "options"),
        ({"options": '{"temperature": 1}', "temperature": 0.0},
         "temperature is no option to choose", "temperature"),
    ],
)  # fmt: skip
def test_what_makes_no_sense(
    service: Service, chat: Chat, fields: dict[str, object], message: str, parameter: str
) -> None:
    """An invalid schema, and names that are taken, are refused before anything is sent."""
    expected = contract.Error_Invalid(contract.Invalid(message, parameter))
    assert expected == refusal(chat.complete, request(**fields))
    assert [] == service.requests


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"schema": "{}"}, "response_format"),
        ({"options": '{"max_completion_tokens": 9}'}, "max_completion_tokens"),
    ],
)
def test_what_was_chosen_is_not_left_out(
    service: Service, chat: Chat, fields: dict[str, object], name: str
) -> None:
    """A server that does not know it is an error: without it, it would be another reply."""
    said = f"Unrecognized request argument supplied: {name}"
    service.answer({"error": {"message": said}}, 400)
    expected = contract.Error_Invalid(contract.Invalid(said, None))
    assert expected == refusal(chat.complete, request(**fields))
    assert 1 == len(service.requests)
