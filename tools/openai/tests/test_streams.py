"""Replies that are read while they are written."""

import pytest
from componentize_py_types import Err
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wit_world.exports import chat as contract
from wit_world.imports import client

import reply_events
import sse
from app import Chat
from fake_service import DONE, STOP, Service, delta, event, message, refusal, request

USAGE = event({"choices": [], "usage": {"prompt_tokens": 1, "completion_tokens": 2}})


def texts(stream: contract.ReplyStream) -> tuple[list[str], contract.Reply | None]:
    """All texts of a stream, and the reply at its end."""
    actual: list[str] = []
    while (event := stream.next()) is not None:
        if isinstance(event, contract.Event_Finished):
            assert stream.next() is None
            return actual, event.value
        actual.append(event.value)
    return actual, None


def read(service: Service, chat: Chat, *pieces: bytes | str) -> tuple[list[str], contract.Reply]:
    service.stream(*pieces)
    actual, reply = texts(chat.open(request()))
    assert reply is not None
    assert ["stream", "body"] == service.journal
    return actual, reply


def failing(service: Service, chat: Chat, *pieces: str, **more: str) -> contract.Error:
    """The error that the stream ends with."""
    service.stream(*pieces, **more)
    stream = chat.open(request())
    error = refusal(texts, stream)
    assert ["stream", "body"] == [name for name in service.journal if name != "error"]
    stream.close()
    assert stream.next() is None
    return error


def test_request(service: Service, chat: Chat) -> None:
    """The usage is asked for; neither compression nor tries of `wae:http` are."""
    read(service, chat, STOP, DONE)
    body = {
        "model": "wae-0",
        "messages": [{"role": "user", "content": "Hello"}],
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    assert [body] == service.sent
    [sent] = service.requests
    assert ("POST", "{$OPENAI_BASE_URL|https://api.openai.com/v1}/chat/completions") == (
        sent.method,
        sent.url,
    )
    assert sent.options is not None
    assert 0 == sent.options.retries
    headers = {header.name: header.value for header in sent.headers}
    assert "identity" == headers["accept-encoding"]
    assert "authorization" not in headers


def test_words(service: Service, chat: Chat) -> None:
    """Each text is an event of its own; what brings none (null, no delta, usage) is not."""
    pieces = [
        delta(role="assistant", content=""), delta(content="Hel"), delta(content=None), delta(),
        event({"choices": [{"index": 0, "finish_reason": None}]}), delta(index=1, content="l"),
        delta(content="o"), delta("length"), USAGE, DONE,
    ]  # fmt: skip
    actual, reply = read(service, chat, *pieces)
    assert ["Hel", "l", "o"] == actual
    usage = contract.Usage(1, 2, 3)
    assert contract.Reply("wae-1", "Hello", "", [], "length", usage) == reply


def test_texts_come_before_the_rest(service: Service, chat: Chat) -> None:
    """`next` reads no more than it needs."""
    service.stream(delta(content="a"), delta(content="b"), STOP, DONE)
    stream = chat.open(request())
    assert contract.Event_Text("a") == stream.next()
    assert [] == service.journal
    stream.close()
    stream.close()
    assert stream.next() is None
    assert ["stream", "body"] == service.journal


def test_close_before_the_first_event(service: Service, chat: Chat) -> None:
    """A stream that nobody reads is given up in the right order, too."""
    service.stream(STOP)
    chat.open(request()).close()
    assert ["stream", "body"] == service.journal


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.data())
def test_cuts_make_no_difference(service: Service, chat: Chat, draw: st.DataObject) -> None:
    """However the bytes arrive, the reply is the same and its texts are its content."""
    whole = (delta(content="süß \ud83e") + delta(content="\udd9c") + STOP + DONE).encode()
    cuts = sorted(draw.draw(st.lists(st.integers(0, len(whole)), max_size=20)))
    service.answers.clear()
    actual, reply = read(
        service, chat, *(whole[a:b] for a, b in zip([0, *cuts], [*cuts, len(whole)], strict=True))
    )
    assert "süß 🦜" == reply.content == "".join(actual)


