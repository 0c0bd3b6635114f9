"""A reply, out of the chunks in which it comes or the one answer that it is."""

from wit_world.exports import chat as contract

import usage
from failure import unexpected
from fields import as_object, objects, optional_text
from text import Joiner
from tool_calls import ToolCalls

# Characters. More than any model can write.
MOST = 16 * 1024 * 1024


class Reply:
    """What has come of a reply so far; `model` is the one asked for until the server says."""

    def __init__(self, model: str) -> None:
        self.ended = False  # whether the server said why it ends
        self._model = model
        self._finish: str | None = None
        self._usage: contract.Usage | None = None
        self._calls = ToolCalls()
        self._joiner = Joiner()
        self._pieces: list[str] = []
        self._size = 0

    def add(self, value: object, part: str = "delta") -> str:
        """The text that a chunk brings (`part` is "message" where the reply is a whole one).

        Raises `Failure` (unexpected) for what is no chunk, and for a reply without an end.
        """
        chunk = as_object(value, "a chunk of the reply")
        self._model = optional_text(chunk.get("model")) or self._model
        self._usage = usage.of_json(chunk.get("usage")) or self._usage
        return "".join(
            self._add_choice(choice, part)
            for choice in objects(chunk.get("choices"), "choices")
            if choice.get("index", 0) == 0
        )

    def rest(self) -> str:
        """The text that was held back for more to come, when nothing more comes."""
        piece = self._joiner.finish()
        self._pieces.append(piece)
        return piece

    def finish(self) -> contract.Reply:
        """Everything put together. A server may end without saying why: that is `stop`."""
        self.rest()
        calls = self._calls.finish()
        finish = self._finish or ("tool_calls" if calls else "stop")
        return contract.Reply(self._model, "".join(self._pieces), calls, finish, self._usage)

    def _add_choice(self, choice: dict[str, object], part: str) -> str:
        finish = optional_text(choice.get("finish_reason"))
        if finish is not None:
            self._finish, self.ended = finish, True
        delta = choice.get(part)
        if delta is None:
            return ""
        fields = as_object(delta, f"the {part}")
        piece = _text(fields.get("content")) or _text(fields.get("refusal"))
        self._size += len(piece) + self._calls.add(fields.get("tool_calls"))
        if self._size > MOST:
            raise unexpected(f"the reply is longer than {MOST:,} characters")
        certain = self._joiner.add(piece)
        self._pieces.append(certain)
        return certain


def whole(value: object, model: str) -> contract.Reply:
    """The reply in an answer that came as a whole. Raises `Failure` (unexpected)."""
    reply = Reply(model)
    if not objects(as_object(value, "the answer").get("choices"), "choices"):
        raise unexpected("the answer has no choices")
    reply.add(value, "message")
    return reply.finish()


def _text(value: object) -> str:
    """A text, or the texts of a list of parts ({"type": "text", "text": "…"})."""
    if isinstance(value, list):
        return "".join(_text(part.get("text")) for part in value if isinstance(part, dict))
    return value if isinstance(value, str) else ""
