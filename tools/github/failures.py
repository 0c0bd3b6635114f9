"""What went wrong, as the errors of the contract.

`invalid-name`, `not-found` and `no-release` carry the repository's name, `blocked` the origin;
every other text is a phrase without a full stop, GitHub's own where it gave one.
"""

import math
import time
from datetime import UTC, datetime

from wit_world.exports import repositories as contract
from wit_world.imports import client

import retry_after
import server_words
import transport_words

# GitHub allows 60 requests an hour to an address without a token; every kind of token gets
# more (docs.github.com, "Rate limits for the REST API").
_LIMIT_WITHOUT_TOKEN = "60"


def of_transport(error: client.Error) -> contract.Error:
    """The contract's error for a request that `wae:http` could not bring to an answer."""
    match error:
        case client.Error_Forbidden(refusal):
            return contract.Error_Blocked(transport_words.refused(refusal))
        case client.Error_Misconfigured(reason):
            return contract.Error_Misconfigured(reason)
        case client.Error_InvalidRequest(reason):
            return contract.Error_Misconfigured(f"the server cannot be asked: {reason}")
        case client.Error_BodyTooLarge((origin, limit)):
            return contract.Error_TooLarge(transport_words.too_large(origin, limit))
        case _:
            return contract.Error_Unreachable(transport_words.unreachable(error))


def of_answer(response: client.Response, headers: dict[str, str], name: str) -> contract.Error:
    """The contract's error for an answer whose status is not one of success.

    `name` is the repository that was asked for, `headers` the response's by lower-case name.
    Rules: docs.github.com, "Rate limits for the REST API" and "Troubleshooting the REST API".
    """
    words = server_words.of_body(response.body)
    message = words.message
    if server_words.is_about_law(response.status, words):
        return contract.Error_UnavailableForLegalReasons(message)
    if response.status == 403 and server_words.is_page(response.body):
        # Somebody on the way who knows nothing of tokens.
        return unexpected(403, message)
    if response.status in (403, 429):
        return _refused(response.status, message, headers)
    match response.status:
        case 401:
            return contract.Error_Unauthorized(message)
        case 404 | 410:
            return contract.Error_NotFound(name)
    return unexpected(response.status, message)


def unexpected(status: int, message: str) -> contract.Error:
    return contract.Error_Unexpected(contract.Answer(status, message))


def rate_limit(headers: dict[str, str]) -> contract.Error:
    """The hourly limit, read from the `x-ratelimit-` headers of any answer.

    Whether the request carried a token is told by the limit: 60 is what GitHub allows
    without one. Without the header it is unknown, and taken as without a token.
    """
    return contract.Error_RateLimited(
        contract.RateLimit(
            limit=min(number(headers.get("x-ratelimit-limit")) or 0, 2**32 - 1),
            retry_at=number(headers.get("x-ratelimit-reset")),
            authenticated=_authenticated(headers),
        )
    )


def _refused(status: int, message: str, headers: dict[str, str]) -> contract.Error:
    lower = message.lower()
    if "too large" in lower:
        return contract.Error_TooLarge(message)
    secondary = "secondary rate limit" in lower or "abuse detection" in lower
    if headers.get("x-ratelimit-remaining", "").strip() == "0" and not secondary:
        return rate_limit(headers)
    if secondary or status == 429 or "retry-after" in headers or "rate limit" in lower:
        return contract.Error_RateLimited(
            contract.RateLimit(0, _retry_at(headers), _authenticated(headers))
        )
    return contract.Error_Forbidden(message)


def _authenticated(headers: dict[str, str]) -> bool:
    limit = headers.get("x-ratelimit-limit", "").strip()
    return limit not in ("", _LIMIT_WITHOUT_TOKEN)


def _retry_at(headers: dict[str, str]) -> int | None:
    """When `Retry-After` (RFC 9110, 10.2.3: seconds, or a date) ends."""
    now = int(time.time())
    wait = retry_after.milliseconds(headers.get("retry-after"), datetime.fromtimestamp(now, UTC))
    return None if wait is None else now + math.ceil(wait / 1000)


def number(text: str | None) -> int | None:
    """The decimal number that a header's value is, where it is one that fits u64."""
    stripped = (text or "").strip()
    if not stripped.isascii() or not stripped.isdigit() or len(stripped) > 19:
        return None
    return int(stripped)
