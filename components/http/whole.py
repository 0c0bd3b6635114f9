"""Answers that fit in memory, as text: what `client` exports."""

from wit_world.exports import client

import credential
import decoding
import fields
import transport
from call import DEFAULTS, first_hop, headers
from exchange import perform
from failure import Failure
from hop import Hop
from scheduler import Steps

_ACCEPT = {"accept-encoding": "gzip, deflate"}


def fetch(request: client.Request) -> Steps[client.Response]:
    """Sends a request and reads its whole answer. Raises `Failure`."""
    options = request.options or DEFAULTS

    def receive(hop: Hop, incoming: transport.Incoming, authorization: str | None) -> Steps[str]:
        text = yield from _receive_text(hop, incoming, options)
        return credential.redact(text, authorization)

    answer = yield from perform(first_hop(request, _ACCEPT), options, receive)
    return client.Response(answer.status, answer.url, headers(answer.headers), answer.content)


def _receive_text(hop: Hop, incoming: transport.Incoming, options: client.Options) -> Steps[str]:
    limit, patience = options.max_body, options.between_bytes_timeout
    data = yield from transport.read(incoming, decoding.encoded_limit(limit), patience)
    encoding = fields.get(incoming.headers, "content-encoding")
    try:
        plain = decoding.decompress(data, encoding, limit)
    except decoding.TooLarge:
        raise Failure(client.Error_BodyTooLarge(limit)) from None
    except decoding.BadEncoding as error:
        problem = f"{hop.url.origin} sent a body with Content-Encoding {encoding}: {error}"
        raise Failure(client.Error_Decoding(problem)) from None
    return decoding.text(plain, fields.get(incoming.headers, "content-type"))
