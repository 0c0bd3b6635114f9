"""The calls that a model asks for, out of the pieces in which they come.

Pieces belong together by their index, else by their id, else by their order. Servers number all
calls alike or not at all, leave ids empty, repeat them or make a new one for each piece, and repeat
the name; so a piece without a name goes on with a call, and another name is another call.
"""

import json
from dataclasses import dataclass, field

from wit_world.exports import chat as contract

import json_text
import text
from failure import unexpected
from fields import as_object

# A model asks for a handful.
_MOST_CALLS = 1024


@dataclass
class _Call:
    index: int | None
    ids: list[str]
    name: str
    pieces: list[str] = field(default_factory=list)

    @property
    def arguments(self) -> str:
        return "".join(self.pieces)

    @property
    def is_complete(self) -> bool:
        """Whether nothing can be added to the arguments: they are JSON as they are."""
        if not self.pieces or not self.pieces[-1].rstrip().endswith(("}", "]")):
            return False
        try:
            json_text.parse(self.arguments)
        except json_text.BadJson:
            return False
        return True


@dataclass(frozen=True)
class _Piece:
    index: int | None
    id: str
    name: str
    arguments: str


class ToolCalls:
    """Puts together what `tool_calls` of a delta or of a message bring."""

    def __init__(self) -> None:
        self._calls: list[_Call] = []

    def add(self, pieces: list[dict[str, object]], *, whole: bool) -> int:
        """Adds pieces, each of them a call of its own where the answer is a whole one.

        The number of characters of arguments in them. Raises `Failure`.
        """
        return sum(self._add(_read(piece), whole) for piece in pieces)

    def finish(self) -> list[contract.ToolCall]:
        """The calls; each has an id that no other has, so that it can be answered."""
        called = [call for call in self._calls if call.name or call.pieces]
        given = [text.whole(next(filter(None, call.ids), "")) for call in called]
        ids = _unique(given)
        return [
            contract.ToolCall(id, text.whole(call.name), text.whole(call.arguments))
            for id, call in zip(ids, called, strict=True)
        ]

    def _add(self, piece: _Piece, whole: bool) -> int:
        call = None if whole else self._continued(piece)
        if call is None:
            if len(self._calls) == _MOST_CALLS:
                raise unexpected(f"the reply has more than {_MOST_CALLS} tool calls")
            call = _Call(piece.index, [], piece.name)
            self._calls.append(call)
        call.name = call.name or piece.name
        call.ids.append(piece.id)
        # Of a call that is complete, only the whole may come once more.
        if piece.arguments and not (piece.name and call.is_complete):
            call.pieces.append(piece.arguments)
        return len(piece.arguments)

    def _continued(self, piece: _Piece) -> _Call | None:
        """The call that the piece goes on with; None where it begins another."""
        call = self._meant(piece)
        if piece.name:
            return call if call is not None and _goes_on(call, piece) else None
        if call is None and not piece.arguments and piece.id:
            return None
        return call or (self._calls[-1] if self._calls else None)

    def _meant(self, piece: _Piece) -> _Call | None:
        """The latest call with the piece's index, if it has one; with its id, where one has it."""
        same = [each for each in self._calls if piece.index in (None, each.index)]
        known = [each for each in same or self._calls if piece.id and piece.id in each.ids]
        return next(reversed(known or same), None)


def _goes_on(call: _Call, piece: _Piece) -> bool:
    """Whether a piece with a name belongs to the call before it all the same.

    The first name may come after the id; some servers repeat it in each piece of a call.
    """
    if call.name in ("", piece.name) and not call.is_complete:
        other_id = piece.id and any(call.ids) and piece.id not in call.ids
        return bool(call.pieces) or not (call.name and other_id)
    repeats = piece.id in call.ids and piece.index in (None, call.index)
    return call.name == piece.name and repeats and piece.arguments in ("", call.arguments)


def _read(fields: dict[str, object]) -> _Piece:
    """A piece, with its name and its arguments in `function` or beside the id."""
    function = as_object(fields.get("function") or fields, "a tool call's function")
    names = ("arguments", "input", "parameters")
    given = (function.get(name) for name in names)
    arguments = next((each for each in given if each not in (None, "")), "")
    if isinstance(arguments, dict):
        arguments = json.dumps(arguments)
    index = fields.get("index")
    if isinstance(index, str) and index.isascii() and index.isdigit():
        index = int(index[:9])
    return _Piece(
        index if type(index) is int else None,
        _word(fields.get("id")),
        _word(function.get("name")),
        _word(arguments),
    )


def _unique(given: list[str]) -> list[str]:
    """The ids as they are; one that is empty, or was there before, is made up."""
    taken = set(given)
    seen: set[str] = set()
    ids = []
    for number, id in enumerate(given):
        while not id or id in seen:
            candidate = f"call_{number}"
            id, number = ("" if candidate in taken else candidate), number + 1
            taken.add(candidate)
        seen.add(id)
        ids.append(id)
    return ids


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""
