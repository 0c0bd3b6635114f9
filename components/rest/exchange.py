"""One request and its answer."""

import time
from contextlib import closing
from pathlib import Path

from wit_world.imports import environment, types

import endpoints
import incoming
import outgoing
import served_files
from functions import DOCUMENT, ENDPOINTS
from wae.binary.value import replaced
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
    json_bytes,
)
from wae.faces.rest import lazy
from wae.faces.rest.assets import page
from wae.faces.rest.files import paths

DESCRIPTION = "/openapi.json"
_FOLDER = Path(__file__).with_name("panels")
_PANELS = {
    file.relative_to(_FOLDER).as_posix(): file.read_bytes() for file in _FOLDER.rglob("*.js")
}
DOCUMENTS = {
    **page(_PANELS),
    "/healthz": Answer(200, "text/plain; charset=utf-8", b"ok\n"),
    DESCRIPTION: Answer(200, JSON, json_bytes(DOCUMENT)),
}


def answer(request: types.IncomingRequest, out: types.ResponseOutparam) -> None:
    """Answers a request: with a document, a function's result or stream, or a problem."""
    head = incoming.head(request)
    try:
        rules = _rules()
        router = Router(ENDPOINTS, DOCUMENTS, rules)
        router.check(head)
        found = router.document(head)
        if found is not None and head.path == DESCRIPTION and rules.token is None:
            found = served_files.linked(found)
        if found is None:
            router.authorize(head)
            if head.path == lazy.PATH:
                found = _wait(head)
            elif paths.is_below(head.path) and head.path not in ENDPOINTS:
                _check_reader(head, rules)
                found = served_files.send(out, head)
                if found is None:
                    return
            else:
                _check_page(head, rules)
                endpoint = router.endpoint(head)
                body = incoming.body(request, head.headers.get("content-length", ""))
                check_coding(head)
                given = arguments(replaced(head, body=body))
                if endpoint.stream is not None:
                    stream = endpoints.open_stream(endpoint, endpoint.stream, given)
                    with closing(stream) as values:
                        outgoing.send_events(out, values)
                    return
                found = Answer(200, JSON, json_bytes(endpoints.call(endpoint, given)))
    except Problem as problem:
        found = problem.answer()
    outgoing.send(out, found, has_body=head.method != "HEAD")


def _rules() -> Rules:
    """The operator's: with `WAE_TOKEN` in the environment, calls need it.

    By which names the server is reached only its operator knows.
    """
    token = dict(environment.get_environment()).get("WAE_TOKEN")
    if token == "":
        raise Problem(500, "Misconfigured", "WAE_TOKEN is empty. Set it, or leave it out")
    return Rules(token=token, hosts=None)


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
