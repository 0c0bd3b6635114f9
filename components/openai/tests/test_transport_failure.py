"""Requests that did not come to an answer."""

import pytest
from wit_world.exports import chat as contract
from wit_world.imports import client

from app import Chat, Images, Models
from fake_service import Service, refusal, request
from test_pictures import wish

REFUSAL = client.Refusal("https://x.example", None)
REDIRECTED = client.Refusal("https://x.example", "https://api.openai.com/v1")
UNREACHABLE = {
    "there is no address for x.example": client.Error_NameNotResolved("x.example"),
    "http://x.example refused the connection": client.Error_ConnectionRefused("http://x.example"),
    "the connection to http://x.example failed: reset": client.Error_ConnectionFailed(
        ("http://x.example", "reset")
    ),
    "the service could not be connected to in time": client.Error_TimedOut(client.Phase.CONNECT),
    "the service did not answer in time": client.Error_TimedOut(client.Phase.FIRST_BYTE),
    "no secure connection to the service: expired": client.Error_Tls("expired"),
    "the service redirected more than 5 times": client.Error_TooManyRedirects(5),
    "the answer is not HTTP: garbage": client.Error_Protocol("garbage"),
    "the answer cannot be decompressed: gzip": client.Error_Decoding("gzip"),
}
OTHERS = [
    (client.Error_Forbidden(REFUSAL), contract.Error_Blocked("https://x.example")),
    (
        client.Error_Forbidden(REDIRECTED),
        contract.Error_Blocked("https://x.example (where https://api.openai.com/v1 redirects to)"),
    ),
    (client.Error_Misconfigured("no URL"), contract.Error_Misconfigured("no URL")),
    (client.Error_Unauthorized("no login"), contract.Error_Unauthorized("no login")),
    (
        client.Error_InvalidRequest("no host"),
        contract.Error_Misconfigured("the service cannot be asked: no host"),
    ),
    (
        client.Error_BodyTooLarge(134217728),
        contract.Error_Unexpected(
            contract.Answer(200, "the answer is larger than 134,217,728 bytes")
        ),
    ),
    (
        client.Error_Truncated(),
        contract.Error_Interrupted("the connection ended before the answer did"),
    ),
    (
        client.Error_TimedOut(client.Phase.BETWEEN_BYTES),
        contract.Error_Interrupted("the service stopped in the middle of its answer"),
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
