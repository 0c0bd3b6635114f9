"""The JSON of what the commands keep and print, whatever the contracts call it."""

import functools
from typing import cast

from wit_world.imports import chat

from wae.contract.shapes import Enum, Field, Option, Record, Scalar, Sequence

TEXT = Scalar("string")
_TOKENS = Scalar("u32")

USAGE = Option(
    Record(
        "usage",
        tuple(Field(name, name, _TOKENS) for name in ("input", "output", "total")),
        lambda: chat.Usage,
    ),
    wrapped=False,
)
_ROLE = Enum("role", ("system", "user", "assistant", "tool"), lambda: chat.Role)
_CALL = Record(
    "tool_call",
    tuple(Field(name, name, TEXT) for name in ("id", "name", "arguments")),
    lambda: chat.ToolCall,
)
MESSAGE = Record(
    "message",
    (
        Field("role", "role", _ROLE),
        Field("content", "content", TEXT),
        Field("tool_calls", "tool_calls", Sequence(_CALL)),
        Field("answer_to", "answer_to", Option(TEXT, wrapped=False)),
    ),
    # Pictures are kept beside it.
    lambda: cast("type", functools.partial(chat.Message, pictures=None)),
)
