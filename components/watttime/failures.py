"""What went wrong, as the errors of the contract: phrases without a full stop."""

from wit_world.exports import emissions as contract
from wit_world.imports import client

import json_text
import transport_words

_MESSAGE_LENGTH = 300


def of_transport(error: client.Error) -> contract.Error:
    """The contract's error for a request that `wae:http` could not bring to an answer."""
    match error:
        case client.Error_Forbidden(refusal):
            return contract.Error_Blocked(transport_words.refused(refusal))
        case client.Error_Unauthorized((origin, reason)):
            return contract.Error_Unauthorized(f"{origin}: {reason}")
        case client.Error_Misconfigured(reason):
            return contract.Error_Misconfigured(reason)
        case client.Error_InvalidRequest(reason):
            return contract.Error_Misconfigured(f"the server cannot be asked: {reason}")
        case client.Error_BodyTooLarge((origin, limit)):
            return unexpected(200, transport_words.too_large(origin, limit))
        case _:
            return contract.Error_Unreachable(transport_words.unreachable(error))


def of_answer(response: client.Response) -> contract.Error:
    """The contract's error for an answer whose status is not one of success."""
    words = message(response.body)
    match response.status:
        case 400 | 422:
            return contract.Error_Invalid(words)
        case 401:
            return contract.Error_Unauthorized(words)
        case 403:
            return contract.Error_Forbidden(words)
        case 404:
            return contract.Error_NotFound(words)
        case 429:
            return contract.Error_RateLimited(contract.RateLimit(_seconds(response.headers)))
    return unexpected(response.status, words)


def unexpected(status: int, words: str) -> contract.Error:
    return contract.Error_Unexpected(contract.Answer(status, words))


def message(body: str) -> str:
    """The service's own words in an error's body, of whatever shape; else what the body is."""
    try:
        content = json_text.parse(body)
    except json_text.BadJson:
        page = body.lstrip()[:1] == "<"
        kind = "a web page instead of a reason" if page else "an answer that is not JSON"
        return kind if body.strip() else "an answer without a body"
    readable = _words(content).encode("utf-8", "replace").decode()
    one_line = " ".join(readable.split()).removesuffix(".")
    return one_line[:_MESSAGE_LENGTH] or "an answer without a message"


def _words(content: object) -> str:
    """`{error, message}`, `{error, msg}`, `{detail}` or `{error: {message}}`."""
    if isinstance(content, str):
        return content
    if not isinstance(content, dict):
        return ""
    detail = content.get("detail")
    if isinstance(detail, list):
        return "; ".join(filter(None, map(_problem, detail)))
    for key in ("message", "msg", "detail", "error"):
        value = content.get(key)
        if isinstance(value, dict) and key == "error":
            value = value.get("message")
        if isinstance(value, str) and value.strip():
            return value
    return ""


def _problem(entry: object) -> str:
    """`{loc: ["query", "start"], msg, type}` as `start: msg`."""
    if not isinstance(entry, dict) or not isinstance(entry.get("msg"), str):
        return ""
    where = entry.get("loc")
    name = where[-1] if isinstance(where, list) and where else None
    return f"{name}: {entry['msg']}" if isinstance(name, str) else entry["msg"]


def _seconds(headers: list[client.Header]) -> int | None:
    """What `Retry-After` says in seconds (RFC 9110, 10.2.3); None for a date or nothing."""
    for header in headers:
        value = header.value.strip()
        if header.name == "retry-after" and value.isascii() and value.isdigit():
            return min(int(value[:10]), 2**32 - 1)
    return None
