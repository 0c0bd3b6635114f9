"""A request that `wae:http` could not bring to an answer, as an error of the contract."""

from wit_world.exports import chat as contract
from wit_world.imports import client

from failure import Failure, interrupted, unexpected

# Nothing of an answer had arrived, and the next try may find the server back.
_PASSING = (
    client.Error_ConnectionRefused,
    client.Error_ConnectionFailed,
    client.Error_Protocol,
)


def of_transport(error: client.Error) -> Failure:
    """The failure for an error of `wae:http`."""
    match error:
        case client.Error_Forbidden(refusal):
            return Failure(contract.Error_Blocked(_refused_origin(refusal)))
        case client.Error_Unauthorized(reason):
            return Failure(contract.Error_Unauthorized(reason))
        case client.Error_Misconfigured(reason):
            return Failure(contract.Error_Misconfigured(reason))
        case client.Error_InvalidRequest(reason):
            return Failure(contract.Error_Misconfigured(f"the service cannot be asked: {reason}"))
        case client.Error_BodyTooLarge(limit):
            return unexpected(f"the answer is larger than {limit:,} bytes")
        case client.Error_Truncated():
            return interrupted("the connection ended before the answer did")
        case client.Error_TimedOut(client.Phase.BETWEEN_BYTES):
            return interrupted("the service stopped in the middle of its answer")
    timed_out = isinstance(error, client.Error_TimedOut) and error.value is client.Phase.CONNECT
    passing = timed_out or isinstance(error, _PASSING)
    return Failure(contract.Error_Unreachable(_unreachable(error)), passing=passing)


def _refused_origin(refusal: client.Refusal) -> str:
    if refusal.redirected_from is None:
        return refusal.origin
    return f"{refusal.origin} (where {refusal.redirected_from} redirects to)"


def _unreachable(error: client.Error) -> str:
    match error:
        case client.Error_NameNotResolved(host):
            return f"there is no address for {host}"
        case client.Error_ConnectionRefused(origin):
            return f"{origin} refused the connection"
        case client.Error_ConnectionFailed((origin, what)):
            return f"the connection to {origin} failed: {what}"
        case client.Error_TimedOut(client.Phase.CONNECT):
            return "the service could not be connected to in time"
        case client.Error_TimedOut(_):
            return "the service did not answer in time"
        case client.Error_Tls(what):
            return f"no secure connection to the service: {what}"
        case client.Error_TooManyRedirects(count):
            return f"the service redirected more than {count} times"
        case client.Error_Protocol(what):
            return f"the answer is not HTTP: {what}"
        case client.Error_Decoding(what):
            return f"the answer cannot be decompressed: {what}"
    raise AssertionError(error)
