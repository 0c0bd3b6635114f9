"""Whole replies, and what is asked for."""

import json

import pytest
from wit_world.exports import chat as contract

from app import Chat, Models
from fake_service import Service, message, refusal, request

ANSWER = {
    "model": "wae-1",
    "choices": [
        {"index": 0, "message": {"content": "Hi", "refusal": None}, "finish_reason": "stop"}
    ],
    "usage": {"prompt_tokens": 3, "completion_tokens": 4, "total_tokens": 7},
}


def changed(choice: object = None, **more: object) -> dict[str, object]:
    return ANSWER | ({} if choice is None else {"choices": [choice]}) | more


def test_reply(service: Service, chat: Chat) -> None:
    """The reply, its reason to end, the model that answered and the tokens."""
    service.answer(ANSWER)
    usage = contract.Usage(3, 4, 7)
    assert contract.Reply("wae-1", "Hi", "", [], "stop", usage) == chat.complete(request())
    assert [{"model": "wae-0", "messages": [{"role": "user", "content": "Hello"}]}] == service.sent


def test_patience(service: Service, chat: Chat, models: Models) -> None:
    """A model may think for ten minutes; a list is there at once, or not at all."""
    service.answer(ANSWER | {"data": []})
    chat.complete(request())
    models.list_models()
    limits = [each.options.first_byte_timeout for each in service.requests if each.options]
    assert [600_000, 30_000] == limits


def test_a_whole_conversation(service: Service, chat: Chat) -> None:
    """Roles, calls and what answers them are sent as the API has them."""
    service.answer(ANSWER)
    asking = contract.Message(
        contract.Role.ASSISTANT, "", [contract.ToolCall("id1", "f", "{}")], None, None
    )
    saying = contract.Message(
        contract.Role.ASSISTANT, "So", [contract.ToolCall("id2", "f", "{")], None, None
    )
    answering = contract.Message(contract.Role.TOOL, "ok", [], "id1", None)
    system = message("Be brief", contract.Role.SYSTEM)
    tool = contract.Tool("f", "does it", '{"type": "object"}')
    conversation = (system, message("Hello"), asking, answering, saying)
    chat.complete(request(*conversation, tools=[tool], temperature=0.5, max_tokens=9))

    def called(id: str, arguments: str) -> list[object]:
        function = {"name": "f", "arguments": arguments}
        return [{"id": id, "type": "function", "function": function}]

    function = {"name": "f", "description": "does it", "parameters": {"type": "object"}}
    assert [
        {
            "model": "wae-0",
            "messages": [
                {"role": "system", "content": "Be brief"},
                {"role": "user", "content": "Hello"},
                {"role": "assistant", "content": None, "tool_calls": called("id1", "{}")},
                {"role": "tool", "content": "ok", "tool_call_id": "id1"},
                {"role": "assistant", "content": "So", "tool_calls": called("id2", "{")},
            ],
            "tools": [{"type": "function", "function": function}],
            "temperature": 0.5,
            "max_completion_tokens": 9,
        }
    ] == service.sent


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"temperature": float("nan")},
         contract.Invalid("the temperature is not a number", "temperature")),
        ({"tools": [contract.Tool("f", "", "{")]},
         contract.Invalid("the parameters of f are not JSON (line 1, column 2)", "tools")),
        ({"tools": [contract.Tool("f", "", "[]")]},
         contract.Invalid("the parameters of f are not a JSON object", "tools")),
    ],
)  # fmt: skip
def test_requests_that_make_no_sense(
    service: Service, chat: Chat, fields: dict[str, object], expected: contract.Invalid
) -> None:
    """What JSON cannot say is refused before anything is sent."""
    for function in (chat.complete, chat.open):
        assert contract.Error_Invalid(expected) == refusal(function, request(**fields))
    assert [] == service.requests


@pytest.mark.parametrize(
    "said",
    [
        "Unrecognized request argument supplied: max_completion_tokens",
        "Unsupported parameter: 'max_completion_tokens' is not supported with this model.",
        "body.max_completion_tokens: Extra inputs are not permitted",
    ],
)
@pytest.mark.parametrize("status", [400, 422])
def test_an_older_server(service: Service, chat: Chat, said: str, status: int) -> None:
    """Where `max_completion_tokens` is unknown, its old name is sent."""
    service.answer({"error": {"message": said, "param": None}}, status)
    service.answer(ANSWER)
    chat.complete(request(max_tokens=5))
    limits = [{k: v for k, v in body.items() if k.startswith("max_")} for body in service.sent]
    assert [{"max_completion_tokens": 5}, {"max_tokens": 5}] == limits


def test_an_even_older_server(service: Service, chat: Chat) -> None:
    """`stream_options` can be done without, too; each is tried without once."""
    said = "Unknown fields: stream_options, max_completion_tokens"
    service.answer({"error": said}, 400)
    expected = contract.Error_Invalid(contract.Invalid(said, None))
    assert expected == refusal(chat.open, request(max_tokens=5))
    assert 3 == len(service.sent)
    assert {"model", "messages", "stream", "max_tokens"} == set(service.sent[-1])


@pytest.mark.parametrize(
    "said", ["max_completion_tokens is too large: 99", "Invalid temperature", "not allowed: tools"]
)
def test_other_refusals_stand(service: Service, chat: Chat, said: str) -> None:
    """A value that is refused is not a parameter that is unknown."""
    service.answer({"error": {"message": said, "param": "x"}}, 400)
    error = refusal(chat.complete, request(max_tokens=99))
    assert contract.Error_Invalid(contract.Invalid(said, "x")) == error
    assert 1 == len(service.requests)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (changed({"message": {"content": [{"type": "text", "text": "Hi"}, {"type": "x"}]}}),
         contract.Reply("wae-1", "Hi", "", [], "stop", contract.Usage(3, 4, 7))),
        (changed({"message": {"content": None, "refusal": "No"}}, model=None, usage=None),
         contract.Reply("wae-0", "No", "", [], "stop", None)),
        (changed({"message": {"tool_calls": [{"function": {"name": "f"}}]}},
                 usage={"prompt_tokens": -1}),
         contract.Reply("wae-1", "", "", [contract.ToolCall("call_0", "f", "")], "tool_calls",
                        None)),
        (changed({"message": {}, "finish_reason": "length"}, error=None,
                 usage={"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 2**40}),
         contract.Reply("wae-1", "", "", [], "length", contract.Usage(1, 2, 3))),
        (changed({"message": {"content": "\ud800"}}, usage=None),
         contract.Reply("wae-1", "\ufffd", "", [], "stop", None)),
    ],
)  # fmt: skip
def test_unusual_answers(
    service: Service, chat: Chat, answer: object, expected: contract.Reply
) -> None:
    """What servers leave out or add is borne."""
    service.answer(json.dumps(answer))
    assert expected == chat.complete(request())


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ("<html>", "the answer is HTML, not JSON (line 1, column 1)"),
        ("", "the answer is not JSON (line 1, column 1)"),
        ("[" * 100_000, "the answer is nested too deeply"),
        ([], "the answer has no choices"),
        ([1], "a chunk of the reply is not an object"),
        ({"choices": []}, "the answer has no choices"),
        ({}, "the answer has no choices"),
        ({"choices": [{"message": 1}]}, "the message is not an object"),
    ],
)
def test_answers_that_are_none(service: Service, chat: Chat, answer: object, message: str) -> None:
    """A "200 OK" that is no reply is `unexpected`, and says why."""
    service.answer(answer)
    expected = contract.Error_Unexpected(contract.Answer(200, message, None))
    assert expected == refusal(chat.complete, request())
    assert 1 == len(service.requests)
