"""Requests and their replies, by the numbers that the server gave them."""

from componentize_py_types import Err, Result
from wit_world.exports import responder

import bodies
import heads
import replies
from functions import Endpoint
from replies import Reply, sent_head
from sending import Parts, parts
from served_files import Pieces
from wae.contract.router import Answer, Problem, Request

# What is under way, by the numbers of the exchanges.
asked: dict[int, tuple[Endpoint, Request]] = {}
sent: dict[int, Parts] = {}


def begin(number: int, head: responder.Head) -> responder.Step:
    """Replies with a document, a file or a problem, or says how long a body may be."""
    request = heads.request(head)
    try:
        reply = replies.begin(request)
        if isinstance(reply, Endpoint):
            bodies.check_length(request.headers.get("content-length", ""))
            asked[number] = (reply, request)
            return responder.Step_Body(bodies.LARGEST)
    except Problem as problem:
        reply = problem.answer()
    return responder.Step_Reply(_reply(number, reply, has_body=request.method != "HEAD"))


def finish(number: int, body: Result[bytes, responder.Unread]) -> responder.Reply:
    """Replies with what a function returned, its stream, or a problem."""
    endpoint, request = asked.pop(number)
    try:
        if isinstance(body, Err):
            raise bodies.problem(body.value)
        reply = replies.finish(endpoint, request, body.value)
    except Problem as problem:
        reply = problem.answer()
    return _reply(number, reply, has_body=True)


def next_part(number: int) -> responder.Part | None:
    """The next part of a reply."""
    part = next(sent[number], None)
    if part is None:
        del sent[number]
    return part


def end(number: int) -> None:
    """Forgets the exchange, and ends what still runs for it."""
    asked.pop(number, None)
    parts_left = sent.pop(number, None)
    if parts_left is not None:
        parts_left.close()


def _reply(number: int, reply: Reply, *, has_body: bool) -> responder.Reply:
    status, headers = sent_head(reply)
    content = _content(number, reply, has_body=has_body)
    return responder.Reply(status, [*headers.items()], content)


def _content(number: int, reply: Reply, *, has_body: bool) -> responder.Content:
    if isinstance(reply, Answer):
        if not has_body:
            return responder.Content_Nothing()
        return responder.Content_Text(reply.body.decode())
    if isinstance(reply, Pieces) and not reply.pieces:
        return responder.Content_Nothing()
    sent[number] = parts(reply)
    return responder.Content_Parts()
