"""What can be wrong with an answer of `openai.OpenAI`: `FAULTS`, at the end, is the table."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from . import routes
from .message import Connection, Headers, Request
from .openai_replies import EVENTS, chunk, completion, data, error, events, parrot, reply

if TYPE_CHECKING:
    from .server import FaultServer

Fault = Callable[["FaultServer", Connection, Request], None]


def missing(_: "FaultServer", to: Connection, request: Request) -> None:
    error(to, 404, "The model `x` does not exist or you do not have access to it.",
          code="model_not_found")  # fmt: skip


def _refused(status: int, message: str, headers: Headers | None = None, **more: Any) -> Fault:
    def answer(_: "FaultServer", to: Connection, request: Request) -> None:
        error(to, status, message, headers, **more)

    return answer


def _body(status: int, text: str, kind: str = "application/json") -> Fault:
    def answer(_: "FaultServer", to: Connection, request: Request) -> None:
        to.answer(status, [("Content-Type", kind)], text.encode())

    return answer


def _streamed(*texts: str, ended: bool = True, gap: float = 0) -> Fault:
    """Those events, and the end of the answer; without it the connection is cut."""

    def answer(_: "FaultServer", to: Connection, request: Request) -> None:
        events(to, texts, gap)
        if ended:
            to.chunk(b"")

    return answer


def _passing(status: int, headers: Headers, times: int) -> Fault:
    """So many answers with that status, then one like the parrot's."""
    left = times

    def answer(server: "FaultServer", to: Connection, request: Request) -> None:
        nonlocal left
        if left:
            left -= 1
            error(to, status, "Try again", headers, code=status)
            return
        left = times
        body = json.loads(request.body)
        reply(to, body, parrot(body))

    return answer


def _tells_key(_: "FaultServer", to: Connection, request: Request) -> None:
    """An error that repeats the key."""
    sent = next((value for name, value in request.headers if name.lower() == "authorization"), "")
    error(to, 401, f"Incorrect API key provided: {sent}. Find yours in the settings.")


def _old(_: "FaultServer", to: Connection, request: Request) -> None:
    """A server that knows nothing of `max_completion_tokens` and `stream_options`."""
    body = json.loads(request.body)
    for name in ("max_completion_tokens", "stream_options"):
        if name in body:
            error(to, 400, f"Unrecognized request argument supplied: {name}")
            return
    reply(to, body, parrot(body))


def _pieces(_: "FaultServer", to: Connection, request: Request) -> None:
    """Events in the other forms that the standard allows, two bytes at a time."""
    text = json.dumps(chunk({"content": "🦜 süß"}), ensure_ascii=False).replace('"d', '\ndata: "d')
    end = json.dumps(chunk({}, "stop"))
    stream = f"\ufeff: hello\r\ndata: {text}\r\n\r\nevent: x\rid: 1\rdata:{end}\r\rdata: [DONE]"
    data = stream.encode()
    to.head(200, EVENTS)
    for start in range(0, len(data), 2):
        to.chunk(data[start : start + 2])
    to.chunk(b"")


def _whole(_: "FaultServer", to: Connection, request: Request) -> None:
    """A whole reply, though pieces were asked for."""
    to.json(completion({"role": "assistant", "content": "whole"}, "stop"))


def _endless_line(_: "FaultServer", to: Connection, request: Request) -> None:
    """One event without an end, up to 64 MiB."""
    to.head(200, EVENTS)
    to.chunk(b"data: ")
    for _number in range(64):
        to.chunk(b"x" * (1 << 20))


def _gzip(_: "FaultServer", to: Connection, request: Request) -> None:
    """Compressed, though that was not asked for."""
    to.answer(200, [*EVENTS[:1], ("Content-Encoding", "gzip")], b"\x1f\x8b")


