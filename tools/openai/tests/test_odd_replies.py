"""Replies in the forms that servers other than OpenAI's give them, whole and in pieces."""

import json
from collections.abc import Callable

import pytest
from componentize_py_types import Err
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wit_world.exports import chat as contract

from app import Chat
from fake_service import DONE, STOP, Service, delta, event, refusal, request
from test_streams import texts


def choice(finish: str | None = None, **fields: object) -> dict[str, object]:
    return {"choices": [{"finish_reason": finish, **fields}]}


def read(service: Service, chat: Chat, *pieces: str, **headers: str) -> contract.Reply:
    """The reply of a stream, whose texts are its content."""
    service.answers.clear()
    service.stream(*pieces, **headers)
    actual, reply = texts(chat.open(request()))
    assert reply is not None
    assert reply.content == "".join(each for each in actual if isinstance(each, str))
    return reply


def complete(service: Service, chat: Chat, answer: object) -> contract.Reply:
    service.answers.clear()
    service.answer(answer)
    return chat.complete(request())


WHOLE = {"content": "Hello"}
FORMS: list[dict[str, object]] = [
    choice("stop", message=WHOLE),
    choice("stop", delta=WHOLE),
    choice("stop", text="Hello"),
    choice("stop", message="Hello"),
    choice("stop", index=None, message=WHOLE),
    choice("stop", index=3, message=WHOLE),
    choice("stop", index="0", message=WHOLE),
    choice("stop", message={"content": [{"type": "text", "text": "Hel"}, "lo", {"type": "x"}]}),
    choice("stop", message={"content": {"type": "text", "text": "Hello"}}),
    choice("stop", message={"content": [{"text": {"value": "Hello"}}]}),
    choice("stop", delta={}, message=WHOLE),
    choice("stop", delta=None, message=WHOLE),
    {"data": choice("stop", message=WHOLE)},
    {"data": [choice("stop", message=WHOLE)]},
    {"code": 0, "msg": "success", "data": choice("stop", message=WHOLE)},
    {"output": choice("stop", message=WHOLE), "usage": {"input_tokens": 1, "output_tokens": 2}},
    {"result": {"response": "Hello"}, "success": True, "errors": [], "messages": []},
    {"model": "m", "message": {"role": "assistant", **WHOLE}, "done": True},
    {"choices": {"message": WHOLE, "finish_reason": "stop"}},
    {"choices": ["Hello"]},
    {"choices": [{"index": 1, "message": {"content": ""}}, {"index": 0, "message": WHOLE}]},
    {"choices": [{"index": 0, "message": {"content": ""}}, {"index": 1, "message": WHOLE}]},
    {"choices": [{"message": WHOLE, "finish_reason": "null"}]},
    {"content": "Hello", "stop": True},
    {"error": None, "detail": None, **choice("stop", message=WHOLE)},
]


@pytest.mark.parametrize("form", FORMS, ids=json.dumps)
def test_forms_of_a_reply(service: Service, chat: Chat, form: dict[str, object]) -> None:
    """However the one reply is wrapped, numbered and named, whole or as a chunk, it is read."""
    for reply in (
        complete(service, chat, form),
        complete(service, chat, [form]),
        complete(service, chat, event(form) + DONE),
        read(service, chat, event(form), DONE),
        read(service, chat, event([form]), '"[DONE]"'.join(("data: ", "\n\n"))),
        read(service, chat, json.dumps(form, indent=1), content_type="text/event-stream"),
        read(service, chat, event(form), DONE, content_type="application/json"),
    ):
        assert ("Hello", "stop") == (reply.content, reply.finish)


@pytest.mark.parametrize(
    "indexes", [(0, 0, 0), (0, 1, 2), (None, None, None), ("0", "1", "2"), (1, 1, 1), (2, 1, 0)]
)
@pytest.mark.parametrize("part", ["delta", "message"])
def test_indexes_of_chunks(
    service: Service, chat: Chat, indexes: tuple[object, ...], part: str
) -> None:
    """The only choice of a chunk is the choice, whatever its index counts."""
    words = ("Hel", "lo ", "there")
    pieces = [
        event({"choices": [{"index": index, part: {"content": word}}]})
        for index, word in zip(indexes, words, strict=True)
    ]
    assert "Hello there" == read(service, chat, *pieces, STOP, DONE).content


