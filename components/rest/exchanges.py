"""Requests and their replies, by the numbers that the server gave them."""

from componentize_py_types import Err, Result
from wit_world.exports import responder

import bodies
import heads
import replies
from functions import Endpoint
from parts import Broken, Parts, parts
from replies import Reply, sent_head
from served_files import Pieces
from wae.contract.router import Answer, Problem, Request

_asked: dict[int, tuple[Endpoint, Request]] = {}
_sent: dict[int, Parts] = {}


def begin(number: int, head: responder.Head) -> responder.Step:
    """Replies with a document, a file or a problem, or says how long a body may be."""
    request = heads.request(head)
    try:
        reply = replies.begin(request)
        if isinstance(reply, Endpoint):
            bodies.check_length(request.headers.get("content-length", ""))
            _asked[number] = (reply, request)
            return responder.Step_Body(bodies.LARGEST)
    except Problem as problem:
        reply = problem.answer()
    return responder.Step_Reply(_reply(number, reply, has_body=request.method != "HEAD"))


def finish(number: int, body: Result[bytes, responder.Unread]) -> responder.Reply:
    """Replies with what a function returned, its stream, or a problem."""
    endpoint, request = _asked.pop(number)
    try:
        if isinstance(body, Err):
            raise bodies.problem(body.value)
        reply = replies.finish(endpoint, request, body.value)
    except Problem as problem:
        reply = problem.answer()
    return _reply(number, reply, has_body=True)


def next_part(number: int) -> bytes | None:
    """The next bytes of a reply in parts. Raises Err if it breaks off."""
    try:
        part = next(_sent[number], None)
    except Broken:
        del _sent[number]
        raise Err(None) from None
    if part is None:
        del _sent[number]
    return part


def end(number: int) -> None:
    """Forgets the exchange, and ends what still runs for it."""
    _asked.pop(number, None)
    sent = _sent.pop(number, None)
    if sent is not None:
        sent.close()


def _reply(number: int, reply: Reply, *, has_body: bool) -> responder.Reply:
    status, headers = sent_head(reply)
    fields = [(name, text.encode("latin-1")) for name, text in headers.items()]
    return responder.Reply(status, fields, _content(number, reply, has_body=has_body))


def _content(number: int, reply: Reply, *, has_body: bool) -> responder.Content:
    if isinstance(reply, Answer):
        return responder.Content_Whole(reply.body) if has_body else responder.Content_Nothing()
    if isinstance(reply, Pieces) and not reply.pieces:
        return responder.Content_Nothing()
    _sent[number] = parts(reply)
    return responder.Content_Parts()