def test_half_a_character_at_the_end(service: Service, chat: Chat) -> None:
    """Half a pair that is never completed is U+FFFD, in the texts as in the content."""
    actual, reply = read(service, chat, delta(content="a\ud83e"), STOP, DONE)
    assert ["a", "\ufffd"] == actual
    assert "a\ufffd" == reply.content


def call(index: int | None = None, name: str | None = None, arguments: object = None, id: str = ""):
    function = {"name": name, "arguments": arguments}
    return {"id": id, "function": function} | ({} if index is None else {"index": index})


@pytest.mark.parametrize(
    "pieces",
    [
        [[call(0, "f", "", "a")], [call(0, None, '{"x"')], [call(0, None, ":1}")],
         [call(1, "g", "{}", "b")]],
        [[call(1, "f", '{"x"', "a"), call(2, "g", "", "b")],
         [call(2, "", "{}"), call(1, "", ":1}")]],
        [[call(0, "f", '{"x":1}', "a")], [call(0, "g", "{}", "b")]],
        [[call(None, "f", '{"x":', "a")], [call(None, None, "1}")], [call(None, "g", "{}", "b")]],
        [[call(0, "f", '{"x":', "a")], [call(0, "f", "1}", "a")], [call(3, "g", {}, "b")]],
    ],
)  # fmt: skip
def test_tool_calls(service: Service, chat: Chat, pieces: list[object]) -> None:
    """Calls are told apart by index or id, as servers write them, and put together."""
    events = [delta(tool_calls=piece) for piece in pieces]
    actual, reply = read(service, chat, *events, delta("tool_calls"), DONE)
    expected = [contract.ToolCall("a", "f", '{"x":1}'), contract.ToolCall("b", "g", "{}")]
    assert ([], expected, "tool_calls") == (actual, reply.tool_calls, reply.finish)


@pytest.mark.parametrize(
    "kind", ["application/json", "application/json; charset=utf-8", "Application/JSON"]
)
def test_a_server_that_does_not_stream(service: Service, chat: Chat, kind: str) -> None:
    """A whole reply is one text and the end."""
    answer = {"model": "m", "choices": [{"message": {"content": "Hi"}, "finish_reason": "stop"}]}
    service.answer(answer, content_type=kind)
    reply = contract.Reply("m", "Hi", "", [], "stop", None)
    assert (["Hi"], reply) == texts(chat.open(request()))
    assert ["stream", "body"] == service.journal


@pytest.mark.parametrize("pieces", [[STOP], [delta("stop", content="")], [DONE], [DONE[:-2]]])
def test_ends(service: Service, chat: Chat, pieces: list[str]) -> None:
    """A reason or `[DONE]` is an end, whatever is missing of the other."""
    assert "stop" == read(service, chat, delta(content="a"), *pieces)[1].finish


def test_cut_after_the_reason(service: Service, chat: Chat) -> None:
    """What is cut after the reason for its end lacks nothing but the usage."""
    service.stream(delta(content="a"), STOP, cut=True)
    actual, reply = texts(chat.open(request()))
    assert ["a"] == actual
    assert reply is not None


@pytest.mark.parametrize("pieces", [[], [delta(content="a")], [delta(content="a"), STOP[:-9]]])
@pytest.mark.parametrize("cut", [True, False])
def test_interrupted(service: Service, chat: Chat, pieces: list[str], cut: bool) -> None:
    """A stream without an end is `interrupted`, whether the connection broke or was closed."""
    error = failing(service, chat, *pieces, cut=cut)  # type: ignore[arg-type]
    connection = "the connection ended before the answer did"
    expected = connection if cut else "the answer ended before the reply did"
    assert contract.Error_Interrupted(expected) == error
    assert 1 == len(service.requests)


