"""The body of an answer, whole and as text, without secrets."""

from wit_world.exports import client

import decoding
import fields
import secret
import transport
from credential import Credential
from failure import Failure
from hop import Hop
from scheduler import Steps
from secret import Secret


def is_success(status: int) -> bool:
    return 200 <= status < 300


def read_text(
    hop: Hop, incoming: transport.Incoming, credential: Credential, options: client.Options
) -> Steps[str]:
    """The body as text for the caller of a request that carried the credential.

    Raises `Failure`: truncated, timed-out, body-too-large, decoding; protocol for a login without
    a token.
    """
    text = yield from _decode(hop, incoming, credential.secrets, options)
    if credential.accept is not None and is_success(incoming.status):
        credential.accept(text)
        return ""
    return secret.blot(text, credential.secrets)


def _decode(
    hop: Hop, incoming: transport.Incoming, secrets: tuple[Secret, ...], options: client.Options
) -> Steps[str]:
    origin, limit, patience = str(hop.url.origin), options.max_body, options.between_bytes_timeout
    data = yield from transport.read(incoming, decoding.encoded_limit(limit), patience)
    encoding = fields.get(incoming.headers, "content-encoding")
    try:
        plain = decoding.decompress(data, encoding, limit)
    except decoding.TooLarge:
        raise Failure(client.Error_BodyTooLarge((origin, limit))) from None
    except decoding.BadEncoding as error:
        coding = secret.blot(encoding or "", secrets)
        problem = f"its Content-Encoding is {coding}: {error}"
        raise Failure(client.Error_Decoding((origin, problem))) from None
    return decoding.text(plain, fields.get(incoming.headers, "content-type"))
