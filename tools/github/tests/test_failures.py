"""Every way in which GitHub, or the way to it, can fail."""

import time

import pytest
from wit_world.exports import repositories as contract
from wit_world.imports import client

from app import Repositories
from fake_github import DEFAULT, GitHub, failed, refusal

ORIGIN = "http://127.0.0.1:9"
NAME = "octocat/hello-world"
PATH = "/repos/octocat/hello-world"
RESET = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1507651200"}


def asked(github: GitHub, tool: Repositories, body: object, status: int, **headers: str):
    """The error of `get` where GitHub answers so."""
    github.answer(PATH, body, status, **headers)
    return refusal(tool.get, NAME)


def says(message: str) -> dict[str, str]:
    return {"message": message, "documentation_url": "https://docs.github.com/rest"}


def test_a_missing_repository(github: GitHub, tool: Repositories) -> None:
    """404 carries the name that was asked for."""
    error = asked(github, tool, says("Not Found"), 404)
    assert error == contract.Error_NotFound(NAME)


def test_a_refused_token(github: GitHub, tool: Repositories) -> None:
    """401 is GitHub's word about the token."""
    error = asked(github, tool, says("Bad credentials"), 401)
    assert error == contract.Error_Unauthorized("Bad credentials")


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (403, "Resource not accessible by personal access token"),
        (403, "Repository access blocked"),
    ],
)
def test_what_is_not_allowed(github: GitHub, tool: Repositories, status: int, message: str) -> None:
    """A 403 that is no limit is `forbidden`, in GitHub's words."""
    error = asked(github, tool, says(message), status, **{"x-ratelimit-remaining": "4999"})
    assert error == contract.Error_Forbidden(message)


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (451, "Repository access blocked"),
        (403, "Repository unavailable due to DMCA takedown"),
        (403, "GitHub is not available in your country"),
        (403, "The account is subject to trade controls"),
    ],
)
def test_what_the_law_forbids(
    github: GitHub, tool: Repositories, status: int, message: str
) -> None:
    """A takedown and a blocked country are no matter of rights, so no token is to blame."""
    error = asked(github, tool, says(message), status)
    assert error == contract.Error_UnavailableForLegalReasons(message)


def test_a_page_instead_of_a_refusal(github: GitHub, tool: Repositories) -> None:
    """A web page with 403 comes from somebody on the way, who knows nothing of tokens."""
    error = asked(github, tool, "<html><title>Blocked by IT</title>", 403)
    message = "an answer that is HTML, not JSON: Blocked by IT"
    assert error == contract.Error_Unexpected(contract.Answer(403, message))


@pytest.mark.parametrize("status", [403, 429])
@pytest.mark.parametrize(("limit", "authenticated"), [("60", False), ("5000", True)])
def test_the_hourly_limit(
    github: GitHub, tool: Repositories, status: int, limit: str, authenticated: bool
) -> None:
    """Nothing remaining is the hourly limit: how many, until when, and whether with a token."""
    message = says("API rate limit exceeded for 192.0.2.1.")
    error = asked(github, tool, message, status, **RESET, **{"x-ratelimit-limit": limit})
    expected = contract.RateLimit(int(limit), 1507651200, authenticated)
    assert error == contract.Error_RateLimited(expected)


