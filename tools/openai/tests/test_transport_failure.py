"""Requests that did not come to an answer."""

import pytest
from wit_world.exports import chat as contract
from wit_world.imports import client

from app import Chat, Images, Models
from fake_service import DEFAULT, Service, failed, refusal, request
from test_pictures import wish

ORIGIN = "http://x.example"
REFUSAL = client.Refusal("https://x.example", None)
REDIRECTED = client.Refusal("https://x.example", "https://api.openai.com/v1")
UNREACHABLE = {
    "there is no address for http://x.example": client.Error_NameNotResolved(ORIGIN),
    "http://x.example refused the connection": client.Error_ConnectionRefused(ORIGIN),
    "the connection to http://x.example failed: reset": client.Error_ConnectionFailed(
        (ORIGIN, "reset")
    ),
    "http://x.example could not be connected to in time": client.Error_TimedOut(
        (ORIGIN, client.Phase.CONNECT)
    ),
    "http://x.example did not answer in time": client.Error_TimedOut(
        (ORIGIN, client.Phase.FIRST_BYTE)
    ),
    "no secure connection to http://x.example: expired": client.Error_Tls((ORIGIN, "expired")),
    "http://x.example redirected once more after 5 times": client.Error_TooManyRedirects(
        (ORIGIN, 5)
    ),
    "the answer of http://x.example is invalid: garbage": client.Error_Protocol(
        (ORIGIN, "garbage")
    ),
    "the answer of http://x.example cannot be decompressed: gzip": client.Error_Decoding(
        (ORIGIN, "gzip")
    ),
}
OTHERS = [
    (client.Error_Forbidden(REFUSAL), contract.Error_Blocked("https://x.example")),
    (
        client.Error_Forbidden(REDIRECTED),
        contract.Error_Blocked("https://x.example (where https://api.openai.com/v1 redirects to)"),
    ),
    (client.Error_Misconfigured("no URL"), contract.Error_Misconfigured("no URL")),
    (
        client.Error_Unauthorized((ORIGIN, "no login")),
        contract.Error_Unauthorized(f"{ORIGIN}: no login"),
    ),
    (
        client.Error_InvalidRequest("no host"),
        contract.Error_Misconfigured("the service cannot be asked: no host"),
    ),
    (
        client.Error_BodyTooLarge((ORIGIN, 134217728)),
        contract.Error_Unexpected(
            contract.Answer(200, f"the answer of {ORIGIN} is larger than 134,217,728 bytes", None)
        ),
    ),
    (
        client.Error_Truncated(ORIGIN),
        contract.Error_Interrupted(f"the connection to {ORIGIN} ended before the answer did"),
    ),
    (
        client.Error_TimedOut((ORIGIN, client.Phase.BETWEEN_BYTES)),
        contract.Error_Interrupted(f"{ORIGIN} stopped in the middle of its answer"),
    ),
]


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        *((failure, contract.Error_Unreachable(text)) for text, failure in UNREACHABLE.items()),
        *OTHERS,
    ],
)
def test_no_answer(
    service: Service,
    chat: Chat,
    images: Images,
    models: Models,
    failure: client.Error,
    expected: contract.Error,
) -> None:
    """Each error of `wae:http` is one of the contract, whatever was asked for."""
    service.fail(failure)
    assert expected == refusal(chat.complete, request())
    assert expected == refusal(chat.open, request())
    assert expected == refusal(images.generate, wish())
    assert expected == refusal(models.list_models)


def test_another_server(service: Service, chat: Chat, images: Images, models: Models) -> None:
    """Every failure has the server that a setting names instead of OpenAI's, also of a reply that
    breaks off."""
    service.servers[DEFAULT] = ORIGIN
    service.stream('data: {"choices"', cut=True)
    assert ORIGIN == failed(chat.open(request()).next).server
    service.answers.clear()
    service.answer({"error": {"message": "no"}}, 403)
    assert ORIGIN == failed(chat.complete, request()).server
    assert ORIGIN == failed(chat.open, request()).server
    assert ORIGIN == failed(images.generate, wish()).server
    assert ORIGIN == failed(models.list_models).server
