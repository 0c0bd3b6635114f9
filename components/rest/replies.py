"""What is replied to a request, however it came: a document, a file, a result or a stream."""

import time
from collections.abc import Generator, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from wit_world.imports import environment

import endpoints
import served_files
from functions import DOCUMENT, ENDPOINTS, Endpoint
from served_files import Pieces
from wae.contract.host_name import is_rebindable
from wae.contract.router import (
    JSON,
    Answer,
    Problem,
    Request,
    Router,
    Rules,
    arguments,
    check_coding,
    event,
    json_bytes,
)
from wae.faces.rest import lazy
from wae.faces.rest.assets import page
from wae.faces.rest.files import paths

DESCRIPTION = "/openapi.json"
_FOLDER = Path(__file__).with_name("panels")
_PANELS = {file.relative_to(_FOLDER).as_posix(): file.read_bytes() for file in _FOLDER.rglob("*.*")}
DOCUMENTS = {
    **page(_PANELS),
    "/healthz": Answer(200, "text/plain; charset=utf-8", b"ok\n"),
    "/readyz": Answer(200, "text/plain; charset=utf-8", b"ready\n"),
    DESCRIPTION: Answer(200, JSON, json_bytes(DOCUMENT)),
}


_EVENTS = {"content-type": "text/event-stream; charset=utf-8"}
_ALWAYS = {"cache-control": "no-store", "x-content-type-options": "nosniff"}

Reply = Answer | Pieces | Generator[Any, None, None]
"""A whole answer, the pieces of a file, or the values of a stream, to be sent as events."""


def begin(head: Request) -> Reply | Endpoint:
    """What is replied to a request without reading its body, or the endpoint that takes it.

    Raises Problem.
    """
    rules, router = serving()
    router.check(head)
    document = router.document(head)
    if document is not None:
        is_described = head.path == DESCRIPTION and rules.token is None
        return served_files.linked(document) if is_described else document
    router.authorize(head)
    if head.path == lazy.PATH:
        return _wait(head)
    if paths.is_below(head.path) and head.path not in ENDPOINTS:
        _check_reader(head, rules)
        return served_files.reply(head)
    _check_page(head, rules)
    return router.endpoint(head)


def finish(endpoint: Endpoint, head: Request, body: bytes) -> Reply:
    """What is replied to a request that has its body. Raises Problem."""
    check_coding(head.headers)
    given = arguments(head.headers, body)
    if endpoint.stream is not None:
        return endpoints.start_stream(endpoint, endpoint.stream, given)
    return Answer(200, JSON, json_bytes(endpoints.call(endpoint, given)), ())


def sent_head(reply: Reply) -> tuple[int, dict[str, str]]:
    """The status and the headers with which a reply is sent."""
    if isinstance(reply, Pieces):
        return reply.status, reply.headers
    if not isinstance(reply, Answer):
        return 200, {**_EVENTS, **_ALWAYS}
    own = {"content-type": reply.content_type, "content-length": str(len(reply.body))}
    return reply.status, {**_ALWAYS, **own, **dict(reply.headers)}


def events(values: Iterator[Any]) -> Iterator[bytes]:
    """What is sent of a stream: an `item` for each value, then `end`, or `error` with the problem
    that ended it."""
    try:
        for value in values:
            yield event("item", json_bytes(value))
        last = event("end", b"{}")
    except Problem as problem:
        last = event("error", problem.answer().body)
    yield last


@cache
def serving() -> tuple[Rules, Router[Endpoint]]:
    """The operator's rules: with `WAE_TOKEN` in the environment, calls need it.

    By which names the server is reached only its operator knows.
    """
    token = dict(environment.get_environment()).get("WAE_TOKEN")
    if token == "":
        raise Problem(500, "Misconfigured", "WAE_TOKEN is empty. Set it, or leave it out")
    rules = Rules(token, None)
    return rules, Router(ENDPOINTS, DOCUMENTS, rules)


def _check_page(head: Request, rules: Rules) -> None:
    """Raises Problem for a call by a web page, which browsers name in Origin (Fetch Standard), that
    may have made its own name lead to this server (DNS rebinding) and so passes for ours.
    """
    open_to_all = rules.token is None and "origin" in head.headers
    if open_to_all and is_rebindable(head.headers.get("host", "")):
        raise Problem(
            403,
            "Forbidden",
            "Web pages may call this server by its address or as localhost. By another name it "
            "takes a token: set WAE_TOKEN where the server runs",
        )


def _check_reader(head: Request, rules: Rules) -> None:
    """Raises Problem for reading by a name that may be a page's own.

    Browsers name no origin when a page reads what passes for its own site, so nobody is let in.
    """
    if rules.token is None and is_rebindable(head.headers.get("host", "")):
        raise Problem(
            403,
            "Forbidden",
            "Files are served by this server's address or as localhost. By another name they take "
            "a token: set WAE_TOKEN where the server runs",
        )


def _wait(head: Request) -> Answer:
    seconds = lazy.seconds(head)
    time.sleep(seconds)
    return lazy.answer(seconds)
