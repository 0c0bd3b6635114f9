"""The exports of the component for WASI 0.3."""

from wit_world import exports
from wit_world.imports import types

import incoming
import outgoing
import replies
from functions import Endpoint
from wae.contract.router import Problem


class Handler(exports.Handler):
    """`wasi:http/handler`: as `rest`, which has `wasi:http/incoming-handler`."""

    async def handle(self, request: types.Request) -> types.Response:
        head = incoming.head(request)
        try:
            reply = replies.begin(head)
            if isinstance(reply, Endpoint):
                body = await incoming.body(request, head.headers.get("content-length", ""))
                reply = replies.finish(reply, head, body)
        except Problem as problem:
            reply = problem.answer()
        return outgoing.response(reply, has_body=head.method != "HEAD")