def test_what_came_is_not_repeated(service: Service, chat: Chat) -> None:
    """A last chunk that has the whole message once more adds nothing."""
    last = choice("stop", delta={}, message={"content": "Hello"})
    reply = read(service, chat, delta(content="Hel"), delta(content="lo"), event(last), DONE)
    assert "Hello" == reply.content


@pytest.mark.parametrize(
    "fields",
    [
        {"reasoning_content": "Hmm."},
        {"reasoning": "Hmm.", "reasoning_details": [{"type": "reasoning.text", "text": "Hmm."}]},
        {"reasoning_details": [{"type": "reasoning.text", "text": "Hmm."}]},
        {"thinking": "Hmm.", "content": ""},
        {"content": [{"type": "thinking", "thinking": [{"type": "text", "text": "Hmm."}]}]},
        {"reasoning": {"content": "Hmm."}, "content": None},
    ],
    ids=json.dumps,
)
def test_reasoning(service: Service, chat: Chat, fields: dict[str, object]) -> None:
    """What the model thinks is an event of its own, apart from what it says."""
    service.stream(delta(**fields), delta(content="Yes"), STOP, DONE)
    stream = chat.open(request())
    assert contract.Event_Reasoning("Hmm.") == stream.next()
    assert contract.Event_Text("Yes") == stream.next()
    last = stream.next()
    assert isinstance(last, contract.Event_Finished)
    assert ("Hmm.", "Yes") == (last.value.reasoning, last.value.content)
    whole = complete(service, chat, choice("stop", message=fields))
    assert ("Hmm.", "") == (whole.reasoning, whole.content)


def test_lines_of_json(service: Service, chat: Chat) -> None:
    """Chunks in lines instead of events are chunks; without an end they are interrupted."""
    lines = [{"message": {"content": word}, "done": False} for word in ("Hel", "lo")]
    body = "".join(f"{json.dumps(each)}\n" for each in lines)
    ended = body + json.dumps({"message": {"content": ""}, "done": True})
    assert "Hello" == read(service, chat, ended, content_type="application/x-ndjson").content
    assert "Hello" == complete(service, chat, ended).content
    service.answers.clear()
    service.stream(body, content_type="application/x-ndjson")
    error = refusal(texts, chat.open(request()))
    assert contract.Error_Interrupted("the answer ended before the reply did") == error


ERRORS: list[tuple[object, contract.Error]] = [
    ({"code": 1001, "msg": "Bad tenant."},
     contract.Error_Unexpected(contract.Answer(200, "Bad tenant", None))),
    ({"code": 1001, "msg": "Bad tenant", "data": None},
     contract.Error_Unexpected(contract.Answer(200, "Bad tenant", None))),
    ({"detail": "Not Found"}, contract.Error_Unexpected(contract.Answer(200, "Not Found", None))),
    ({"message": "no Route matched"},
     contract.Error_Unexpected(contract.Answer(200, "no Route matched", None))),
    ({"error": "Overloaded"}, contract.Error_Unexpected(contract.Answer(200, "Overloaded", None))),
    ({"error": {"message": "Loading", "code": 503}},
     contract.Error_Unexpected(contract.Answer(503, "Loading", None))),
    ({"success": False, "errors": [{"code": 7003, "message": "No route"}], "result": None},
     contract.Error_Unexpected(contract.Answer(200, "No route", None))),
    ({"choices": [], "message": "No worker"},
     contract.Error_Unexpected(contract.Answer(200, "No worker", None))),
    ({"choices": [{"error": {"message": "Down", "code": 502}, "finish_reason": "error"}]},
     contract.Error_Unexpected(contract.Answer(502, "Down", None))),
    ({"data": {"error": {"message": "Down"}}},
     contract.Error_Unexpected(contract.Answer(200, "Down", None))),
    ({"code": "InvalidApiKey", "message": "No such key"},
     contract.Error_Unauthorized("No such key")),
    ({"code": "429", "msg": "Slow"}, contract.Error_RateLimited(contract.RateLimit("Slow", None))),
    ({"error_code": 17, "error_msg": "Daily limit"},
     contract.Error_Unexpected(contract.Answer(200, "Daily limit", None))),
    ({"object": "chat.completion"},
     contract.Error_Unexpected(contract.Answer(200, "the answer has no choices", None))),
    ({"choices": [], "usage": {}},
     contract.Error_Unexpected(contract.Answer(200, "the answer has no choices", None))),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "expected"), ERRORS)
