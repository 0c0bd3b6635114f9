"""What a server says about an error, in any of the shapes in which servers say it."""

import re
from collections.abc import Collection
from dataclasses import dataclass

import json_text
import text

_LENGTH = 500
_NO_MESSAGE = "an answer without a message"
# In this order; the last two are of RFC 9457 (problem details) and RFC 6749 (OAuth).
_MESSAGES = (
    *("message", "msg", "detail", "error_message", "error_msg", "errmsg", "errorMessage"),
    *("error_description", "title"),
)
_CODES = ("code", "error_code", "errcode", "status")
# What stands in the place of a code where nothing is wrong.
_WELL = (None, 0, 200, "0", "200", "ok", "success")
_KEY = re.compile(r"\bsk-[\w*.-]*[\w*-]|(?<=Bearer )\S*[^\s.]")
# A word of its own, no part of a URL, as long as what `wae:http` takes for a secret.
_PERHAPS_KEY = re.compile(r"(?<![\w./:*+=-])[\w.*+=-]{15,}[\w*+=-](?![\w/])")
_ABOUT_KEYS = re.compile(
    r"(?i)\b(api|access|secret)[ _-]?(key|token)|\b(bearer|authorization|credential|secret)"
)
_TITLE = re.compile(r"(?is)<title\b[^>]*>([^<]*)")
_COUNTRY = re.compile(r"(?i)\b(country|countries|territory|jurisdiction|user location)\b")
_CLOSED = re.compile(
    r"(?i)\b(not|isn't|un)[ -]?(yet )?(supported|available|allowed|permitted|offered)"
    r"|block|restrict|prohibit|forbid"
)
_LAW = re.compile(r"(?i)legal reasons|sanction|embargo|trade control|export control|\bdmca\b")


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
    return _of_error(value) or Words(_NO_MESSAGE)


def of_json(value: object, answers: Collection[str]) -> Words | None:
    """The words in the JSON of an answer of success; None where it is no error.

    An object that has something in one of the fields `answers` is one that was asked for, unless
    it has an `error`, too.
    """
    value = _first(value)
    if not isinstance(value, dict):
        return None
    if not _has_error(value):
        well = value.get("success") is True or any(
            key in value and value[key] in _WELL[1:] for key in _CODES
        )
        if well or any(value.get(key) not in (None, "", [], {}) for key in answers):
            return None
    return _of_error(value)


def quoted(body: str) -> str:
    """What stands in a body that is no JSON: `: "502 Bad Gateway"`; nothing where it has no words
    of its own."""
    start = body.lstrip()[:1]
    words = one_line(_title(body) if start == "<" else "" if start in ("{", "[") else body)
    return f': "{words}"' if words else ""


def is_page(body: str) -> bool:
    """Whether a body is a page for people: whoever sent it need not be who was asked."""
    return body.lstrip()[:1] == "<"


def is_about_law(status: int, words: Words) -> bool:
    """Whether an error comes of a law or of the country where it was asked for, so that nobody's
    key changes it (RFC 7725 for 451)."""
    said = words.message
    country = _COUNTRY.search(said) and _CLOSED.search(said)
    named = "unsupported_country_region_territory" in words.names
    return status == 451 or (status in (400, 403) and bool(country or named or _LAW.search(said)))


def without_keys(message: str) -> str:
    """A message about a key, without what looks like one.

    `wae:http` redacts the key in whole answers, and cannot in those that are streamed.
    """
    return _PERHAPS_KEY.sub("***", message)


def one_line(message: str) -> str:
    """`message` on one line, without a full stop, too much of it, or what is a key: of OpenAI's, or
    where it speaks of keys."""
    line = _KEY.sub("***", " ".join(text.whole(message[: 2 * _LENGTH]).split()))
    line = without_keys(line) if _ABOUT_KEYS.search(line) else line
    return line[:_LENGTH].removesuffix(".").rstrip()


def _first(value: object) -> object:
    """Google's errors are a list of one."""
    return value[0] if isinstance(value, list) and value else value


def _has_error(fields: dict[str, object]) -> bool:
    return bool(fields.get("error")) or fields.get("object") == "error"


def _of_error(value: object) -> Words | None:
    """The words in JSON that may be an error's, None where there are none.

    {"error": {"message", "type", "param", "code"}}    OpenAI, llama.cpp (its code is a number)
    {"error": "…"}, {"error": "name", "message": "…"}  ollama, WattTime
    {"object": "error", "message", …}, {"detail": …}   vLLM, FastAPI
    {"code", "msg"}, {"errors": [{"message"}]}         gateways
    [{"error": …}], "…"                                Google, a text alone
    """
    value = _first(value)
    if isinstance(value, str):
        message = one_line(value)
        return Words(message) if message else None
    if not isinstance(value, dict):
        return None
    inner = value.get("error")
    if isinstance(inner, dict):
        return _described(inner)
    words = _described(value)
    if isinstance(inner, str) and inner:
        return words if words.message != _NO_MESSAGE else _described({**value, "message": inner})
    if words.message == _NO_MESSAGE and value.get("object") != "error":
        errors = _first(value.get("errors"))
        return _described(errors) if isinstance(errors, dict) else None
    return words


def _described(fields: dict[str, object]) -> Words:
    said = (one_line(_message(fields.get(name))) for name in _MESSAGES)
    code = next((fields[name] for name in _CODES if fields.get(name) is not None), None)
    number = int(code) if isinstance(code, str) and re.fullmatch("[45][0-9]{2}", code) else code
    status = number if type(number) is int and 400 <= number < 600 else 0
    kind = fields.get("type", fields.get("error"))
    return Words(
        next(filter(None, said), _NO_MESSAGE),
        _word(kind),
        _word(fields.get("param")),
        _word(code),
        status,
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
            return f"{where}: {message}" if where else message
        case {"message": str(message)} | {"msg": str(message)}:
            return message
        case list():
            return "; ".join(filter(None, map(_message, value)))
    return ""


def _word(value: object) -> str:
    """A name as it is; `code` may be a number."""
    if type(value) is int and abs(value) < 10**9:
        return str(value)
    return text.whole(value)[:_LENGTH] if isinstance(value, str) else ""


def _unstructured(body: str) -> str:
    if not body:
        return "an answer without a body"
    if is_page(body):
        title = one_line(_title(body))
        return "an answer that is HTML, not JSON" + (f": {title}" if title else "")
    if body.startswith(("{", "[")):
        return "an answer that is not JSON"
    return one_line(body) or _NO_MESSAGE


def _title(page: str) -> str:
    match = _TITLE.search(page[:65536])
    return match[1] if match else ""
