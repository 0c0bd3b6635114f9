"""Redirects keep what they may and drop the rest (RFC 9110 §15.4)."""

import pytest

import redirect
from hop import Hop
from url import parse

HEADERS = [
    ("authorization", "own"),
    ("cookie", "own"),
    ("content-type", "text/plain"),
    ("accept", "*/*"),
]


def hop(method: str) -> Hop:
    return Hop(method, parse("https://api.example/a"), HEADERS, b"body")


@pytest.mark.parametrize(
    ("method", "status", "becomes"),
    [
        *[("POST", status, "GET") for status in (301, 302, 303)],
        *[("POST", status, "POST") for status in (307, 308)],
        *[("PUT", status, "PUT") for status in (301, 302, 307, 308)],
        *[("GET", status, "GET") for status in (301, 302, 303, 307, 308)],
        *[("HEAD", status, "HEAD") for status in (301, 302, 303, 307, 308)],
        ("PUT", 303, "GET"),
        ("DELETE", 303, "GET"),
    ],
)
def test_method(method: str, status: int, becomes: str) -> None:
    """The method changes only where the status says so."""
    assert becomes == redirect.follow(hop(method), status, "/b").method


def test_body_goes_with_its_headers() -> None:
    """A request that becomes a GET has no body and no header about one."""
    after = redirect.follow(hop("POST"), 303, "/b")
    assert (after.body, [name for name, _ in after.headers]) == (
        None,
        ["authorization", "cookie", "accept"],
    )


@pytest.mark.parametrize(
    "name",
    ["content-encoding", "content-language", "content-location", "content-type", "last-modified"],
)
def test_each_header_about_a_body(name: str) -> None:
    """Each header that describes a body goes with it, and stays with it."""
    posted = Hop("POST", parse("https://api.example/a"), [(name, "x")], b"body")
    assert [] == redirect.follow(posted, 303, "/b").headers
    assert [(name, "x")] == redirect.follow(posted, 307, "/b").headers


def test_body_stays() -> None:
    """307 and 308 repeat the request."""
    after = redirect.follow(hop("POST"), 307, "/b")
    assert (after.body, after.headers, after.trusted) == (b"body", HEADERS, True)


@pytest.mark.parametrize(
    "location", ["https://other.example/", "http://api.example/", "https://api.example:8443/"]
)
def test_another_origin(location: str) -> None:
    """Another scheme, host or port gets no credentials."""
    after = redirect.follow(hop("GET"), 302, location)
    assert ([name for name, _ in after.headers], after.trusted) == (
        ["content-type", "accept"],
        False,
    )


def test_there_and_back() -> None:
    """Who has been elsewhere does not get the policy's credential again."""
    away = redirect.follow(hop("GET"), 302, "https://other.example/")
    assert not redirect.follow(away, 302, "https://api.example/a").trusted


def test_elsewhere_and_there_again() -> None:
    """Nor does the other origin get it, by sending the request on to itself."""
    away = redirect.follow(hop("GET"), 302, "https://other.example/")
    assert not redirect.follow(away, 302, "https://other.example/b").trusted
    assert not redirect.follow(away, 302, "/b").trusted


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_followed(status: int) -> None:
    """Each of the five statuses that name the next request is followed."""
    assert "/b" == redirect.location(status, [("location", "/b")])


@pytest.mark.parametrize("status", [200, 300, 304, 305, 306, 309, 404])
def test_not_followed(status: int) -> None:
    """Only the five statuses that name the next request are followed."""
    assert redirect.location(status, [("location", "/b")]) is None


def test_without_location() -> None:
    """A redirect that does not say where is an answer."""
    assert redirect.location(302, []) is None
