"""What went wrong, as the errors of the contract: phrases without a full stop."""

from wit_world.exports import ranges as contract
from wit_world.imports import client

import server_words
import transport_words


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
            return unexpected(200, transport_words.too_large(origin, limit))
        case _:
            return contract.Error_Unreachable(transport_words.unreachable(error))


def of_answer(response: client.Response) -> contract.Error:
    """The contract's error for an answer whose status is not one of success."""
    message = server_words.of_body(response.body).message
    if response.status == 429:
        return contract.Error_RateLimited(message)
    return unexpected(response.status, message)


def unexpected(status: int, message: str) -> contract.Error:
    return contract.Error_Unexpected(contract.Answer(status, message))
