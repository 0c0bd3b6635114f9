"""Why a service could not be reached, in words: an error of `wae:http`, with its origin."""

from wit_world.imports import client


def unreachable(error: client.Error) -> str:
    """A phrase for an error that came instead of an answer, or in the middle of one."""
    match error:
        case client.Error_NameNotResolved(origin):
            return f"there is no address for {origin}"
        case client.Error_ConnectionRefused(origin):
            return f"{origin} refused the connection"
        case client.Error_ConnectionFailed((origin, what)):
            return f"the connection to {origin} failed: {what}"
        case client.Error_TimedOut((origin, client.Phase.CONNECT)):
            return f"{origin} could not be connected to in time"
        case client.Error_TimedOut((origin, client.Phase.SENDING)):
            return f"{origin} stopped taking what was sent"
        case client.Error_TimedOut((origin, client.Phase.FIRST_BYTE)):
            return f"{origin} did not answer in time"
        case client.Error_TimedOut((origin, _)):
            return f"{origin} stopped in the middle of its answer"
        case client.Error_Tls((origin, what)):
            return f"no secure connection to {origin}: {what}"
        case client.Error_TooManyRedirects((origin, count)):
            return f"{origin} redirected once more after {count} times"
        case client.Error_Truncated(origin):
            return f"the connection to {origin} ended before the answer did"
        case client.Error_Protocol((origin, what)):
            return f"the answer of {origin} is invalid: {what}"
        case client.Error_Decoding((origin, what)):
            return f"the answer of {origin} cannot be decompressed: {what}"
        case client.Error_BodyUsed(origin):
            return f"{origin} redirects what was streamed, which cannot be sent again"
        case client.Error_UnusableBody(what):
            return f"what was to be sent could not be read: {what}"
    raise AssertionError(error)


def too_large(origin: str, limit: int) -> str:
    """The phrase for an answer of more than `limit` bytes."""
    return f"the answer of {origin} is larger than {limit:,} bytes"


def refused(refusal: client.Refusal) -> str:
    """The origin that the policy does not allow, and what led there."""
    if refusal.redirected_from is None:
        return refusal.origin
    return f"{refusal.origin} (where {refusal.redirected_from} redirects to)"
