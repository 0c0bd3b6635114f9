"""The composed `openai` against a server that goes wrong: every failure is a typed error."""

import json
from pathlib import Path

import pytest
from tests.faults import FaultServer, OpenAI
from tests.openai_asker import KEY, Ask, ask, completed, failures, said, streamed
from tests.patience import until

BOTH = {
    "bad-key": ("unauthorized", "Incorrect API key provided: ***. Find yours in the settings"),
    "tells-key": ("unauthorized", "Incorrect API key provided: Bearer ***. Find yours in the"
        " settings"),
    "forbidden": ("unavailable-for-legal-reasons", "Country, region, or territory not supported"),
    "legal": ("unavailable-for-legal-reasons", "Unavailable for legal reasons"),
    "html-403": ("unexpected", {"status": 403,
        "message": "an answer that is HTML, not JSON: Access denied"}),
    "code-msg": ("unexpected", {"status": 200, "message": "Bad tenant"}),
    "detail": ("unexpected", {"status": 200, "message": "Not Found"}),
    "message": ("unexpected", {"status": 200, "message": "no Route matched"}),
    "missing": ("not-found", "The model `x` does not exist or you do not have access to it"),
    "ollama-missing": ("not-found", 'model "x" not found, try pulling it first'),
    "no-path": ("not-found", "404 page not found"),
    "invalid": ("invalid", {"message": "Invalid 'temperature': too large",
        "parameter": "temperature"}),
    "invalid-422": ("invalid", {"message": "body.messages: Too few", "parameter": None}),
    "vllm": ("invalid", {"message": "No roles", "parameter": None}),
    "too-long": ("too-long", "This model's maximum context length is 8192 tokens. Please reduce"
        " the length"),
    "too-long-words": ("too-long", "This model's maximum context length is 8192 tokens. Please"
        " reduce the length"),
    "policy": ("refused", "Your request was rejected by the safety system"),
    "limit": ("rate-limited", {"message": "Rate limit reached", "retry_after": 60}),
    "limit-ms": ("rate-limited", {"message": "Rate limit reached", "retry_after": 21}),
    "quota": ("quota-exhausted", "You exceeded your current quota"),
    "unpaid": ("quota-exhausted", "Insufficient credits"),
    "html-502": ("unexpected", {"status": 502,
        "message": "an answer that is HTML, not JSON: 502 Bad Gateway"}),
    "empty-500": ("unexpected", {"status": 500, "message": "an answer without a body"}),
    "loading": ("unexpected", {"status": 503, "message": "Loading model", "retry_after": 1}),
    "to-forbidden": ("blocked", "http://forbidden.invalid (where URL/v1/chat/completions"
        " redirects to)"),
    "garbage": ("unreachable", "the answer of URL is invalid: it closed the connection"
        " or did not answer with HTTP"),
    "cut-before": ("unreachable", "the answer of URL is invalid: it closed the connection"
        " or did not answer with HTTP"),
    "error-200": ("not-found", "No provider"),
    "no-choices": ("unexpected", {"status": 200, "message": "the answer has no choices"}),
    "not-json": ("unexpected", {"status": 200,
        "message": "the answer is not JSON (line 1, column 2)"}),
}  # fmt: skip
STREAMED = {
    "no-end": ("interrupted", "the answer ended before the reply did"),
    "cut": ("interrupted", "the connection ended before the answer did"),
    "no-events": ("interrupted", "the answer ended before the reply did"),
    "error-event": ("interrupted", "The server had an error"),
    "busy-event": ("rate-limited", {"message": "Slow down", "retry_after": None}),
    "long-event": ("too-long", "too many"),
    "only-comments": ("unexpected", {"status": 200, "message": "the answer has no choices"}),
    "words-event": ("unexpected", {"status": 200,
        "message": 'an event of the answer is not JSON: "upstream is down"'}),
    "error-choice": ("interrupted", "Provider failed"),
    "garbage-events": ("unexpected", {"status": 200,
        "message": "an event of the answer is not JSON (line 1, column 2)"}),
    "deep-event": ("unexpected", {"status": 200,
        "message": "an event of the answer is nested too deeply"}),
    "wrong-type": ("unexpected", {"status": 200, "message": "choices is not a list"}),
    "endless-line": ("unexpected", {"status": 200,
        "message": "an event of the answer is larger than 8,388,608 bytes"}),
    "gzip": ("unexpected", {"status": 200,
        "message": "the answer's Content-Encoding is gzip: it ends early"}),
    "html": ("unexpected", {"status": 200,
        "message": 'the answer is neither JSON nor a stream of events: "Sign in to the network"'}),
    "text": ("unexpected", {"status": 200, "message": "the answer is neither JSON nor a stream of"
        f' events: "{"wae " * 124}wae"'}),
}  # fmt: skip


