"""A reply that is still being written. componentize-py looks for the resource in this module."""

from collections.abc import Iterator

from wit_world.exports import chat as contract

import api
from failure import Failure
from reply_events import events
from streaming_answer import StreamingAnswer


class ReplyStream(contract.ReplyStream):
    """The contract's resource. It is never destroyed, so what it holds is given up early: at the
    end, with an error, or with `close`."""

    def __init__(self, answer: StreamingAnswer, model: str) -> None:
        self._answer = answer
        self._events: Iterator[contract.Event] = events(answer, model)

    def next(self) -> contract.Event | None:
        try:
            return next(self._events, None)
        except Failure as failure:
            raise api.contract_error(failure) from None

    def close(self) -> None:
        self._answer.close()
        self._events = iter(())
