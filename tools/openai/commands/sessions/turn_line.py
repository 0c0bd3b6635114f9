"""A finished turn as a line of a session's file (JSON Lines), and back."""

import json
from dataclasses import replace
from typing import Any

from wit_world.imports import chat

import json_text
from json_text import BadJson
from tools.openai.commands.chat.attachments import Attachment
from tools.openai.commands.chat.turns import Turn
from tools.openai.commands.shapes import MESSAGE, TEXT, USAGE
from wae.contract.json_values import InvalidValue, from_json, to_json
from wae.contract.shapes import Field, Option, Record, Scalar, Sequence

_ATTACHMENT = Record(
    "attachment",
    (
        Field("kind", "kind", TEXT),
        Field("name", "name", TEXT),
        Field("size", "size", Scalar("u64")),
        Field("sha256", "sha256", TEXT),
    ),
    lambda: Attachment,
)
_TURN = Record(
    "turn",
    (
        Field("time", "time", TEXT),
        Field("model", "model", TEXT),
        Field("system", "system", Option(TEXT, wrapped=False)),
        Field("messages", "messages", Sequence(MESSAGE)),
        Field("finish", "finish", TEXT),
        Field("usage", "usage", USAGE),
        Field("attachments", "attached", Option(Sequence(_ATTACHMENT), wrapped=False)),
    ),
    lambda: Turn,
)
_REPLACES = "replaces"
_NAMES = frozenset(field.name for field in _TURN.fields)


def fields(turn: Turn) -> dict[str, Any]:
    """A turn as a JSON object."""
    document: dict[str, Any] = to_json(_TURN, turn)
    return document


def write(turn: Turn) -> bytes:
    """A turn as one line with its end."""
    document = fields(turn)
    if turn.replaces is not None:
        document[_REPLACES] = turn.replaces
    return json.dumps(document, ensure_ascii=False).encode() + b"\n"


def read(line: bytes) -> Turn | None:
    """The turn of a line; nothing where the line is none, for it was never written to its end."""
    try:
        document = json_text.parse(line.decode())
        if not isinstance(document, dict):
            return None
        known = {name: value for name, value in document.items() if name in _NAMES}
        turn: Turn = from_json(_TURN, known)
    except (UnicodeDecodeError, BadJson, InvalidValue):
        return None
    if not _is_whole(turn):
        return None
    turn = replace(turn, attached=tuple(turn.attached or ()))
    replaced = document.get(_REPLACES)
    return replace(turn, replaces=replaced) if isinstance(replaced, str) else turn


def _is_whole(turn: Turn) -> bool:
    roles = [message.role for message in turn.messages]
    return len(roles) >= 2 and (roles[0], roles[-1]) == (chat.Role.USER, chat.Role.ASSISTANT)
