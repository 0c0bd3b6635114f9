"""Every way in which WattTime refuses has its error, whatever its body looks like."""

import pytest
from wit_world.exports import emissions as contract
from wit_world.imports import client

import server_words
from app import Account, Emissions, Location
from fake_service import URLS, Service, failed, refusal

ORIGIN = "https://api.watttime.org"


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, contract.Error_Invalid("why")),
        (422, contract.Error_Invalid("why")),
        (401, contract.Error_Unauthorized("why")),
        (403, contract.Error_Forbidden("why")),
        (404, contract.Error_NotFound("why")),
        (451, contract.Error_UnavailableForLegalReasons("why")),
        (429, contract.Error_RateLimited(contract.RateLimit(None))),
        (500, contract.Error_Unexpected(contract.Answer(500, "why"))),
        (302, contract.Error_Unexpected(contract.Answer(302, "why"))),
    ],
)
def test_statuses(service: Service, status: int, error: contract.Error) -> None:
    """A status is an error of its own."""
    service.answer("/v3/my-access", {"error": "e", "message": "why"}, status)
    assert error == refusal(Emissions().my_access, None)


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
            "query.start: field required; and this",
        ),
        ('{"detail": [{"loc": ["body", 3], "msg": "wrong"}]}', "body.3: wrong"),
        ('"why"', "why"),
        (r'{"message": " a\n b "}', "a b"),
        (r'{"message": "\ud800"}', "\ufffd"),
        ('{"message": "' + "x" * 999 + '"}', "x" * 500),
        ("{}", "an answer without a message"),
        ("[1]", "an answer without a message"),
        ('{"message": 1, "error": {}}', "an answer without a message"),
        ("", "an answer without a body"),
        (" <html><title>403</title>", "an answer that is HTML, not JSON: 403"),
        ("Forbidden", "Forbidden"),
        ("[" * 9999, "an answer that is not JSON"),
    ],
)
def test_messages(body: str, words: str) -> None:
    """The service's own words are found in each of its shapes; else it is said what came."""
    assert words == server_words.of_body(body).message


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("60", 60),
        (" 7 ", 7),
        ("9" * 30, 2**32 - 1),
        ("1.2", 2),
        ("0.0", 0),
        ("Fri, 31 Dec 1999 23:59:59 GMT", 0),
        ("Fri, 31 Dec 2199 23:59:59 GMT", 2**32 - 1),
        ("-1", None),
        ("", None),
    ],
)
def test_retry_after(service: Service, value: str, seconds: int | None) -> None:
    """The wait that the service asks for is told in whole seconds, rounded up."""
    service.answer("/v3/my-access", {}, 429, retry_after=value)
    assert contract.Error_RateLimited(contract.RateLimit(seconds)) == refusal(
        Emissions().my_access, None
    )


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (client.Error_Unauthorized((ORIGIN, "x")), contract.Error_Unauthorized(f"{ORIGIN}: x")),
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
            client.Error_BodyTooLarge((ORIGIN, 1000)),
            contract.Error_Unexpected(
                contract.Answer(200, f"the answer of {ORIGIN} is larger than 1,000 bytes")
            ),
        ),
    ],
)
def test_transport(service: Service, error: client.Error, expected: contract.Error) -> None:
    """What `wae:http` refuses is told as what it is."""
    service.fail("/v3/my-access", error)
    assert expected == refusal(Emissions().my_access, None)


@pytest.mark.parametrize(
    "error",
    [
        client.Error_NameNotResolved("x"),
        client.Error_ConnectionRefused("x"),
        client.Error_ConnectionFailed(("x", "y")),
        *(client.Error_TimedOut(("x", phase)) for phase in client.Phase),
        client.Error_Tls(("x", "y")),
        client.Error_TooManyRedirects(("x", 5)),
        client.Error_Truncated("x"),
        client.Error_Protocol(("x", "y")),
        client.Error_Decoding(("x", "y")),
    ],
)
def test_unreachable(service: Service, error: client.Error) -> None:
    """Whatever happens on the way has words."""
    service.fail("/v3/my-access", error)
    actual = refusal(Emissions().my_access, None)
    assert isinstance(actual, contract.Error_Unreachable)
    assert actual.value


def test_another_server(service: Service) -> None:
    """Every failure has the server that a setting names instead of the service's own."""
    other, elsewhere = "http://127.0.0.1:9", "http://127.0.0.1:10"
    _, watttime, place = URLS
    service.servers.update({watttime: other, f"{place}/json": elsewhere})
    for path in ("/v3/my-access", "/v3/signal-index", "/login", "/json"):
        service.answer(path, {"error": "why"}, 403)
    assert other == failed(Emissions().my_access, None).server
    assert other == failed(Emissions().forecast, "no region", contract.Signal.CO2_MOER, 1).server
    assert other == failed(Account().login).server
    assert elsewhere == failed(Location().by_address).server
    outcomes = Emissions().indexes(["CAISO_NORTH", "no region"], contract.Signal.CO2_MOER)
    assert [other, other] == [outcome.value.server for outcome in outcomes]
