"""The events of the contract, out of an answer that is still arriving, or one that is there."""

from collections.abc import Iterator
from itertools import chain

from wit_world.exports import chat as contract

import api
import json_text
import server_words
import sse
from failure import Failure, interrupted, unexpected
from reply import NOTHING, Reply
from streaming_answer import StreamingAnswer

DONE = "[DONE]"
# Every word of a reply comes in a few hundred bytes of JSON.
_LONGEST = 256 * api.MEBIBYTE
_LONGEST_WHOLE = 32 * api.MEBIBYTE
# How much of an answer that makes no sense is looked at for words.
_HEAD = 65536
_MARK = b"\xef\xbb\xbf"
_JSON_STARTS = (b"{", b"[")
_FIELDS = (b"data", b"event", b"id", b"retry", b":")


def events(answer: StreamingAnswer, model: str) -> Iterator[contract.Event]:
    """Texts as they arrive, then the whole reply. Raises `Failure`. Closes the connection."""
    with answer:
        yield from _events(answer.rest(_LONGEST), answer.kind, model)


def of_body(body: str, model: str) -> contract.Reply:
    """The reply in the body of an answer that was asked for as a whole. Raises `Failure`."""
    *_, last = _events(iter([body.encode()]), "application/json", model)
    assert isinstance(last, contract.Event_Finished)
    return last.value


def _events(arriving: Iterator[bytes], kind: str, model: str) -> Iterator[contract.Event]:
    """What comes decides, not what its media type (`kind`) says: servers answer a wish for a
    stream with JSON, and the other way round."""
    head = b""
    for piece in arriving:
        head += piece
        if head.removeprefix(_MARK).strip():
            break
    start = head.removeprefix(_MARK).lstrip()
    pieces = chain([head], arriving)
    named_json = kind.endswith("json") and not start.startswith(_FIELDS)
    if start.startswith(_JSON_STARTS) or named_json:
        yield from _whole(pieces, model)
    else:
        yield from _streamed(_Data(pieces, kind), model)


def _whole(pieces: Iterator[bytes], model: str) -> Iterator[contract.Event]:
    """The events of JSON: of one answer, of a list of chunks, or of chunks in lines."""
    data = b""
    for piece in pieces:
        data += piece
        if len(data) > _LONGEST_WHOLE:
            raise unexpected(f"the answer is larger than {_LONGEST_WHOLE:,} bytes")
    body = data.decode("utf-8", "replace").removeprefix("\ufeff")
    values = _lines(body)
    if values is None:
        value = api.parsed(body, "choices", "data", "output")
        values = value if isinstance(value, list) else [value]
        reply = Reply(model, streamed=len(values) > 1)
        reply.ended = True
    else:
        reply = Reply(model)
    for value in values:
        yield from reply.add(value)
    yield from _end(reply)


def _lines(body: str) -> list[object] | None:
    """The values of a body that has one in each of several lines (ollama's own streams)."""
    lines = [line for line in body.splitlines() if line.strip()]
    if len(lines) < 2 or not all(line.startswith("{") for line in lines):
        return None
    try:
        return [json_text.parse(line) for line in lines]
    except json_text.BadJson:
        return None


def _streamed(data: "_Data", model: str) -> Iterator[contract.Event]:
    reply = Reply(model)
    try:
        for value in data:
            yield from reply.add(value)
    except Failure as failure:
        # After the reason for its end, only the usage could be missing of a reply.
        if not (reply.ended and isinstance(failure.error, contract.Error_Interrupted)):
            raise
    reply.ended |= data.done
    if data.words and not reply.begun:
        raise unexpected(f'an event of the answer is not JSON: "{data.words}"')
    yield from _end(reply)


def _end(reply: Reply) -> Iterator[contract.Event]:
    if not reply.ended:
        raise interrupted("the answer ended before the reply did")
    if not reply.begun:
        raise unexpected(NOTHING)
    yield from reply.rest()
    yield contract.Event_Finished(reply.finish())


class _Data:
    """The JSON of the events in a stream. Iterating raises `Failure`.

    `words` are the first of an event that is no JSON, such as what keeps a connection alive, or the
    error of somebody on the way; `done` is whether the stream said that it is.
    """

    def __init__(self, pieces: Iterator[bytes], kind: str) -> None:
        self.words = ""
        self.done = False
        self._pieces = pieces
        self._kind = kind

    def __iter__(self) -> Iterator[object]:
        for data in self._texts():
            if _is_done(data):
                self.done = True
                return
            value = self._parsed(data)
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, dict) and each:
                    yield each
                elif each not in (None, "", {}, []):
                    self.words = self.words or server_words.one_line(str(each))

    def _texts(self) -> Iterator[str]:
        """The data of the events, as far as there is any."""
        parser = sse.Parser()
        head = b""
        some = False
        try:
            for piece in self._pieces:
                head = head if some or len(head) > _HEAD else head + piece
                for data in parser.feed(piece):
                    some = True
                    yield data
        except sse.TooLong:
            raise unexpected(f"an event of the answer is larger than {sse.MOST:,} bytes") from None
        last = parser.finish()
        if not some and not last and self._kind != "text/event-stream":
            words = server_words.quoted(head.decode("utf-8", "replace"))
            raise unexpected(f"the answer is neither JSON nor a stream of events{words}")
        # What begins as JSON and is none was cut.
        yield from (data for data in last if not _is_cut(data))

    def _parsed(self, data: str) -> object:
        try:
            return json_text.parse(data)
        except json_text.BadJson as error:
            if data.lstrip()[:1] in ("{", "["):
                raise unexpected(f"an event of the answer is {error}") from None
        return data.strip()


def _is_done(data: str) -> bool:
    return data.strip().strip('"').upper() == DONE


def _is_cut(data: str) -> bool:
    """Whether the last event, which no empty line ends, is not a whole one."""
    if _is_done(data):
        return False
    try:
        json_text.parse(data)
    except json_text.BadJson:
        return data.lstrip()[:1] in ("{", "[")
    return False
