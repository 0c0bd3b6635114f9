"""What the router is told of a request's head."""

import pytest
from wit_world.imports import types

import heads


@pytest.mark.parametrize(
    ("target", "parts"),
    [
        ("/a%20b?c=%20?d", ("/a b", "/a%20b", "c=%20?d")),
        ("/%3F?", ("/?", "/%3F", "")),
        (None, ("/", "/", "")),
        ("", ("/", "/", "")),
        ("*", ("*", "*", "")),
    ],
)
def test_targets(target, parts):
    """The path is decoded once, the query never; without a target it is the root."""
    head = heads.request(types.Method_Get(), target, [], None)
    assert parts == (head.path, head.target, head.query)


def test_headers():
    """Names are in lower case, values of one name are a list in their order, in Latin-1."""
    fields = [("Accept", b"a"), ("X", b"\xe9"), ("accept", b"b, c"), ("ACCEPT", b"d")]
    head = heads.request(types.Method_Get(), "/", fields, None)
    assert {"accept": "a, b, c, d", "x": "é"} == head.headers


@pytest.mark.parametrize(("authority", "host"), [("b:1", "b:1"), ("", "a"), (None, "a")])
def test_the_host(authority, host):
    """It is the authority's, where there is one, before the header's (RFC 9110, section 7.2)."""
    head = heads.request(types.Method_Get(), "/", [("Host", b"a")], authority)
    assert {"host": host} == head.headers


@pytest.mark.parametrize(
    ("method", "name"),
    [
        (types.Method_Get(), "GET"),
        (types.Method_Options(), "OPTIONS"),
        (types.Method_Other("BREW"), "BREW"),
        (types.Method_Other("brew"), "brew"),
    ],
)
def test_methods(method, name):
    """Those of HTTP have their names; others are case-sensitive (RFC 9110, section 9.1)."""
    assert name == heads.request(method, "/", [], None).method
