"""Every way in which a service says no."""

import json

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from wit_world.exports import chat as contract

from app import Chat
from fake_service import Service, refusal, request

NAMES = ("message", "type", "param", "code", "detail", "error", "msg", "loc", "object", "data")
JSON = st.recursive(
    st.none() | st.integers() | st.text() | st.sampled_from(["error", "insufficient_quota"]),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(NAMES), inner),
)


def told(service: Service, chat: Chat, status: int, body: object, **headers: str):
    """The error for an answer; the same whether it was to be whole or in pieces."""
    service.answers.clear()
    service.answer(body, status, **headers)
    whole = refusal(chat.complete, request())
    assert whole == refusal(chat.open, request())
    assert ["stream", "body"] == service.journal
    return whole


def error(message: str, **more: object) -> dict[str, object]:
    return {"error": {"message": message, "type": "x", "param": None, "code": None, **more}}


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (401, error("No."), contract.Error_Unauthorized("No")),
        (403, error("No"), contract.Error_Forbidden("No")),
        (404, error("No"), contract.Error_NotFound("No")),
        (410, error("No"), contract.Error_NotFound("No")),
        (400, error("No", code="model_not_found"), contract.Error_NotFound("No")),
        (400, error("No", param="n"), contract.Error_Invalid(contract.Invalid("No", "n"))),
        (422, error("No", code=422), contract.Error_Invalid(contract.Invalid("No", None))),
        (413, error("No"), contract.Error_TooLong("No")),
        (400, error("No", code="context_length_exceeded"), contract.Error_TooLong("No")),
        (500, error("No", type="exceed_context_size_error", code=500),
         contract.Error_TooLong("No")),
        (400, error("The prompt is too long"), contract.Error_TooLong("The prompt is too long")),
        (400, error("No", code="content_policy_violation"), contract.Error_Refused("No")),
        (400, error("No", code="moderation_blocked"), contract.Error_Refused("No")),
        (400, error("No", code="content_filter"), contract.Error_Refused("No")),
        (400, error("Against our content policy"),
         contract.Error_Refused("Against our content policy")),
        (429, error("No", code="insufficient_quota"), contract.Error_QuotaExhausted("No")),
        (429, error("No", type="insufficient_quota"), contract.Error_QuotaExhausted("No")),
        (400, error("No", code="billing_hard_limit_reached"), contract.Error_QuotaExhausted("No")),
        (402, error("No"), contract.Error_QuotaExhausted("No")),
        (429, error("No"), contract.Error_RateLimited(contract.RateLimit("No", None))),
        (500, error("No"), contract.Error_Unexpected(contract.Answer(500, "No", None))),
        (418, error("No"), contract.Error_Unexpected(contract.Answer(418, "No", None))),
        (451, error("No"), contract.Error_UnavailableForLegalReasons("No")),
        (403, error("Country, region, or territory not supported"),
         contract.Error_UnavailableForLegalReasons("Country, region, or territory not supported")),
        (403, error("No", code="unsupported_country_region_territory"),
         contract.Error_UnavailableForLegalReasons("No")),
        (400, error("User location is not supported"),
         contract.Error_UnavailableForLegalReasons("User location is not supported")),
        (403, "<html><title>Access denied</title>",
         contract.Error_Unexpected(contract.Answer(403,
            "an answer that is HTML, not JSON: Access denied", None))),
        (503, error("Loading model", code=503),
         contract.Error_Unexpected(contract.Answer(503, "Loading model", None))),
        (204, "",
         contract.Error_Unexpected(contract.Answer(204, "an answer without a body", None))),
    ],
)  # fmt: skip
def test_statuses(
    service: Service, chat: Chat, status: int, body: object, expected: contract.Error
) -> None:
    """Status, code and type decide which error it is."""
    assert expected == told(service, chat, status, body)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"error": "No."}, "No"),
        ({"error": {"message": {"detail": [{"loc": ["body", 0], "msg": "No"}]}}}, "body.0: No"),
        ({"object": "error", "message": "No", "code": 404}, "No"),
        ({"detail": "Not Found"}, "Not Found"),
        ({"detail": [{"loc": ["body", "n"], "msg": "No", "type": "x"}]}, "body.n: No"),
        ([{"error": {"message": "No", "code": 404, "status": "NOT_FOUND"}}], "No"),
        ({"message": "No"}, "No"),
        ({"error": {"message": None}}, "an answer without a message"),
        ({"error": {"message": 5}}, "an answer without a message"),
        ({"error": {}}, "an answer without a message"),
        ({}, "an answer without a message"),
        ([], "an answer without a message"),
        ("5", "an answer without a message"),
        ("", "an answer without a body"),
        (" <!doctype html>", "an answer that is HTML, not JSON"),
        ("404 page not found\n", "404 page not found"),
        ("[" * 100_000, "an answer that is not JSON"),
        ("<TITLE lang='en'>502 Bad\nGateway</title>",
         "an answer that is HTML, not JSON: 502 Bad Gateway"),
        ({"error": "not_found", "message": "No"}, "No"),
        ({"msg": "No"}, "No"),
        ({"error_code": 5, "error_msg": "No."}, "No"),
        ({"errors": [{"code": 5, "message": "No"}]}, "No"),
        ({"title": "No", "status": 404, "type": "about:blank"}, "No"),
        ('"No."', "No"),
        ({"detail": [{"loc": ["body", "n"], "msg": "No"}, {"loc": [], "msg": "and no"}, 1]},
         "body.n: No; and no"),
        (error("two\r\n  lines\t."), "two lines"),
        (error("\ud800"), "\ufffd"),
        (error("x" * 2000), "x" * 500),
    ],
)  # fmt: skip
def test_words(service: Service, chat: Chat, body: object, message: str) -> None:
    """The words are found in every shape that servers give them."""
    assert contract.Error_NotFound(message) == told(service, chat, 404, body)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(201, 599), st.one_of(st.text(), st.builds(json.dumps, JSON)))
@example(400, '{"error": {"code": 1e999}}')
@example(429, '{"error": [[[{}]]]}')
def test_any_body(service: Service, chat: Chat, status: int, body: str) -> None:
    """Whatever a body holds, the error is typed and its message is one line that can be sent."""
    value = told(service, chat, status, body).value
    message = value if isinstance(value, str) else value.message
    assert message.encode()
    assert len(message.splitlines()) <= 1
    assert len(message) <= 500


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("Incorrect API key provided: sk-proj-a1*****9z. See https://x.example/account/api-keys.",
         "Incorrect API key provided: ***. See https://x.example/account/api-keys"),
        ("Bad token Bearer abc.def-1.", "Bad token Bearer ***"),
        ("Unknown key 0123456789abcdef, sorry", "Unknown key ***, sorry"),
        ("Unknown key 'a-secret-of-a-server=='", "Unknown key '***'"),
        ("You did not provide a key", "You did not provide a key"),
    ],
)  # fmt: skip
def test_keys(service: Service, chat: Chat, message: str, expected: str) -> None:
    """What looks like a key is not shown where a key was refused, streamed or not."""
    assert contract.Error_Unauthorized(expected) == told(service, chat, 401, error(message))
