"""A reply, out of the chunks in which it comes or the one answer that it is."""

from collections.abc import Iterator

from wit_world.exports import chat as contract

import answer_failure
import reply_chunk
import usage
from failure import unexpected
from fields import optional_text
from reply_chunk import Piece
from text import Joiner
from tool_calls import ToolCalls

# Characters. More than any model can write.
MOST = 16 * 1024 * 1024
NOTHING = "the answer has no choices"


class _Words:
    """A text that comes in pieces."""

    def __init__(self) -> None:
        self._joiner = Joiner()
        self._pieces: list[str] = []

    def add(self, piece: str) -> str:
        """What is certain so far, after what was given before."""
        certain = self._joiner.add(piece)
        self._pieces.append(certain)
        return certain

    def rest(self) -> str:
        """What was held back for more to come, when nothing more comes."""
        self._pieces.append(piece := self._joiner.finish())
        return piece

    def whole(self) -> str:
        return "".join(self._pieces)


class Reply:
    """What has come of a reply so far; `model` is the one asked for until the server says."""

    def __init__(self, model: str, *, streamed: bool = True) -> None:
        self.ended = False  # whether the server said why it ends
        self._streamed = streamed
        self._model = model
        self._finish = ""
        self._usage: contract.Usage | None = None
        self._calls = ToolCalls()
        self._content, self._reasoning = _Words(), _Words()
        self.begun = False  # whether anything was a part of a reply
        self._by_delta = False  # whether anything came otherwise than in a `message`
        self._size = 0

    def add(self, value: object) -> Iterator[contract.Event]:
        """The events that a chunk brings, or a whole answer.

        Raises `Failure` for what is no chunk, for an error in it, and for a reply without an end.
        """
        try:
            fields = reply_chunk.unwrapped(value)
            pieces = reply_chunk.pieces(fields)
        except reply_chunk.Refused as refused:
            raise answer_failure.in_reply(refused.words, begun=self.begun) from None
        self._model = optional_text(fields.get("model")) or self._model
        self._usage = usage.of_json(fields.get("usage")) or self._usage
        for piece in pieces:
            yield from self._add(piece)

    def rest(self) -> Iterator[contract.Event]:
        """The events of what was held back for more to come, when nothing more comes."""
        if piece := self._reasoning.rest():
            yield contract.Event_Reasoning(piece)
        if piece := self._content.rest():
            yield contract.Event_Text(piece)

    def finish(self) -> contract.Reply:
        """Everything put together. A server may end without saying why: that is `stop`."""
        calls = self._calls.finish()
        finish = self._finish or ("tool_calls" if calls else "stop")
        content, reasoning = self._content.whole(), self._reasoning.whole()
        return contract.Reply(self._model, content, reasoning, calls, finish, self._usage)

    def _add(self, piece: Piece) -> Iterator[contract.Event]:
        self.begun = True
        if piece.finish:
            self._finish, self.ended = piece.finish, True
        if piece.is_message and self._by_delta:
            # What came in pieces comes once more, put together.
            return
        self._by_delta |= piece.brings and not piece.is_message
        size = len(piece.text) + len(piece.reasoning)
        self._size += size + self._calls.add(piece.calls, whole=not self._streamed)
        if self._size > MOST:
            raise unexpected(f"the reply is longer than {MOST:,} characters")
        if certain := self._reasoning.add(piece.reasoning):
            yield contract.Event_Reasoning(certain)
        if certain := self._content.add(piece.text):
            yield contract.Event_Text(certain)
