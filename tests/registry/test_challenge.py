"""`WWW-Authenticate` in all the forms that servers send."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wae.registry.challenge import Challenge, challenges

REALM = {"realm": "https://auth.example/token", "service": "registry.example"}


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Basic", [Challenge("basic")]),
        ("basic realm=x", [Challenge("basic", {"realm": "x"})]),
        (
            'Bearer realm="https://auth.example/token",service="registry.example"',
            [Challenge("bearer", REALM)],
        ),
        (
            'BEARER  Realm = "https://auth.example/token" ,\tSERVICE=registry.example',
            [Challenge("bearer", REALM)],
        ),
        (
            'Bearer realm="a", scope="repository:x:pull,push", Basic realm="b, c=\\"d\\""',
            [
                Challenge("bearer", {"realm": "a", "scope": "repository:x:pull,push"}),
                Challenge("basic", {"realm": 'b, c="d"'}),
            ],
        ),
        ("Negotiate YWJj==, Basic", [Challenge("negotiate"), Challenge("basic")]),
        (', ,Basic realm=""', [Challenge("basic", {"realm": ""})]),
        ('Bearer realm="first", realm="second"', [Challenge("bearer", {"realm": "first"})]),
        ('Bearer realm="open', [Challenge("bearer")]),
        ("", []),
        ("=,=", []),
    ],
)
def test_forms(header: str, expected: list[Challenge]) -> None:
    """Schemes and names in any case, quoted or not, several in one header."""
    assert expected == challenges([header])


@given(st.lists(st.text(alphabet='aB=",\\ \t.:/', max_size=60), max_size=3))
def test_any_header(headers: list[str]) -> None:
    """Nothing that a server sends is an error."""
    for challenge in challenges(headers):
        assert challenge.scheme == challenge.scheme.lower() != ""
