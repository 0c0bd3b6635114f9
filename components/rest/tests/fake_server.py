"""A server that has the component reply, and a client of it."""

from dataclasses import dataclass, field

from componentize_py_types import Err, Ok
from wit_world.exports import responder

import exchanges
import replies

NUMBER = 7
"""Of every exchange: one follows the other."""


@dataclass
class Out:
    """What was replied: whether the body was asked for, the parts that were sent, and whether there
    are no more of them."""

    status: int
    headers: dict[str, str]
    is_read: bool
    parts: list[bytes] = field(default_factory=list)
    finished: bool = True

    @property
    def body(self):
        return b"".join(self.parts)


def ask(method, target, *, headers=(), body=b"", authority="api.local", patience=1_000_000):
    """Sends a request; `body` may be the reason why there is none. The client takes so many parts
    as it has `patience`."""
    replies.serving.cache_clear()  # as if each request were an instance's first
    fields = [(name, value.encode()) for name, value in headers]
    step = exchanges.begin(NUMBER, responder.Head(method, target, authority, fields))
    is_read = isinstance(step, responder.Step_Body)
    if is_read:
        given = Err(body) if isinstance(body, responder.Unread) else Ok(body)
        reply = exchanges.finish(NUMBER, given)
    else:
        reply = step.value
    out = Out(reply.status, dict(reply.headers), is_read)
    if isinstance(reply.content, responder.Content_Text):
        out.parts = [reply.content.value.encode()]
    elif isinstance(reply.content, responder.Content_Parts):
        _take(out, patience)
    return out


def _take(out, patience):
    while len(out.parts) < patience:
        part = exchanges.next_part(NUMBER)
        if part is None:
            return
        if isinstance(part, responder.Part_Text):
            out.parts.append(part.value.encode())
        else:
            with part.value.source as source:
                out.parts.append(source.all()[: part.value.length])
    out.finished = False
    exchanges.end(NUMBER)
