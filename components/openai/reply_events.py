"""The events of the contract, out of an answer that is still arriving."""

from collections.abc import Iterator

from wit_world.exports import chat as contract

import answer_failure
import api
import json_text
import reply
import server_words
import sse
from failure import Failure, interrupted, unexpected
from live import Live
from reply import Reply

DONE = "[DONE]"
# Every word of a reply comes in a few hundred bytes of JSON.
_LONGEST = 256 * api.MEBIBYTE
_LONGEST_WHOLE = 32 * api.MEBIBYTE


def events(live: Live, model: str) -> Iterator[contract.Event]:
    """Texts as they arrive, then the whole reply. Raises `Failure`. Closes the connection."""
    with live:
        if live.kind.endswith("json"):
            yield from _whole(live, model)
        else:
            yield from _streamed(live, model)


def _whole(live: Live, model: str) -> Iterator[contract.Event]:
    """The events of a server that does not stream, though it was asked to."""
    data = b"".join(live.rest(_LONGEST_WHOLE))
    found = reply.whole(api.parsed(data.decode("utf-8", "replace")), model)
    if found.content:
        yield contract.Event_Text(found.content)
    yield contract.Event_Finished(found)


def _streamed(live: Live, model: str) -> Iterator[contract.Event]:
    found = Reply(model)
    try:
        for data in _data(live):
            if data == DONE:
                found.ended = True
                break
            if piece := found.add(_chunk(data)):
                yield contract.Event_Text(piece)
    except Failure as failure:
        # After the reason for its end, only the usage could be missing of a reply.
        if not (found.ended and isinstance(failure.error, contract.Error_Interrupted)):
            raise
    if not found.ended:
        raise interrupted("the answer ended before the reply did")
    if piece := found.rest():
        yield contract.Event_Text(piece)
    yield contract.Event_Finished(found.finish())


def _data(live: Live) -> Iterator[str]:
    """The data of the events, as far as there is any. Raises `Failure`."""
    parser = sse.Parser()
    some = False
    try:
        for piece in live.rest(_LONGEST):
            for data in parser.feed(piece):
                some = True
                if data:
                    yield data
    except sse.TooLong:
        raise unexpected(f"an event of the answer is larger than {sse.MOST:,} bytes") from None
    last = parser.finish()
    if not some and not last and live.kind != "text/event-stream":
        raise unexpected("the answer is neither JSON nor a stream of events")
    yield from (data for data in last if data == DONE or _is_json(data))


def _chunk(data: str) -> object:
    """The JSON of an event. Raises `Failure`, also for an error in it."""
    try:
        value = json_text.parse(data)
    except json_text.BadJson as error:
        raise unexpected(f"an event of the answer is {error}") from None
    words = server_words.of_json(value)
    if words is not None:
        raise answer_failure.in_reply(words)
    return value


def _is_json(data: str) -> bool:
    """Whether the last event is a whole one; if it is not, the answer was cut in it."""
    try:
        json_text.parse(data)
    except json_text.BadJson:
        return False
    return True
