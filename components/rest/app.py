"""The exports of the `rest` component."""

from wit_world import exports
from wit_world.imports.types import IncomingRequest, ResponseOutparam

import exchange


class IncomingHandler(exports.IncomingHandler):
    """`wasi:http/incoming-handler`."""

    def handle(self, request: IncomingRequest, response_out: ResponseOutparam) -> None:
        exchange.answer(request, response_out)
