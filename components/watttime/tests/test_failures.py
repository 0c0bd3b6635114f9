"""Every way in which WattTime refuses has its error, whatever its body looks like."""

import pytest
from wit_world.exports import emissions as contract
from wit_world.imports import client

import failures
from app import Emissions
from fake_service import Service, refusal

ORIGIN = "https://api.watttime.org"


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, contract.Error_Invalid("why")),
        (422, contract.Error_Invalid("why")),
        (401, contract.Error_Unauthorized("why")),
        (403, contract.Error_Forbidden("why")),
        (404, contract.Error_NotFound("why")),
        (429, contract.Error_RateLimited(None)),
        (500, contract.Error_Unexpected(contract.Answer(500, "why"))),
        (302, contract.Error_Unexpected(contract.Answer(302, "why"))),
    ],
)
def test_statuses(service: Service, status: int, error: contract.Error) -> None:
    """A status is an error of its own."""
    service.answer("/v3/my-access", {"error": "e", "message": "why"}, status)
    assert error == refusal(Emissions().my_access)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('{"error": "e", "message": "why."}', "why"),
        ('{"error": "e", "msg": "why"}', "why"),
        ('{"error": "why"}', "why"),
        ('{"error": {"title": "t", "message": "why"}}', "why"),
        ('{"detail": "why"}', "why"),
        (
            '{"detail": [{"loc": ["query", "start"], "msg": "field required", "type": "x"}, '
            '{"loc": [], "msg": "and this"}, 1]}',
            "start: field required; and this",
        ),
        ('{"detail": [{"loc": ["body", 3], "msg": "wrong"}]}', "wrong"),
        ('"why"', "why"),
        (r'{"message": " a\n b "}', "a b"),
        (r'{"message": "\ud800"}', "?"),
        ('{"message": "' + "x" * 999 + '"}', "x" * 300),
        ("{}", "an answer without a message"),
        ("[1]", "an answer without a message"),
        ('{"message": 1, "error": {}}', "an answer without a message"),
        ("", "an answer without a body"),
        (" <html><title>403</title>", "a web page instead of a reason"),
        ("Forbidden", "an answer that is not JSON"),
        ("[" * 9999, "an answer that is not JSON"),
    ],
)
def test_messages(body: str, words: str) -> None:
    """The service's own words are found in each of its shapes; else it is said what came."""
    assert words == failures.message(body)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("60", 60),
        (" 7 ", 7),
        ("9" * 30, 2**32 - 1),
        ("Fri, 31 Dec 2027 23:59:59 GMT", None),
        ("-1", None),
        ("", None),
    ],
)
def test_retry_after(service: Service, value: str, seconds: int | None) -> None:
    """The wait that the service asks for is told where it is a number of seconds."""
    service.answer("/v3/my-access", {}, 429, retry_after=value)
    assert contract.Error_RateLimited(seconds) == refusal(Emissions().my_access)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (client.Error_Unauthorized("x"), contract.Error_Unauthorized("x")),
        (client.Error_Misconfigured("x"), contract.Error_Misconfigured("x")),
        (
            client.Error_InvalidRequest("x"),
            contract.Error_Misconfigured("the server cannot be asked: x"),
        ),
        (client.Error_Forbidden(client.Refusal(ORIGIN, None)), contract.Error_Blocked(ORIGIN)),
        (
            client.Error_Forbidden(client.Refusal("http://x", ORIGIN)),
            contract.Error_Blocked(f"http://x (where {ORIGIN} redirects to)"),
        ),
        (
            client.Error_BodyTooLarge(1000),
            contract.Error_Unexpected(
                contract.Answer(200, "the answer is larger than 1,000 bytes")
            ),
        ),
    ],
)
def test_transport(service: Service, error: client.Error, expected: contract.Error) -> None:
    """What `wae:http` refuses is told as what it is."""
    service.fail("/v3/my-access", error)
    assert expected == refusal(Emissions().my_access)


@pytest.mark.parametrize(
    "error",
    [
        client.Error_NameNotResolved("x"),
        client.Error_ConnectionRefused("x"),
        client.Error_ConnectionFailed(("x", "y")),
        *(client.Error_TimedOut(phase) for phase in client.Phase),
        client.Error_Tls("x"),
        client.Error_TooManyRedirects(5),
        client.Error_Truncated(),
        client.Error_Protocol("x"),
        client.Error_Decoding("x"),
    ],
)
def test_unreachable(service: Service, error: client.Error) -> None:
    """Whatever happens on the way has words."""
    service.fail("/v3/my-access", error)
    found = refusal(Emissions().my_access)
    assert isinstance(found, contract.Error_Unreachable)
    assert found.value
