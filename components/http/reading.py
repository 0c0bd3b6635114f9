"""The body of an answer, whole, as text or bytes, without secrets."""

from collections.abc import Callable
from typing import TypeVar

from wit_world.exports import client

import decoding
import fields
import secret
import transport
from content_coding import BadEncoding, TooLarge
from credential import Credential
from failure import Failure
from hop import Hop
from scheduler import Steps
from secret import Secret

T = TypeVar("T")
Read = Callable[[Hop, transport.Incoming, Credential, client.Options], Steps[T]]


def is_success(status: int) -> bool:
    return 200 <= status < 300


def read_text(
    hop: Hop, incoming: transport.Incoming, credential: Credential, options: client.Options
) -> Steps[str]:
    """The body as text for the caller of a request that carried the credential.

    Raises `Failure`: truncated, timed-out, body-too-large, decoding; protocol for a login without
    a token.
    """
    data = yield from _decompress(hop, incoming, credential.secrets, options)
    kind = fields.get(incoming.headers, "content-type")
    if _is_accepted(data, kind, incoming.status, credential):
        return ""
    return secret.redact(decoding.text(data, kind), credential.secrets)


def read_bytes(
    hop: Hop, incoming: transport.Incoming, credential: Credential, options: client.Options
) -> Steps[bytes]:
    """The same as bytes: secrets are recognized in UTF-8 and in the charset that it names."""
    data = yield from _decompress(hop, incoming, credential.secrets, options)
    kind = fields.get(incoming.headers, "content-type")
    if _is_accepted(data, kind, incoming.status, credential):
        return b""
    return secret.redact_bytes(data, decoding.charset(kind), credential.secrets)


def _is_accepted(data: bytes, kind: str | None, status: int, credential: Credential) -> bool:
    """Whether the credential takes the answer, which nobody else is to see then."""
    if credential.accept is None or not is_success(status):
        return False
    credential.accept(decoding.text(data, kind))
    return True


def _decompress(
    hop: Hop, incoming: transport.Incoming, secrets: tuple[Secret, ...], options: client.Options
) -> Steps[bytes]:
    origin, limit, patience = str(hop.url.origin), options.max_body, options.between_bytes_timeout
    data = yield from transport.read(incoming, decoding.encoded_limit(limit), patience)
    encoding = fields.joined(incoming.headers, "content-encoding")
    try:
        return decoding.decompress(data, encoding, limit)
    except TooLarge:
        raise Failure(client.Error_BodyTooLarge((origin, limit))) from None
    except BadEncoding as error:
        coding = secret.redact(encoding, secrets)
        problem = f"its Content-Encoding is {coding}: {error}"
        raise Failure(client.Error_Decoding((origin, problem))) from None
