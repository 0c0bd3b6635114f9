"""The calls that a model asks for, out of the pieces in which they come."""

import json
from dataclasses import dataclass

from wit_world.exports import chat as contract

import text
from failure import unexpected
from fields import as_object, objects

# A model asks for a handful.
_MOST_CALLS = 1024


@dataclass
class _Call:
    id: str
    name: str
    pieces: list[str]


class ToolCalls:
    """Puts together what `delta.tool_calls` or `message.tool_calls` bring."""

    def __init__(self) -> None:
        self._calls: list[_Call] = []
        self._latest: dict[object, _Call] = {}  # by the index in the pieces

    def add(self, value: object) -> int:
        """Adds pieces; the number of characters of arguments in them. Raises `Failure`."""
        return sum(self._add(piece) for piece in objects(value, "tool_calls"))

    def finish(self) -> list[contract.ToolCall]:
        return [
            contract.ToolCall(text.whole(call.id), text.whole(call.name), _joined(call.pieces))
            for call in self._calls
        ]

    def _add(self, piece: dict[str, object]) -> int:
        function = as_object(piece.get("function") or {}, "a tool call's function")
        call = self._call(piece.get("index"), _word(piece.get("id")))
        # The name comes once; servers that repeat it repeat the whole of it.
        call.name = call.name or _word(function.get("name"))
        arguments = function.get("arguments")
        if isinstance(arguments, dict):
            arguments = json.dumps(arguments)
        if isinstance(arguments, str):
            call.pieces.append(arguments)
            return len(arguments)
        return 0

    def _call(self, index: object, identity: str) -> _Call:
        """The call that a piece belongs to.

        Another `id` is another call: not every server numbers them, or numbers them right.
        """
        key = index if type(index) is int else None
        call = self._latest.get(key)
        if call is None or (identity and call.id and identity != call.id):
            if len(self._calls) == _MOST_CALLS:
                raise unexpected(f"the reply has more than {_MOST_CALLS} tool calls")
            call = _Call(identity, "", [])
            self._calls.append(call)
            self._latest[key] = call
        call.id = call.id or identity
        return call


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""


def _joined(pieces: list[str]) -> str:
    return text.whole("".join(pieces))
