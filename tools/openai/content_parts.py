"""What a message says: its words, and for a user's its pictures (`content` of the API)."""

from wit_world.exports import chat as contract

import picture_data
from failure import invalid

_PARAMETER = "pictures"


def content(message: contract.Message) -> object:
    """A text, or parts where there are pictures: many servers know only texts. Raises `Failure`."""
    if not message.pictures:
        return message.content
    if message.role is not contract.Role.USER:
        raise invalid("only a user's message has pictures", _PARAMETER)
    words = [{"type": "text", "text": message.content}] if message.content else []
    urls = map(_url, message.pictures)
    return [*words, *({"type": "image_url", "image_url": {"url": url}} for url in urls)]


def _url(picture: str) -> str:
    """Of http as it is; Base64 as a data URL."""
    if picture.lower().startswith(("https://", "http://")):
        return picture
    return picture_data.data_url(picture, "a picture", _PARAMETER)