def _counted(*indexes: Any, part: str = "delta") -> Fault:
    """A word in each chunk, whose index is what is given."""
    words = zip(indexes, ("Hel", "lo ", "there"), strict=True)
    choices = [{"index": index, part: {"content": word}} for index, word in words]
    return _streamed(*(data({"choices": [each]}) for each in choices), STOP, DONE)


def _called(*calls: dict[str, Any]) -> Fault:
    """Calls in one piece each, as some servers number and name them; the same as one answer."""

    def answer(_: "FaultServer", to: Connection, request: Request) -> None:
        pieces = [chunk({"tool_calls": [call]}) for call in calls]
        message = {"role": "assistant", "content": None, "tool_calls": calls}
        if json.loads(request.body).get("stream"):
            events(to, [*map(data, pieces), data(chunk({}, "tool_calls")), DONE])
            to.chunk(b"")
        else:
            to.json(completion(message, "tool_calls"))

    return answer


def _call(name: str, place: str, **more: Any) -> dict[str, Any]:
    return {"function": {"name": name, "arguments": json.dumps({"place": place})}, **more}


DONE = "data: [DONE]\n\n"
HELLO = data(chunk({"content": "Hello"}))
STOP = data(chunk({}, "stop"))
TOO_LONG = "This model's maximum context length is 8192 tokens. Please reduce the length."

