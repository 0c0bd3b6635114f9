"""A request that `wae:http` could not bring to an answer, as an error of the contract."""

from wit_world.exports import chat as contract
from wit_world.imports import client

import transport_words
from failure import Failure, interrupted, unexpected

# Nothing was sent, and the next try may find the server back. A connection that ends after that
# is none of them: the server may be at work, and a POST is not sent twice (RFC 9110 §9.2.2). Ctrl-C
# ends it, too, and who stops a reply does not want to wait for another try.
_PASSING = (client.Error_ConnectionRefused, client.Error_ConnectionFailed)


def of_transport(error: client.Error) -> Failure:
    """The failure for an error of `wae:http`."""
    match error:
        case client.Error_Forbidden(refusal):
            return Failure(contract.Error_Blocked(transport_words.refused(refusal)))
        case client.Error_Unauthorized((origin, reason)):
            return Failure(contract.Error_Unauthorized(f"{origin}: {reason}"))
        case client.Error_Misconfigured(reason):
            return Failure(contract.Error_Misconfigured(reason))
        case client.Error_InvalidRequest(reason):
            return Failure(contract.Error_Misconfigured(f"the service cannot be asked: {reason}"))
        case client.Error_BodyTooLarge((origin, limit)):
            return unexpected(transport_words.too_large(origin, limit))
        case client.Error_Truncated(_) | client.Error_TimedOut((_, client.Phase.BETWEEN_BYTES)):
            return interrupted(transport_words.unreachable(error))
    timed_out = isinstance(error, client.Error_TimedOut) and error.value[1] is client.Phase.CONNECT
    passing = timed_out or isinstance(error, _PASSING)
    return Failure(contract.Error_Unreachable(transport_words.unreachable(error)), passing=passing)
