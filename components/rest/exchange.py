"""One request and its answer."""

from wit_world.imports import types

import incoming
import outgoing
import replies
from functions import Endpoint
from wae.contract.router import Problem


def answer(request: types.IncomingRequest, out: types.ResponseOutparam) -> None:
    """Answers a request: with a document, a function's result or stream, or a problem."""
    head = incoming.head(request)
    try:
        reply = replies.begin(head)
        if isinstance(reply, Endpoint):
            body = incoming.body(request, head.headers.get("content-length", ""))
            reply = replies.finish(reply, head, body)
    except Problem as problem:
        reply = problem.answer()
    outgoing.send(out, reply, has_body=head.method != "HEAD")