def test_failures(asked: Ask, server: FaultServer) -> None:
    """Whole or in pieces, each failure is the same error; none tells the key."""
    whole = asked(*map(completed, BOTH))
    pieces = asked(*map(streamed, BOTH))
    expected = dict(BOTH)
    assert expected == dict(zip(BOTH, failures(whole, server), strict=True))
    assert expected == dict(zip(BOTH, failures(pieces, server), strict=True))
    assert KEY not in json.dumps([whole, pieces])


def test_failures_of_streams(asked: Ask, server: FaultServer) -> None:
    """What breaks off, or cannot be read, is an error after the words that came before."""
    outcomes = asked(*map(streamed, STREAMED))
    assert STREAMED == dict(zip(STREAMED, failures(outcomes, server), strict=True))
    with_text = [name for name, each in zip(STREAMED, outcomes, strict=True) if each["events"]]
    begun = ["no-end", "cut", "error-event", "busy-event", "error-choice", "garbage-events"]
    assert begun == with_text


@pytest.mark.parametrize(
    ("model", "text"),
    [
        ("parrot", "Zażółć gęślą 🦜"),
        ("old", "Hello you"),
        ("busy-once", "Hello you"),
        ("busy-twice", "Hello you"),
    ],
)
def test_replies(asked: Ask, model: str, text: str) -> None:
    """In pieces or whole, the reply is the same: after refused parameters and passing failures."""
    whole, pieces = asked(
        {"call": "complete", "request": said(text, model, max_tokens=9)},
        {"call": "stream", "request": said(text, model, max_tokens=9)},
    )
    *words, reply = pieces["events"]
    assert text == whole["value"]["content"] == "".join(words)
    assert text.count(" ") + 1 == len(words)
    without_usage = {"usage": None} if model == "old" else {}
    assert whole["value"] | without_usage == reply
    assert {"input": 3, "output": 4, "total": 7} == whole["value"]["usage"]


@pytest.mark.parametrize(
    ("model", "text"),
    [
        ("pieces", "🦜 süß"),
        ("whole", "whole"),
        ("no-done", "Hello"),
        ("cut-after-stop", "Hello"),
        ("no-reason", "Hello"),
        ("alive", "Hello"),
        ("wrapped", "Hello"),
        ("messages", "Hello there"),
        ("counted", "Hello there"),
        ("unnumbered", "Hello there"),
        ("numbered-as-text", "Hello there"),
        ("legacy", "Hello"),
        ("parts", "Hello"),
        ("halves", "a😀b\ufffd"),
        ("lines", "Hello"),
        ("events-as-json", "Hello"),
    ],
)
def test_unusual_streams(asked: Ask, model: str, text: str) -> None:
    """Streams that are correct, if unusual, bring their reply; so do those that only can be
    understood."""
    [outcome] = asked(streamed(model))
    *words, reply = outcome["events"]
    assert text == "".join(words) == reply["content"]
    assert "stop" == reply["finish"]


def test_tool_calls(asked: Ask, openai: OpenAI) -> None:
    """Calls are put together from their pieces, and can be answered."""
    tool = {"name": "weather", "description": "Weather", "parameters": '{"type": "object"}'}
    request = said("Weather?", "caller", tools=[tool])
    whole, pieces = asked({"call": "complete", "request": request},
                          {"call": "stream", "request": request})  # fmt: skip
    calls = whole["value"]["tool_calls"]
    expected = [
        {"id": f"call_{number}", "name": "weather", "arguments": f'{{"place": "{place}"}}'}
        for number, place in enumerate(["Oslo", "Zürich"])
    ]
    assert expected == calls == pieces["events"][-1]["tool_calls"]
    assert ("tool_calls", "") == (whole["value"]["finish"], whole["value"]["content"])
    asking = {"role": "assistant", "content": "", "tool_calls": calls}
    answers = [{"role": "tool", "content": "rain", "answer_to": call["id"]} for call in calls]
    again = {"model": "parrot", "messages": [*request["messages"], asking, *answers]}
    [final] = asked({"call": "complete", "request": again})
    assert "rain" == final["value"]["content"]
    sent = openai.bodies[-1]["messages"]
    assert [None, "call_0", "call_1"] == [
        sent[1]["content"],
        *(s["tool_call_id"] for s in sent[2:]),
    ]


