"""What went wrong, as the errors of the contract: phrases without a full stop."""

import math
from datetime import UTC, datetime

from wit_world.exports import emissions as contract
from wit_world.imports import client

import retry_after
import server_words
import transport_words


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
    words = server_words.of_body(response.body)
    if server_words.is_about_law(response.status, words):
        return contract.Error_UnavailableForLegalReasons(words.message)
    match response.status:
        case 400 | 422:
            return contract.Error_Invalid(words.message)
        case 401:
            return contract.Error_Unauthorized(words.message)
        case 403:
            return contract.Error_Forbidden(words.message)
        case 404:
            return contract.Error_NotFound(words.message)
        case 429:
            return contract.Error_RateLimited(contract.RateLimit(_seconds(response.headers)))
    return unexpected(response.status, words.message)


def about(what: str, error: contract.Error) -> contract.Error:
    """The same error, as one of a part of what was asked for, where it has words for that."""
    match error:
        case contract.Error_Unexpected(answer):
            return unexpected(answer.status, f"{what}: {answer.message}")
        case (
            contract.Error_Invalid(words)
            | contract.Error_NotFound(words)
            | contract.Error_Unreachable(words)
            | contract.Error_Forbidden(words)
        ):
            return type(error)(f"{what}: {words}")
    return error


def unexpected(status: int, words: str) -> contract.Error:
    return contract.Error_Unexpected(contract.Answer(status, words))


def _seconds(headers: list[client.Header]) -> int | None:
    """What `Retry-After` says, in whole seconds; None where it says nothing."""
    value = next((each.value for each in headers if each.name == "retry-after"), None)
    wait = retry_after.milliseconds(value, datetime.now(UTC))
    return None if wait is None else min(math.ceil(wait / 1000), 2**32 - 1)
