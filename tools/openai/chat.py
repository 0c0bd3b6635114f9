"""A reply that is still being written. componentize-py looks for the resource in this module."""

from collections.abc import Iterator

from wit_world.exports import chat as contract

import api
from failure import Failure
from live import Live
from reply_events import events


class ReplyStream(contract.ReplyStream):
    """The contract's resource. It is never destroyed, so what it holds is given up early: at the
    end, with an error, or with `close`."""

    def __init__(self, live: Live, model: str) -> None:
        self._live = live
        self._events: Iterator[contract.Event] = events(live, model)

    def next(self) -> contract.Event | None:
        try:
            return next(self._events, None)
        except Failure as failure:
            raise api.contract_error(failure) from None

    def close(self) -> None:
        self._live.close()
        self._events = iter(())
