"""Trying again."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wit_world.exports import chat as contract
from wit_world.imports import client

import retry
from app import Chat, Models
from fake_service import Service, refusal, request

NOW = datetime(2026, 11, 22, 10, 0, 0, tzinfo=UTC)
LIST = {"data": []}


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 504, 529])
def test_passing_statuses(service: Service, models: Models, status: int) -> None:
    """Two passing failures are passed over, with growing waits."""
    for _ in range(2):
        service.answer({"error": "Busy"}, status)
    service.answer(LIST)
    assert [] == models.list_models()
    first, second = service.waits
    assert 375 <= first <= 500
    assert 750 <= second <= 1000


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 413, 418, 422])
def test_final_statuses(service: Service, chat: Chat, status: int) -> None:
    """What will not pass is not asked for again."""
    service.answer({"error": "No"}, status)
    refusal(chat.complete, request())
    assert (1, []) == (len(service.requests), service.waits)


@pytest.mark.parametrize(
    "fields",
    [{"code": "insufficient_quota"}, {"type": "insufficient_quota"}],
)
def test_no_quota(service: Service, chat: Chat, fields: dict[str, str]) -> None:
    """What is used up does not come back, even where the server asks to wait."""
    service.answer({"error": {"message": "Used up", **fields}}, 429, retry_after_ms="1")
    error = refusal(chat.complete, request())
    assert contract.Error_QuotaExhausted("Used up") == error
    assert 1 == len(service.requests)


def test_three_times(service: Service, chat: Chat) -> None:
    """The last failure is the one that is told."""
    for message in ("first", "second", "third"):
        service.answer({"error": message}, 500)
    expected = contract.Error_Unexpected(contract.Answer(500, "third", None))
    assert expected == refusal(chat.complete, request())
    assert 3 == len(service.requests)


PASSING = [
    client.Error_ConnectionRefused("http://x.example"),
    client.Error_ConnectionFailed(("http://x.example", "reset")),
    client.Error_TimedOut(("http://x.example", client.Phase.CONNECT)),
]
FINAL = [
    client.Error_Protocol(("http://x.example", "closed")),
    client.Error_TimedOut(("http://x.example", client.Phase.FIRST_BYTE)),
    client.Error_TimedOut(("http://x.example", client.Phase.BETWEEN_BYTES)),
    client.Error_Truncated("http://x.example"),
    client.Error_NameNotResolved("x.example"),
    client.Error_Tls(("http://x.example", "expired")),
    client.Error_TooManyRedirects(("http://x.example", 5)),
    client.Error_Decoding(("http://x.example", "gzip")),
    client.Error_BodyTooLarge(("http://x.example", 5)),
    client.Error_Forbidden(client.Refusal("http://x.example", None)),
    client.Error_Misconfigured("no URL"),
    client.Error_InvalidRequest("no host"),
]


@pytest.mark.parametrize(
    ("error", "times"), [*((each, 3) for each in PASSING), *((each, 1) for each in FINAL)]
)
def test_connections(service: Service, chat: Chat, error: client.Error, times: int) -> None:
    """A connection that failed is tried again; what ends once the request was sent is not."""
    service.fail(error)
    refusal(chat.complete, request())
    refusal(chat.open, request())
    assert 2 * times == len(service.requests)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"retry_after_ms": "8001"}, 9),
        ({"retry_after": "60"}, 60),
        ({"retry_after_ms": "60000", "retry_after": "1"}, 60),
        ({"retry_after": "999999999999"}, 2**32 - 1),
    ],
)
def test_a_long_wait_is_told(
    service: Service, chat: Chat, headers: dict[str, str], expected: int
) -> None:
    """A limit that lasts longer than eight seconds is told with its seconds, not waited for."""
    service.answer({"error": "Limit"}, 429, **headers)
    error = refusal(chat.complete, request())
    assert contract.Error_RateLimited(contract.RateLimit("Limit", expected)) == error
    assert (1, []) == (len(service.requests), service.waits)


@pytest.mark.parametrize("ask", ["complete", "open"])
@pytest.mark.parametrize(
    ("status", "patience", "tries"),
    [(429, 0, 1), (503, 1, 1), (503, 2, 3), (429, 60, 3), (429, None, 3)],
)
def test_patience(
    service: Service, chat: Chat, ask: str, status: int, patience: int | None, tries: int
) -> None:
    """A caller says how long to wait for another try where the server wants a pause; how long that
    is is told."""
    service.answer({"error": "Limit"}, status, retry_after="2")
    error = refusal(getattr(chat, ask), request(patience=patience))
    assert 2 == error.value.retry_after
    assert tries == len(service.requests)


def test_patience_with_what_says_nothing(service: Service, chat: Chat) -> None:
    """Other tries do not wait for anybody, and are made even so."""
    service.answer({"error": "Down"}, 503)
    refusal(chat.complete, request(patience=0))
    assert 3 == len(service.requests)


@pytest.mark.parametrize("headers", [{"retry_after_ms": "1500.4"}, {"retry_after": "1.5"}])
def test_a_short_wait_is_kept(service: Service, chat: Chat, headers: dict[str, str]) -> None:
    """The service's own wait counts, to the millisecond; the last is told."""
    service.answer({"error": "Limit"}, 429, **headers)
    error = refusal(chat.complete, request())
    assert contract.Error_RateLimited(contract.RateLimit("Limit", 2)) == error
    assert [1500, 1500] == service.waits


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, None),
        ({"retry-after-ms": "20"}, 20),
        ({"retry-after-ms": "soon", "retry-after": "2"}, 2000),
        ({"retry-after-ms": "0", "retry-after": "2"}, 0),
        ({"retry-after": "Sun, 22 Nov 2026 10:00:07 GMT"}, 7000),
        ({"retry-after": "Sun, 22 Nov 2026 09:00:00 GMT"}, 0),
        ({"retry-after": "Sun, 22 Nov 2026 10:00:07"}, 7000),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "٣"}, None),
        ({"retry-after": "9" * 5000}, 9_999_999_999_000),
        ({"retry-after": "."}, None),
        ({"retry-after": ".5"}, 500),
        ({"retry-after": "Sun, 99 Nov 2026 10:00:07 GMT"}, None),
    ],
)
def test_asked(headers: dict[str, str], expected: int | None) -> None:
    """Milliseconds before seconds, seconds or a date (RFC 9110, 10.2.3); nonsense is nothing."""
    assert expected == retry.asked(headers, NOW)


@given(st.text(), st.text())
def test_any_header(exact: str, plain: str) -> None:
    """Whatever the headers hold, the wait is none or a number of milliseconds."""
    wait = retry.asked({"retry-after-ms": exact, "retry-after": plain}, NOW)
    assert wait is None or wait >= 0


@given(st.integers(1, 100), st.floats(0, 1))
def test_backoff(tried: int, chance: float) -> None:
    """Half a second, doubled up to eight, less up to a quarter."""
    longest = min(500 * 2 ** (tried - 1), 8000)
    assert longest * 0.75 - 1 <= retry.backoff(tried, chance) <= longest
