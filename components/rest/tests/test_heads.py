"""What the router is told of a request's head."""

import pytest
from wit_world.exports import responder

import heads


def request(target="/", headers=(), authority=None, method="GET"):
    """What the head is to the router."""
    return heads.request(responder.Head(method, target, authority, [*headers]))


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
    head = request(target)
    assert parts == (head.path, head.target, head.query)


def test_headers():
    """Names are in lower case, values of one name are a list in their order, in Latin-1."""
    fields = [("Accept", b"a"), ("X", b"\xe9"), ("accept", b"b, c"), ("ACCEPT", b"d")]
    head = request(headers=fields)
    assert {"accept": "a, b, c, d", "x": "é"} == head.headers


@pytest.mark.parametrize(("authority", "host"), [("b:1", "b:1"), ("", "a"), (None, "a")])
def test_the_host(authority, host):
    """It is the authority's, where there is one, before the header's (RFC 9110, section 7.2)."""
    head = request(headers=[("Host", b"a")], authority=authority)
    assert {"host": host} == head.headers


def test_methods():
    """They are case-sensitive, and taken as they were sent (RFC 9110, section 9.1)."""
    assert "brew" == request(method="brew").method
