"""What a server says about an error: OpenAI's shape, and those of servers that resemble it."""

import re
from dataclasses import dataclass

import json_text
import text

_LENGTH = 500
_NO_MESSAGE = "an answer without a message"
_KEY = re.compile(r"\bsk-[\w*.-]*[\w*-]|(?<=Bearer )\S*[^\s.]")
# A word of its own, no part of a URL, as long as what `wae:http` takes for a secret.
_PERHAPS_KEY = re.compile(r"(?<![\w./:*+=-])[\w.*+=-]{15,}[\w*+=-](?![\w/])")


@dataclass(frozen=True)
class Words:
    """`message` is one line without a full stop. The others are empty where they are not given;
    `status` is a code that is an HTTP status, 0 where there is none."""

    message: str
    kind: str = ""
    parameter: str = ""
    code: str = ""
    status: int = 0

    @property
    def names(self) -> set[str]:
        """The words that tell which error it is."""
        return {self.kind, self.code} - {""}


def of_body(body: str) -> Words:
    """The words in the body of an answer whose status is an error's."""
    try:
        value = json_text.parse(body)
    except json_text.BadJson:
        return Words(_unstructured(body.strip()))
    return of_json(value) or Words(_NO_MESSAGE)


def of_json(value: object) -> Words | None:
    """The words in a JSON value, None where it is no error.

    {"error": {"message", "type", "param", "code"}}   OpenAI, llama.cpp (its code is a number)
    {"error": "…"}                                    ollama
    {"object": "error", "message", …}, {"detail": …}  vLLM, FastAPI
    [{"error": …}]                                    Google
    """
    if isinstance(value, list) and value:
        value = value[0]
    if not isinstance(value, dict):
        return None
    inner = value.get("error")
    if isinstance(inner, dict):
        return _described(inner)
    if isinstance(inner, str) and inner:
        return _described({**value, "message": inner})
    if value.get("object") == "error":
        return _described(value)
    is_answer = "choices" in value or "data" in value
    says = isinstance(value.get("message"), str) or "detail" in value
    return _described(value) if says and not is_answer else None


def _described(fields: dict[str, object]) -> Words:
    code = fields.get("code")
    is_status = type(code) is int and 400 <= code < 600
    return Words(
        one_line(_message(fields.get("message", fields.get("detail")))) or _NO_MESSAGE,
        _word(fields.get("type")),
        _word(fields.get("param")),
        _word(code),
        code if is_status else 0,
    )


def _message(value: object) -> str:
    """A text, or the list of FastAPI's validation errors ({"loc", "msg"}), as one text."""
    match value:
        case str():
            return value
        case {"detail": detail}:
            return _message(detail)
        case {"msg": str(message), "loc": list(place)}:
            where = ".".join(str(part) for part in place if isinstance(part, str | int))
            return f"{where}: {message}"
        case [first, *_]:
            return _message(first)
    return ""


def _word(value: object) -> str:
    """A name as it is; `code` may be a number."""
    if type(value) is int and abs(value) < 10**9:
        return str(value)
    return text.whole(value)[:_LENGTH] if isinstance(value, str) else ""


def _unstructured(body: str) -> str:
    if not body:
        return "an answer without a body"
    if body[0] == "<":
        return "an answer that is HTML, not JSON"
    return one_line(body) or _NO_MESSAGE


def without_keys(message: str) -> str:
    """A message about a key, without what looks like one.

    `wae:http` blots out the key in whole answers, and cannot in those that are streamed.
    """
    return _PERHAPS_KEY.sub("***", message)


def one_line(message: str) -> str:
    """`message` on one line, without a full stop, too much of it, or what is a key of OpenAI's."""
    line = " ".join(text.whole(message[: 2 * _LENGTH]).split())
    return _KEY.sub("***", line)[:_LENGTH].removesuffix(".").rstrip()