def test_success_that_is_none(
    service: Service, chat: Chat, answer: object, expected: contract.Error
) -> None:
    """A "200 OK" without a reply is an error in the server's words, whole, in pieces and as JSON
    where pieces were asked for."""
    service.answer(answer)
    assert expected == refusal(chat.complete, request())
    assert expected == refusal(texts, chat.open(request()))
    service.answers.clear()
    service.stream(event(answer), DONE)
    assert expected == refusal(texts, chat.open(request()))


@pytest.mark.parametrize(
    ("body", "kind", "expected"),
    [
        ("<html><head><title>Sign\nin</title>", "text/html",
         'the answer is neither JSON nor a stream of events: "Sign in"'),
        ("Service down.\n", "text/plain",
         'the answer is neither JSON nor a stream of events: "Service down"'),
        ("", "text/html", "the answer is neither JSON nor a stream of events"),
        ("", "application/json", "the answer is not JSON (line 1, column 1)"),
        ("down", "application/json", 'the answer is not JSON (line 1, column 1): "down"'),
        (": hi\n\n: hi\n\ndata: [DONE]\n\n", "text/event-stream", "the answer has no choices"),
        ("data: {}\n\ndata: null\n\ndata: [DONE]\n\n", "text/event-stream",
         "the answer has no choices"),
    ],
)  # fmt: skip
def test_no_reply_at_all(service: Service, chat: Chat, body: str, kind: str, expected: str) -> None:
    """What is no reply in any form is `unexpected`, with what words it has."""
    service.stream(body, content_type=kind)
    error = refusal(texts, chat.open(request()))
    assert contract.Error_Unexpected(contract.Answer(200, expected, None)) == error


@pytest.mark.parametrize(
    "odd",
    [
        *("data: ping\n\n", "data: \n\n", "data: null\n\n", "event: ping\ndata: {}\n\n"),
        *(event({"type": "ping"}), event(7)),
    ],
)
def test_what_keeps_a_connection_alive(service: Service, chat: Chat, odd: str) -> None:
    """Events without any part of a reply take nothing from it."""
    pieces = [odd, delta(content="Hel"), odd, delta(content="lo"), odd, STOP, odd, DONE]
    assert "Hello" == read(service, chat, *pieces).content


LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["", "a", "\ud83d", "\ude00", "0", "stop", "null", "f", '{"x":1}'])
)  # fmt: skip
KEYS = st.sampled_from(
    [
        *("choices", "delta", "message", "content", "text", "index", "finish_reason", "tool_calls"),
        *("function", "name", "arguments", "id", "data", "result", "response", "output", "error"),
        *("code", "msg", "detail", "reasoning", "reasoning_content", "type", "thinking", "usage"),
        *("model", "done", "function_call", "refusal"),
    ]
)
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5)
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(st.lists(JSON, min_size=1, max_size=4))
def test_any_json(service: Service, chat: Chat, values: list[object]) -> None:
    """Whatever JSON comes, it is a reply that can be sent on, or a typed error: never silence."""
    service.answers.clear()
    service.stream(*map(event, values), DONE)
    service.answer(json.dumps(values[0]))
    for ask in (lambda: texts(chat.open(request()))[1], lambda: chat.complete(request())):
        reply = outcome(ask)
        assert isinstance(reply, contract.Reply | contract.Failure)
        assert f"{reply}".encode()


def outcome(ask: Callable[[], object]) -> object:
    """What it gives, or the value of its `Err`."""
    try:
        return ask()
    except Err as error:
        return error.value
