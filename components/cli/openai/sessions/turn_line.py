"""A finished turn as a line of a session's file (JSON Lines), and back."""

import json
from typing import Any

from wit_world.imports import chat

import json_text
from contract import json_values
from contract.json_values import Mismatch
from json_text import BadJson
from openai.chat.turns import Turn


def fields(turn: Turn) -> dict[str, Any]:
    """A turn as a JSON object."""
    return {
        "time": turn.time,
        "model": turn.model,
        "system": turn.system,
        "messages": json_values.write(turn.messages),
        "finish": turn.finish,
        "usage": json_values.write(turn.usage),
    }


def write(turn: Turn) -> bytes:
    """A turn as one line with its end."""
    return json.dumps(fields(turn), ensure_ascii=False).encode() + b"\n"


def read(line: bytes) -> Turn | None:
    """The turn of a line; nothing where the line is none, for it was never written to its end."""
    try:
        found = json_text.parse(line.decode())
        if not isinstance(found, dict):
            return None
        known = {name: value for name, value in found.items() if name in _HINTS}
        turn = Turn(**json_values.read_members(_HINTS, known, "turn", _PLACES))
    except (UnicodeDecodeError, BadJson, Mismatch):
        return None
    return turn if _is_whole(turn) else None


_HINTS = {
    "time": str,
    "model": str,
    "system": str | None,
    "messages": list[chat.Message],
    "finish": str,
    "usage": chat.Usage | None,
}
_PLACES = dict.fromkeys(_HINTS, "")


def _is_whole(turn: Turn) -> bool:
    roles = [message.role for message in turn.messages]
    return len(roles) >= 2 and (roles[0], roles[-1]) == (chat.Role.USER, chat.Role.ASSISTANT)
