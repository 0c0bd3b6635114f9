"""A request's head as the router knows it."""

from urllib.parse import unquote

from wit_world.exports import responder

from wae.contract.router import Request


def request(head: responder.Head) -> Request:
    """The request without its body; no target is the root's."""
    path, _, query = (head.target or "/").partition("?")
    headers: dict[str, str] = {}
    for raw_name, raw_value in head.headers:
        name, value = raw_name.lower(), raw_value.decode("latin-1")
        # Several of one name are a list (RFC 9110, section 5.3).
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    if head.authority:
        headers["host"] = head.authority
    return Request(head.method, unquote(path), headers, path, query)
