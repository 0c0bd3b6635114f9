"""Answers that fit in memory, as text: what `client` exports."""

from wit_world.exports import client

import reading
import transport
from call import DEFAULTS, first_hop, headers
from credential import Credential
from exchange import perform
from hop import Hop
from scheduler import Steps

_ACCEPT = {"accept-encoding": "gzip, deflate"}


def fetch(request: client.Request) -> Steps[client.Response]:
    """Sends a request and reads its whole answer. Raises `Failure`."""
    options = request.options or DEFAULTS

    def receive(hop: Hop, incoming: transport.Incoming, credential: Credential) -> Steps[str]:
        return reading.read_text(hop, incoming, credential, options)

    answer = yield from perform(first_hop(request, _ACCEPT), options, receive)
    return client.Response(answer.status, answer.url, headers(answer.headers), answer.content)
