"""Chat completions: asked for as a whole or in pieces."""

from wit_world.exports import chat as contract

import api
import conversation
import dialect
import reply_events
import retry
import streaming_answer
from streaming_answer import StreamingAnswer

_PATH = "/chat/completions"
_EVENTS_OR_JSON = "text/event-stream, application/json;q=0.9"


def complete(request: contract.Request) -> contract.Reply:
    """The whole reply. Raises `Failure`."""

    def send(body: dialect.Body) -> contract.Reply:
        answer = api.ask("POST", _PATH, body, request.patience)
        return reply_events.of_body(answer, request.model)

    return dialect.adapted(conversation.body(request), send, conversation.chosen(request))


def stream(request: contract.Request) -> StreamingAnswer:
    """The answer that brings the reply in pieces. Raises `Failure`."""

    def send(body: dialect.Body) -> StreamingAnswer:
        url = f"{api.BASE}{_PATH}"

        def once() -> StreamingAnswer:
            return streaming_answer.request("POST", url, body, _EVENTS_OR_JSON)

        return retry.insist(once, request.patience)

    body = conversation.streamed(conversation.body(request))
    return dialect.adapted(body, send, conversation.chosen(request))
