"""Redirects (RFC 9110 §15.4)."""

from dataclasses import replace

import fields
import url
from hop import Hop

_FOLLOWED = (301, 302, 303, 307, 308)

# What describes a body goes with it (RFC 9110 §15.4, step 2).
_OF_BODY = frozenset(
    ["content-encoding", "content-language", "content-location", "content-type", "last-modified"]
)
_OF_ORIGIN = frozenset(["authorization", "cookie"])


def location(status: int, headers: fields.Fields) -> str | None:
    """Where the answer sends the client, or None where it is not a redirect to follow."""
    return fields.get(headers, "location") if status in _FOLLOWED else None


def follow(hop: Hop, status: int, reference: str) -> Hop:
    """The next request.

    303 becomes GET; 301 and 302 turn POST into GET, as browsers have always done; 307 and 308
    change nothing. Another origin gets neither the caller's credentials nor, ever again in
    this request, the policy's. Raises `url.BadUrl`.
    """
    target = url.join(hop.url, reference)
    headers, method, body = hop.headers, hop.method, hop.body
    if becomes_get(method, status):
        headers, method, body = fields.without(headers, _OF_BODY), "GET", None
    same_origin = target.origin == hop.url.origin
    if not same_origin:
        headers = fields.without(headers, _OF_ORIGIN)
    return replace(
        hop,
        method=method,
        url=target,
        headers=headers,
        body=body,
        trusted=hop.trusted and same_origin,
        redirected_from=hop.url,
    )


def becomes_get(method: str, status: int) -> bool:
    """Whether the next request is a GET whatever this one was."""
    if status == 303:
        return method != "HEAD"
    return status in (301, 302) and method == "POST"
