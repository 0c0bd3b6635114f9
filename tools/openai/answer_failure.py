"""An answer that is an error, as an error of the contract.

Names and statuses: platform.openai.com/docs/guides/error-codes; those of llama.cpp, vLLM and
Azure, which speak the same API, stand beside them.
"""

import re

from wit_world.exports import chat as contract

from failure import Failure, unexpected
from server_words import Words, is_about_law, without_keys

_QUOTA = {
    "insufficient_quota",
    "billing_hard_limit_reached",
    "billing_not_active",
    "quota_exceeded",
}
_TOO_LONG = {"context_length_exceeded", "exceed_context_size_error"}
_REFUSED = {
    "content_policy_violation",
    "moderation_blocked",
    "content_filter",
    "ResponsibleAIPolicyViolation",
}
_NO_MODEL = {"model_not_found"}
_NO_KEY = {"invalid_api_key", "authentication_error", "InvalidApiKey"}
_TOO_FAST = {"rate_limit_exceeded", "rate_limit_error"}
_TOO_LONG_WORDS = re.compile(
    r"(?i)maximum context length|context (length|window|size)|prompt is too long"
)
_REFUSED_WORDS = re.compile(r"(?i)safety system|content (management )?policy|flagged")
# What is worth another try: RFC 9110, 15.5 and 15.6, as OpenAI's own libraries take it.
_PASSING = {408, 409, 429}
_INVALID = {400, 413, 422}
_LONGEST = 2**32 - 1


def of_answer(status: int, words: Words, wait: int | None) -> Failure:
    """The failure for an answer with this status; `wait` as the answer asks for, in ms."""
    error = _error(status, words, wait)
    final = not isinstance(error, contract.Error_RateLimited | contract.Error_Unexpected)
    passing = not final and (status in _PASSING or status >= 500)
    return Failure(error, passing=passing, wait=wait)


def in_reply(words: Words, *, begun: bool = False) -> Failure:
    """The failure for an error that comes where a reply was to come, with "200 OK"; `begun` where
    some of the reply came before it."""
    named = 401 if words.names & _NO_KEY else 429 if words.names & _TOO_FAST else 0
    status = words.status or named
    if status or words.names & (_QUOTA | _TOO_LONG | _REFUSED | _NO_MODEL):
        error = _error(status or 400, words, None)
        if not isinstance(error, contract.Error_Unexpected):
            return Failure(error)
    broke = contract.Error_Interrupted(words.message)
    return Failure(broke) if begun else unexpected(words.message, words.status or 200)


def _error(status: int, words: Words, wait: int | None) -> contract.Error:
    message = words.message
    if words.names & _QUOTA or status == 402:
        return contract.Error_QuotaExhausted(message)
    if words.names & _REFUSED:
        return contract.Error_Refused(message)
    if words.names & _TOO_LONG:
        return contract.Error_TooLong(message)
    if words.names & _NO_MODEL:
        return contract.Error_NotFound(message)
    if is_about_law(status, words):
        return contract.Error_UnavailableForLegalReasons(message)
    match status:
        case 401:
            return contract.Error_Unauthorized(without_keys(message))
        case 403:
            return contract.Error_Forbidden(message)
        case 404 | 410:
            return contract.Error_NotFound(message)
        case 429:
            return contract.Error_RateLimited(contract.RateLimit(message, _seconds(wait)))
    if status in _INVALID:
        return _invalid(status, words)
    return contract.Error_Unexpected(contract.Answer(status, message, _seconds(wait)))


def _invalid(status: int, words: Words) -> contract.Error:
    if status == 413 or _TOO_LONG_WORDS.search(words.message):
        return contract.Error_TooLong(words.message)
    if _REFUSED_WORDS.search(words.message):
        return contract.Error_Refused(words.message)
    return contract.Error_Invalid(contract.Invalid(words.message, words.parameter or None))


def _seconds(wait: int | None) -> int | None:
    return None if wait is None else min(-(-wait // 1000), _LONGEST)