@pytest.mark.parametrize(
    ("reset", "retry_at"), [("", None), ("soon", None), ("-5", None), ("9" * 30, None), ("٣", None)]
)
def test_an_end_that_is_no_time(
    github: GitHub, tool: Repositories, reset: str, retry_at: int | None
) -> None:
    """An invalid reset time leaves the end open."""
    headers = {"x-ratelimit-limit": "60", "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset}
    error = asked(github, tool, says("API rate limit exceeded"), 403, **headers)
    assert error == contract.Error_RateLimited(contract.RateLimit(60, retry_at, False))


@pytest.mark.parametrize("status", [403, 429])
@pytest.mark.parametrize("remaining", ["4990", "0"])
def test_the_secondary_limit(
    github: GitHub, tool: Repositories, status: int, remaining: str
) -> None:
    """The secondary limit is known by its message, `retry-after` or not; its limit is 0."""
    message = says("You have exceeded a secondary rate limit. Please wait a few minutes.")
    headers = {"x-ratelimit-limit": "5000", "x-ratelimit-remaining": remaining}
    error = asked(github, tool, message, status, **headers)
    assert error == contract.Error_RateLimited(contract.RateLimit(0, None, True))


@pytest.mark.parametrize("value", ["60", "59.2", "Thu, 01 Jan 1970 00:01:00 GMT"])
def test_the_end_of_the_secondary_limit(
    github: GitHub, tool: Repositories, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    """`retry-after` is seconds from now, rounded up, or a date (RFC 9110, 10.2.3)."""
    monkeypatch.setattr(time, "time", lambda: 0.5)
    error = asked(github, tool, says("secondary rate limit"), 403, **{"retry-after": value})
    assert error == contract.Error_RateLimited(contract.RateLimit(0, 60, False))


@pytest.mark.parametrize("value", ["", "later", "Thu, 99 Foo 1970", "-1"])
def test_a_retry_after_that_is_none(github: GitHub, tool: Repositories, value: str) -> None:
    """An invalid `retry-after` leaves the end open."""
    error = asked(github, tool, says("secondary rate limit"), 429, **{"retry-after": value})
    assert error == contract.Error_RateLimited(contract.RateLimit(0, None, False))


@pytest.mark.parametrize("body", [says("Slow down"), "", "<html>Too many</html>"])
def test_429_is_a_limit_whatever_it_says(github: GitHub, tool: Repositories, body: object) -> None:
    """429 without any header is a secondary limit without an end."""
    error = asked(github, tool, body, 429)
    assert error == contract.Error_RateLimited(contract.RateLimit(0, None, False))


def test_too_large(github: GitHub, tool: Repositories) -> None:
    """403 for a list that is too large is not a matter of rights or limits."""
    message = (
        "The history or contributor list is too large to list contributors for this "
        "repository via the API."
    )
    github.answer(f"{PATH}/contributors", says(message), 403, **RESET)
    error = refusal(tool.contributors, NAME, None)
    assert error == contract.Error_TooLarge(message.removesuffix("."))


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        ("<!DOCTYPE html><title>Unicorn!</title>", 502,
         "an answer that is HTML, not JSON: Unicorn!"),
        ("upstream is down\n", 503, "upstream is down"),
        ("", 500, "an answer without a body"),
        ("[]", 500, "an answer without a message"),
        ('{"message": null}', 500, "an answer without a message"),
        ('{"message": "Validation Failed"}', 422, "Validation Failed"),
        ('{"message": "\\ud800"}', 500, "\ufffd"),
        ("[" * 100_000, 500, "an answer that is not JSON"),
        ("", 301, "an answer without a body"),
    ],
)  # fmt: skip
def test_other_statuses(
    github: GitHub, tool: Repositories, body: str, status: int, message: str
) -> None:
    """A status that is not documented for this comes with what GitHub said about it."""
    error = asked(github, tool, body, status)
    assert error == contract.Error_Unexpected(contract.Answer(status, message))


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<html><body>Sign in to the network</body></html>", "HTML, not JSON"),
        ('{"full_name": "octocat/hel', "not JSON (line 1, column 15)"),
        ("", "not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ("9" * 5000, "a number that is too long"),
        ("Sign in, please", 'not JSON (line 1, column 1): "Sign in, please"'),
        ('{"message": "Moved to another server."}', "Moved to another server"),
        ('{"code": 7, "msg": "No backend"}', "No backend"),
    ],
)
def test_success_without_json(github: GitHub, tool: Repositories, body: str, message: str) -> None:
    """A "200 OK" of something else (a captive portal, half a document) is `unexpected`."""
    error = asked(github, tool, body, 200)
    assert isinstance(error, contract.Error_Unexpected)
    assert error.value.status == 200
    assert message in error.value.message


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (
            client.Error_Forbidden(client.Refusal("https://x.example", None)),
            contract.Error_Blocked("https://x.example"),
        ),
        (
            client.Error_Forbidden(client.Refusal("https://x.example", "https://api.github.com/r")),
            contract.Error_Blocked(
                "https://x.example (where https://api.github.com/r redirects to)"
            ),
        ),
        (
            client.Error_Misconfigured("GITHUB_API_URL is not a URL"),
            contract.Error_Misconfigured("GITHUB_API_URL is not a URL"),
        ),
        (
            client.Error_InvalidRequest("no host"),
            contract.Error_Misconfigured("the server cannot be asked: no host"),
        ),
        (
            client.Error_BodyTooLarge((ORIGIN, 67108864)),
            contract.Error_TooLarge(f"the answer of {ORIGIN} is larger than 67,108,864 bytes"),
        ),
        (
            client.Error_NameNotResolved(ORIGIN),
            contract.Error_Unreachable(f"there is no address for {ORIGIN}"),
        ),
        (
            client.Error_ConnectionRefused(ORIGIN),
            contract.Error_Unreachable(f"{ORIGIN} refused the connection"),
        ),
        (
            client.Error_ConnectionFailed(("https://x.example", "reset")),
            contract.Error_Unreachable("the connection to https://x.example failed: reset"),
        ),
        (
            client.Error_TimedOut((ORIGIN, client.Phase.CONNECT)),
            contract.Error_Unreachable(f"{ORIGIN} could not be connected to in time"),
        ),
        (
            client.Error_TimedOut((ORIGIN, client.Phase.SENDING)),
            contract.Error_Unreachable(f"{ORIGIN} stopped taking what was sent"),
        ),
        (
            client.Error_BodyUsed(ORIGIN),
            contract.Error_Unreachable(
                f"{ORIGIN} redirects what was streamed, which cannot be sent again"
            ),
        ),
        (
            client.Error_UnusableBody("a stream failed after 3 bytes"),
            contract.Error_Unreachable(
                "what was to be sent could not be read: a stream failed after 3 bytes"
            ),
        ),
        (
            client.Error_TimedOut((ORIGIN, client.Phase.FIRST_BYTE)),
            contract.Error_Unreachable(f"{ORIGIN} did not answer in time"),
        ),
        (
            client.Error_TimedOut((ORIGIN, client.Phase.BETWEEN_BYTES)),
            contract.Error_Unreachable(f"{ORIGIN} stopped in the middle of its answer"),
        ),
        (
            client.Error_Tls((ORIGIN, "expired")),
            contract.Error_Unreachable(f"no secure connection to {ORIGIN}: expired"),
        ),
        (
            client.Error_TooManyRedirects((ORIGIN, 5)),
            contract.Error_Unreachable(f"{ORIGIN} redirected once more after 5 times"),
        ),
        (
            client.Error_Truncated(ORIGIN),
            contract.Error_Unreachable(f"the connection to {ORIGIN} ended before the answer did"),
        ),
        (
            client.Error_Protocol((ORIGIN, "garbage")),
            contract.Error_Unreachable(f"the answer of {ORIGIN} is invalid: garbage"),
        ),
        (
            client.Error_Decoding((ORIGIN, "gzip")),
            contract.Error_Unreachable(f"the answer of {ORIGIN} cannot be decompressed: gzip"),
        ),
    ],
)
def test_no_answer(
    github: GitHub, tool: Repositories, failure: object, expected: contract.Error
) -> None:
    """Each error of `wae:http` is one of the contract, alone and in the middle of a list."""
    github.fail(PATH, failure)
    assert expected == refusal(tool.get, NAME)
    assert expected == refusal(tool.stargazers, NAME, 1)


@pytest.mark.parametrize("name", [NAME, "no name"])
def test_another_server(github: GitHub, tool: Repositories, name: str) -> None:
    """Every failure has the server that a setting names instead of GitHub's."""
    github.servers[DEFAULT] = ORIGIN
    github.fail(PATH, client.Error_Truncated("https://elsewhere.example"))
    assert ORIGIN == failed(tool.get, name).server
    assert ORIGIN == failed(tool.releases, name, None).server