@pytest.mark.parametrize(
    ("piece", "message"),
    [
        ("data: {\n\n", "an event of the answer is not JSON (line 1, column 2)"),
        (event("Busy\nnow."), 'an event of the answer is not JSON: "Busy now"'),
        ("data: upstream: 502\n\n", 'an event of the answer is not JSON: "upstream: 502"'),
        ("data: No quota", 'an event of the answer is not JSON: "No quota"'),
        (event({"choices": 1}), "choices is not a list"),
        (event({"choices": [1]}), "an element of choices is not an object"),
        (event({"choices": [{"delta": 1}]}), "the delta is not an object"),
        (delta(tool_calls=5), "tool_calls is not a list"),
        (delta(tool_calls=[{"function": 1}]), "a tool call's function is not an object"),
        (delta(tool_calls=[{"function": {"name": str(n)}} for n in range(1025)]),
         "the reply has more than 1024 tool calls"),
    ],
)  # fmt: skip
def test_nonsense(service: Service, chat: Chat, piece: str, message: str) -> None:
    """Events that are no chunks of a reply are `unexpected`, and say why."""
    error = failing(service, chat, piece)
    assert contract.Error_Unexpected(contract.Answer(200, message, None)) == error


def test_too_much(service: Service, chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    """An event, a reply and an answer that do not end are given up."""
    error = failing(service, chat, *["data: " + "x" * 65000] * (sse.MOST // 60000))
    message = "an event of the answer is larger than 8,388,608 bytes"
    assert contract.Error_Unexpected(contract.Answer(200, message, None)) == error
    service.answers.clear()
    error = failing(service, chat, *[delta(content="x" * 60000)] * 300)
    message = "the reply is longer than 16,777,216 characters"
    assert contract.Error_Unexpected(contract.Answer(200, message, None)) == error
    service.answers.clear()
    monkeypatch.setattr(reply_events, "_LONGEST", 1000)
    error = failing(service, chat, *[": keep alive\n\n"] * 100)
    message = "the answer is larger than 1,000 bytes"
    assert contract.Error_Unexpected(contract.Answer(200, message, None)) == error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        ({"message": "Busy.", "type": "server_error"}, contract.Error_Interrupted("Busy")),
        ("Busy", contract.Error_Interrupted("Busy")),
        ({"message": "Busy", "code": 502}, contract.Error_Interrupted("Busy")),
        ({"message": "Long", "code": "context_length_exceeded"}, contract.Error_TooLong("Long")),
        ({"message": "No", "code": "insufficient_quota"}, contract.Error_QuotaExhausted("No")),
        ({"message": "No", "code": 401}, contract.Error_Unauthorized("No")),
        ({"message": "Slow", "type": "rate_limit_error"},
         contract.Error_RateLimited(contract.RateLimit("Slow", None))),
        ({"message": "Bad", "code": 400, "param": "messages"},
         contract.Error_Invalid(contract.Invalid("Bad", "messages"))),
    ],
)  # fmt: skip
def test_an_error_in_the_stream(
    service: Service, chat: Chat, error: object, expected: contract.Error
) -> None:
    """An error after the beginning is told in its own words, and nothing is tried again."""
    assert expected == failing(service, chat, delta(content="a"), event({"error": error}))
    assert 1 == len(service.requests)


def test_a_refused_stream(service: Service, chat: Chat) -> None:
    """An error instead of a stream is the error of the contract, and its connection is closed."""
    service.answer({"error": {"message": "No such model", "code": "model_not_found"}}, 404)
    assert contract.Error_NotFound("No such model") == refusal(chat.open, request())
    assert ["stream", "body"] == service.journal


def test_opening_is_tried_again(service: Service, chat: Chat) -> None:
    """Until the answer begins, passing failures are passed over."""
    service.fail(client.Error_ConnectionRefused("http://x.example"))
    service.answer({"error": {"message": "Slow down"}}, 429, retry_after_ms="20")
    service.stream(STOP, DONE)
    texts(chat.open(request(message("Hello"))))
    assert 3 == len(service.requests)
    first, second = service.waits
    assert 375 <= first <= 500
    assert 20 == second


def test_error_is_exactly_err(service: Service, chat: Chat) -> None:
    """What leaves `next` is `Err` itself: a subclass would trap."""
    service.stream()
    stream = chat.open(request())
    with pytest.raises(Err) as caught:
        stream.next()
    assert type(caught.value) is Err
