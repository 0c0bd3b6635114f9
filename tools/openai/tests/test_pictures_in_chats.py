"""Pictures of a user's message, as the API takes them."""

import pytest
from wit_world.exports import chat as contract

from app import Chat
from fake_service import Service, message, refusal, request

ANSWER = {"choices": [{"message": {"content": "Hi"}, "finish_reason": "stop"}]}
PNG, JPEG, URL = "iVBORw0KGgo=", "/9j/4AAQ", "https://pictures.example/a.png"


def part(url: str) -> dict[str, object]:
    return {"type": "image_url", "image_url": {"url": url}}


def test_pictures_are_parts(service: Service, chat: Chat) -> None:
    """The words come first, then pictures in their order: as data URLs that say what the bytes are,
    or as the URLs that they have. Without words there are pictures only."""
    service.answer(ANSWER)
    pictures = [PNG, URL, JPEG]
    chat.complete(request(message("What?", pictures=pictures), message("", pictures=[URL])))
    png, jpeg = f"data:image/png;base64,{PNG}", f"data:image/jpeg;base64,{JPEG}"
    words = {"type": "text", "text": "What?"}
    assert [
        {"role": "user", "content": [words, part(png), part(URL), part(jpeg)]},
        {"role": "user", "content": [part(URL)]},
    ] == service.sent[0]["messages"]


def test_no_pictures(service: Service, chat: Chat) -> None:
    """Without pictures the content is a text, which all servers know."""
    service.answer(ANSWER)
    chat.complete(request(message("Hi", pictures=[])))
    assert [{"role": "user", "content": "Hi"}] == service.sent[0]["messages"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (message("", pictures=["Zm9v"]), "a picture is neither PNG, JPEG, WebP nor GIF"),
        (message("", pictures=["no Base64!"]), "a picture is neither PNG, JPEG, WebP nor GIF"),
        (message("", pictures=["file:///a.png"]), "a picture is neither PNG, JPEG, WebP nor GIF"),
        (message("So", contract.Role.ASSISTANT, [PNG]), "only a user's message has pictures"),
    ],
)
def test_what_is_no_picture(
    service: Service, chat: Chat, said: contract.Message, expected: str
) -> None:
    """It is refused before anything is sent."""
    problem = contract.Error_Invalid(contract.Invalid(expected, "pictures"))
    for function in (chat.complete, chat.open):
        assert problem == refusal(function, request(said))
    assert [] == service.requests
