"""Ways to reach what the policy does not name, or to see the credential that it adds."""

from typing import Any

from componentize_py_types import Err
from wit_world.imports import client, outgoing_handler, policy, streaming
from wit_world.imports import types as wasi


def send(wish: dict[str, Any]) -> object:
    """What `wae:http` answers to a request."""
    try:
        response = client.send(_request(wish))
    except Err as error:
        return _error(error.value)
    headers = [[header.name, header.value] for header in response.headers]
    return {
        "status": response.status,
        "url": response.url,
        "headers": headers,
        "body": response.body,
    }


def send_many(wishes: list[dict[str, Any]]) -> list[object]:
    """What it answers to each of many."""
    results = client.send_all([_request(wish) for wish in wishes], 8)
    return [_error(r.value) if isinstance(r, Err) else r.value.status for r in results]


def stream(wish: dict[str, Any]) -> object:
    """The bytes of an answer as they were received."""
    try:
        response = streaming.open(_request(wish))
    except Err as error:
        return _error(error.value)
    body = b""
    with response.body, response.bytes as received:
        while True:
            try:
                body += received.blocking_read(1 << 16)
            except Err:
                break
    return {"status": response.status, "body": body.decode()}


def direct(authority: str) -> object:
    """A request made with `wasi:http` itself."""
    request = wasi.OutgoingRequest(wasi.Fields())
    request.set_scheme(wasi.Scheme_Http())
    request.set_authority(authority)
    request.set_path_with_query("/echo?token=direct")
    try:
        outgoing_handler.handle(request, None)
    except Err as error:
        return _error(error.value)
    return "sent"


def policy_rules(_: object) -> object:
    """What a component is told that asks for a policy itself."""
    rules = policy.get()
    return {"hosts": rules.hosts, "credential": repr(rules.credential)}


def _request(wish: dict[str, Any]) -> client.Request:
    headers = [client.Header(name, value) for name, value in wish.get("headers", [])]
    return client.Request(wish.get("method", "GET"), wish["url"], headers, wish.get("body"), None)


def _error(error: Any) -> dict[str, Any]:
    """The case's name as Python spells it, and what it carries."""
    value = getattr(error, "value", None)
    if isinstance(value, client.Refusal):
        value = [value.origin, value.redirected_from]
    return {"error": type(error).__name__.partition("_")[2], "value": value}
