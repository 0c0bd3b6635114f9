"""The exports of the `rest` component."""

from componentize_py_types import Result
from wit_world import exports
from wit_world.exports import responder

import exchanges


class Responder(exports.Responder):
    """`wae:serving/responder`."""

    def begin(self, exchange: int, head: responder.Head) -> responder.Step:
        return exchanges.begin(exchange, head)

    def finish(self, exchange: int, body: Result[bytes, responder.Unread]) -> responder.Reply:
        return exchanges.finish(exchange, body)

    def next(self, exchange: int) -> responder.Part | None:
        return exchanges.next_part(exchange)

    def end(self, exchange: int) -> None:
        exchanges.end(exchange)