FAULTS: dict[str, Fault] = {
    "slow": _streamed(*[HELLO] * 5, STOP, "data: [DONE]\n\n", gap=0.2),
    "endless": _streamed(*[HELLO] * 600, gap=0.1),
    "pieces": _pieces,
    "whole": _whole,
    "old": _old,
    "no-done": _streamed(HELLO, STOP),
    "cut-after-stop": _streamed(HELLO, STOP, ended=False),
    "no-reason": _streamed(HELLO, "data: [DONE]\n\n"),
    "no-end": _streamed(HELLO),
    "reasoning": _streamed(data(chunk({"reasoning_content": "Hmm."})), HELLO, STOP, DONE),
    "only-reasoning": _streamed(data(chunk({"reasoning": "Hmm."})), STOP, DONE),
    "silent": _streamed(data(chunk({"role": "assistant", "content": ""})), STOP, DONE),
    "only-comments": _streamed(": hello\n\n", ": hello\n\n", DONE),
    "alive": _streamed("data: ping\n\n", HELLO, "data: {}\n\n", STOP, DONE),
    "wrapped": _streamed(data({"code": 0, "data": chunk({"content": "Hello"}, "stop")}), DONE),
    "messages": _counted(0, 0, 0, part="message"),
    "counted": _counted(0, 1, 2),
    "unnumbered": _counted(None, None, None),
    "numbered-as-text": _counted("0", "0", "0"),
    "legacy": _streamed(data({"choices": [{"text": "Hello", "finish_reason": "stop"}]}), DONE),
    "parts": _streamed(data(chunk({"content": [{"type": "text", "text": "Hello"}]}, "stop")), DONE),
    "halves": _streamed(*(f'data: {{"choices":[{{"delta":{{"content":"{half}"}}}}]}}\n\n'
        for half in ("a\\ud83d", "\\ude00", "b\\ud83d")), STOP, DONE),
    "lines": _body(200, "".join(json.dumps({"message": {"content": word}, "done": not word}) + "\n"
        for word in ("Hel", "lo", "")), "application/x-ndjson"),
    "events-as-json": _body(200, HELLO + STOP + DONE),
    "same-index": _called(_call("f", "a", index=0, id=""), _call("g", "b", index=0, id="")),
    "no-index": _called(_call("f", "a"), _call("g", "b")),
    "same-name": _called(_call("f", "a", index=0, id="x"), _call("f", "b", index=0, id="x")),
    "code-msg": _body(200, '{"code": 1001, "msg": "Bad tenant", "data": null}'),
    "detail": _body(200, '{"detail": "Not Found"}'),
    "message": _body(200, '{"message": "no Route matched"}'),
    "words-event": _streamed("data: upstream is down\n\n"),
    "error-choice": _streamed(HELLO, data({"choices": [{"delta": {}, "finish_reason": "error",
        "error": {"message": "Provider failed", "code": 502}}]})),
    "legal": _refused(451, "Unavailable for legal reasons"),
    "html-403": _body(403, "<html><title>Access denied</title>", "text/html"),
    "cut": _streamed(HELLO, 'data: {"choi', ended=False),
    "cut-before": routes.cut_before,
    "no-events": _streamed(),
    "garbage-events": _streamed(HELLO, "data: {oops}\n\n"),
    "deep-event": _streamed("data: " + "[" * 100_000 + "\n\n"),
    "wrong-type": _streamed('data: {"choices": 1}\n\n'),
    "endless-line": _endless_line,
    "gzip": _gzip,
    "garbage": routes.garbage,
    "html": routes.html,
    "text": routes.text,
    "error-event": _streamed(HELLO, data({"error": {"message": "The server had an error",
        "type": "server_error", "param": None, "code": None}})),
    "busy-event": _streamed(HELLO, data({"error": {"message": "Slow down", "type": "requests",
        "param": None, "code": "rate_limit_exceeded"}})),
    "long-event": _streamed(data({"error": {"code": 400, "message": "too many", "type":
        "exceed_context_size_error", "n_ctx": 1}})),
    "bad-key": _refused(401, "Incorrect API key provided: sk-ab****yz. Find yours in the settings.",
        code="invalid_api_key"),
    "tells-key": _tells_key,
    "forbidden": _refused(403, "Country, region, or territory not supported"),
    "missing": missing,
    "ollama-missing": _body(404, '{"error": "model \\"x\\" not found, try pulling it first"}'),
    "no-path": _body(404, "404 page not found", "text/plain"),
    "invalid": _refused(400, "Invalid 'temperature': too large.", param="temperature"),
    "invalid-422": _body(422, '{"detail": [{"loc": ["body", "messages"], "msg": "Too few", '
        '"type": "too_short"}]}'),
    "vllm": _body(400, '{"object": "error", "message": "No roles", "type": "BadRequestError", '
        '"param": null, "code": 400}'),
    "too-long": _refused(400, TOO_LONG, code="context_length_exceeded"),
    "too-long-words": _refused(400, TOO_LONG),
    "policy": _refused(400, "Your request was rejected by the safety system.",
        type="image_generation_user_error", code="moderation_blocked"),
    "limit": _refused(429, "Rate limit reached", [("Retry-After", "60")],
        type="requests", code="rate_limit_exceeded"),
    "limit-ms": _refused(429, "Rate limit reached", [("Retry-After-Ms", "20500"),
        ("Retry-After", "1")], type="requests", code="rate_limit_exceeded"),
    "quota": _refused(429, "You exceeded your current quota.", [("Retry-After-Ms", "1")],
        type="insufficient_quota", code="insufficient_quota"),
    "unpaid": _refused(402, "Insufficient credits"),
    "html-502": _body(502, "<html><title>502 Bad Gateway</title>", "text/html"),
    "empty-500": _body(500, ""),
    "loading": _refused(503, "Loading model", [("Retry-After-Ms", "10")], code=503,
        type="unavailable_error"),
    "busy-once": _passing(429, [("Retry-After-Ms", "30")], 1),
    "busy-twice": _passing(503, [("Retry-After", "0")], 2),
    "to-forbidden": routes.redirect_forbidden,
    "no-list": _body(200, '{"object": "list", "data": null}'),
    "bare-list": _body(200, '[{"id": "b"}, {"id": "a", "created": null, "owned_by": null}]'),
    "bad-list": _body(200, '{"data": [{"created": 5}, null]}'),
    "not-json": _body(200, "{"),
    "no-choices": _body(200, '{"choices": []}'),
    "error-200": _body(200, '{"error": {"message": "No provider", "code": 404}}'),
}  # fmt: skip
