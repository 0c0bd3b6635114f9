"""A request of the contract, checked and made into the first hop."""

from wit_world.exports import client
from wit_world.imports import policy

import address
import fields
from failure import invalid
from hop import Hop
from once import Once

DEFAULTS = client.Options(
    connect_timeout=10_000,
    first_byte_timeout=30_000,
    between_bytes_timeout=30_000,
    redirects=5,
    retries=2,
    retry_wait=8_000,
    max_body=16 << 20,
)

# CONNECT asks for a tunnel; TRACE sends the credential back (RFC 9110 §9.3.6, §9.3.8).
_REFUSED = ("CONNECT", "TRACE")


def first_hop(
    request: client.Request, more: dict[str, str], body: bytes | Once | None = None
) -> Hop:
    """The hop that the request asks for; `more` are headers for where it brings none of those,
    `body` is for where it has none.

    Raises `Failure`: invalid-request, forbidden, misconfigured.
    """
    if not fields.is_token(request.method) or request.method != request.method.upper():
        raise invalid("the method is not a word in upper case")
    if request.method in _REFUSED:
        raise invalid(f"the method {request.method} is not supported")
    own = fields.check([(header.name, header.value) for header in request.headers])
    if request.body is not None:
        if body is not None:
            raise invalid("there are two bodies")
        body = request.body.encode()
    url = address.resolve(request.url, policy.get().hosts).url
    return Hop(request.method, url, fields.defaults(own, more), body)


def headers(pairs: fields.Fields) -> list[client.Header]:
    """Fields as the contract gives them."""
    return [client.Header(name, value) for name, value in pairs]
