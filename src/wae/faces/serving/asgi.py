"""A request as an ASGI server gives it (ASGI 3.0, HTTP connection scope)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wae.contract.router import Request


def asgi_request(scope: Mapping[str, Any]) -> Request:
    """The request without its body, which is still to come."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        # Several of one name are a list (RFC 9110, section 5.3), and so no valid host or origin.
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    target, query = (scope[part].decode("latin-1") for part in ("raw_path", "query_string"))
    return Request(scope["method"], scope["path"], headers, target=target, query=query)