@pytest.mark.parametrize("model", ["reasoning", "only-reasoning", "silent"])
def test_reasoning(asked: Ask, model: str) -> None:
    """What the model thinks comes apart from what it says, and there may be nothing else."""
    [outcome] = asked(streamed(model))
    *words, reply = outcome["events"]
    expected = {
        "reasoning": (["Hmm.", "Hello"], "Hmm.", "Hello"),
        "only-reasoning": (["Hmm."], "Hmm.", ""),
        "silent": ([], "", ""),
    }
    assert expected[model] == (words, reply["reasoning"], reply["content"])


@pytest.mark.parametrize(
    ("model", "names"), [("same-index", "fg"), ("no-index", "fg"), ("same-name", "ff")]
)
def test_calls_that_are_hard_to_tell_apart(asked: Ask, model: str, names: str) -> None:
    """Two calls are two, whatever their indexes and ids; each has an id of its own."""
    for outcome in asked(streamed(model), completed(model)):
        reply = outcome["value"] if "events" not in outcome else outcome["events"][-1]
        calls = [(call["name"], json.loads(call["arguments"])) for call in reply["tool_calls"]]
        assert [(names[0], {"place": "a"}), (names[1], {"place": "b"})] == calls
        assert 2 == len({call["id"] for call in reply["tool_calls"]} - {""})


def test_words_come_as_they_are_said(asked: Ask) -> None:
    """Five words, 0.2 s apart, come so, and a stream can be left in the middle."""

    def come_apart() -> bool:
        [slow, left] = asked(streamed("slow"), streamed("slow") | {"take": 2})
        assert ["Hello", "Hello"] == left["events"]
        return bool(slow["times"][-1] - slow["times"][0] >= 700)

    until(come_apart)  # on a busy machine the first is read late


def test_waits(asked: Ask, server: FaultServer) -> None:
    """What will not pass is asked for once; what may, three times, after short waits."""
    server.received.clear()
    asked(*map(completed, ["quota", "limit", "limit-ms", "invalid", "bad-key"]))
    assert 5 == len(server.received[""])
    asked(completed("empty-500"), streamed("cut"))
    assert 5 + 3 + 1 == len(server.received[""])


def test_models(asked: Ask) -> None:
    """Models are listed in the order of their ids, with what the server tells of them."""
    [outcome] = asked({"call": "models"})
    assert [
        {"id": "caller", "owner": "wae", "created": 1_700_000_000, "shutdown_date": "2027-04-01"},
        {"id": "parrot", "owner": "wae", "created": 1_750_000_000, "shutdown_date": None},
    ] == outcome["value"]


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("no-list", []),
        ("bare-list", ["a", "b"]),
        ("bad-list", "unexpected"),
        ("no-path", "not-found"),
        ("bad-key", "unauthorized"),
    ],
)
def test_other_lists(asked: Ask, base: str, expected: object) -> None:
    """Lists of servers that resemble OpenAI's are read, or refused."""
    [outcome] = asked({"call": "models"}, base=f"/{base}/v1")
    actual = outcome.get("error") or [model["id"] for model in outcome["value"]]
    assert expected == actual


def test_without_a_key(asked: Ask, server: FaultServer) -> None:
    """A server that wants no key gets none."""
    server.received.clear()
    asked({"call": "models"}, key="")
    [request] = server.received[""]
    assert "authorization" not in {name.lower() for name, _ in request.headers}


def test_nobody_there(environ: dict[str, str], tmp_path: Path) -> None:
    """A server that is not there is named."""
    own = {"OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}
    [outcome] = ask({**environ, **own}, tmp_path, [{"call": "models"}])
    assert ("unreachable", "http://127.0.0.1:9 refused the connection") == (
        outcome["error"],
        outcome["detail"],
    )
