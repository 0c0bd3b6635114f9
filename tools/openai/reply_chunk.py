"""What a chunk of a reply brings, or a whole answer, in any of the forms that servers give it.

OpenAI's own is {"choices": [{"index", "delta" or "message": {"content", "tool_calls"},
"finish_reason"}]}. Others wrap it, leave out what is around it, or name its parts otherwise.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import server_words
from fields import as_list, as_object, optional_text
from server_words import Words

Fields = dict[str, object]

# What an answer has in it, and what may be around that.
ANSWER = (
    "choices",
    "data",
    "result",
    "response",
    "output",
    "output_text",
    "delta",
    "content",
    "text",
)
_CHOICE = ("delta", "content", "text", "output_text", "response")
_WRAPPERS = ("data", "result", "response", "output", "chunk")
_DEEPEST = 4
_TEXTS = ("content", "text", "output_text", "response", "refusal")
_REASONINGS = ("reasoning_content", "reasoning", "reasoning_text", "thinking", "reasoning_details")
_THOUGHTS = {"thinking", "reasoning", "reasoning.text", "reasoning.summary", "summary_text"}
_REASONS = ("finish_reason", "stop_reason", "done_reason")
_NO_REASON = {"null", "none"}
_ENDS = ("done", "stop")


class Refused(Exception):
    """An error in the place of a reply; `words` are the server's."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.message)
        self.words = words


@dataclass(frozen=True)
class Piece:
    """What one choice brings; `finish` is empty while the server does not say why it ends."""

    index: int
    text: str
    reasoning: str
    calls: list[Fields]
    finish: str
    #: Whether it is a `message`, which may repeat what has come in `delta`.
    is_message: bool

    @property
    def brings(self) -> bool:
        return bool(self.text or self.reasoning or self.calls)


def unwrapped(value: object) -> Fields:
    """The object that has the choices. Raises `Failure`, and `Refused` for an error in it."""
    fields = as_object(value, "a chunk of the reply")
    for _ in range(_DEEPEST):
        _refuse_error(fields)
        inner = next(filter(None, (_inner(fields, name) for name in _WRAPPERS)), None)
        if inner is None or "choices" in fields:
            break
        fields = {**{name: fields.get(name) for name in ("model", "usage")}, **inner}
    return fields


def pieces(fields: Fields) -> list[Piece]:
    """What an unwrapped chunk brings: of several choices the first, for no more are asked for.

    Its index says nothing: servers count the chunks with it, or leave it out. But what has the
    same index is the same choice, and one that brings nothing makes way for the next. Raises
    `Failure`, and `Refused` for an error in a choice.
    """
    choices = [_piece(choice) for choice in _choices(fields)]
    if len(choices) < 2:
        return choices
    first = next((one.index for one in choices if one.index == 0), choices[0].index)
    same = [one for one in choices if one.index == first]
    if any(one.brings for one in same):
        return same
    other = next((one for one in choices if one.brings), None)
    return same if other is None else [other, *same]


def _inner(fields: Fields, name: str) -> Fields | None:
    """The object that a wrapper has, or the only one in its list."""
    value = fields.get(name)
    if isinstance(value, list) and len(value) == 1:
        [value] = value
    return value if isinstance(value, dict) and value else None


def _refuse_error(fields: Fields) -> None:
    words = server_words.of_json(fields, ANSWER)
    if words is not None:
        raise Refused(words)


def _choices(fields: Fields) -> list[Fields]:
    value = fields.get("choices")
    if value is None:
        is_choice = isinstance(fields.get("message"), dict) or any(
            fields.get(name) is not None for name in _CHOICE
        )
        return [fields] if is_choice else []
    if isinstance(value, dict) and value:
        return [value]
    return [
        {"text": each} if isinstance(each, str) else as_object(each, "an element of choices")
        for each in as_list(value, "choices")
        if each is not None
    ]


def _piece(choice: Fields) -> Piece:
    _refuse_error({"error": choice.get("error")})
    index = _index(choice.get("index"))
    finish = _finish(choice)
    texts = [_read(index, finish, body, name) for name, body in _bodies(choice)]
    return next((one for one in texts if one.brings), texts[0])


def _bodies(choice: Fields) -> Iterator[tuple[str, Fields]]:
    """Where the words may be: `delta`, `message`, or the choice itself (legacy completions)."""
    for name in ("delta", "message"):
        value = choice.get(name)
        if isinstance(value, str):
            yield name, {"content": value}
        elif value is not None:
            yield name, as_object(value, f"the {name}")
    yield "choice", {name: choice.get(name) for name in (*_TEXTS, *_REASONINGS)}


def _read(index: int, finish: str, body: Fields, name: str) -> Piece:
    spoken = next(filter(None, (_text(body.get(field)) for field in _TEXTS)), "")
    thought = next(
        filter(None, (_text(body.get(field), thoughts=True) for field in _REASONINGS)), ""
    )
    thought = thought or _thoughts(body.get("content"))
    finish = finish or _finish(body)
    return Piece(index, spoken, thought, _calls(body), finish, name == "message")


def _index(value: object) -> int:
    if isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value[:9])
    return value if type(value) is int else 0


def _finish(fields: Fields) -> str:
    for name in _REASONS:
        word = optional_text(fields.get(name))
        if word is not None and word.lower() not in _NO_REASON:
            return word
    ended = any(fields.get(name) is True for name in _ENDS)
    return "stop" if ended else ""


def _calls(body: Fields) -> list[Fields]:
    """The pieces of calls; `function_call` is what they were before there could be several."""
    value = body.get("tool_calls")
    if isinstance(value, dict):
        value = [value] if value else []
    calls = [
        as_object(each, "an element of tool_calls")
        for each in as_list(value, "tool_calls")
        if each is not None
    ]
    legacy = body.get("function_call")
    return [*calls, {"function": legacy}] if isinstance(legacy, dict) and not calls else calls


def _text(value: object, thoughts: bool = False) -> str:
    """A text, or those of parts ({"type": "text", "text": "…"}); without thoughts, or with them."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "".join(_text(part, thoughts) for part in value)
    if not isinstance(value, dict) or (not thoughts and _is_thought(value)):
        return ""
    names = ("text", "value", "content", "refusal", *(("thinking", "summary") if thoughts else ()))
    return next(filter(None, (_text(value.get(name), thoughts) for name in names)), "")


def _thoughts(value: object) -> str:
    """The parts of a content that are thoughts."""
    parts = value if isinstance(value, list) else []
    return _text([part for part in parts if _is_thought(part)], thoughts=True)


def _is_thought(part: object) -> bool:
    kind = part.get("type") if isinstance(part, dict) else None
    return isinstance(kind, str) and kind in _THOUGHTS
