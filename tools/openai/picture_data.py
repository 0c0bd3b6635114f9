"""The bytes of pictures as Base64 (RFC 4648, section 4): as a server sent them, or fetched."""

import base64
import binascii

from wit_world.imports import client

import api
import picture_format
import retry
import server_words
import streaming_answer
from failure import Failure, invalid, unexpected
from streaming_answer import StreamingAnswer
from transport_failure import of_transport

_LONGEST = 64 * api.MEBIBYTE
_PICTURES = "image/png, image/webp, image/jpeg, image/gif"
_DATA_URL = "data:"


def checked(text: str) -> str:
    """Base64 from a server, without line breaks or the beginning of a data URL (RFC 2397).

    Raises `Failure` (unexpected) where it is no Base64.
    """
    if text.startswith(_DATA_URL):
        text = text.partition(",")[2]
    data = "".join(text.split())
    try:
        base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        raise unexpected("a picture is not Base64") from None
    return data


def form(data: str) -> str:
    """What checked Base64 holds, whatever was asked for. Raises `Failure` (unexpected)."""
    known = picture_format.of_bytes(base64.b64decode(data[: picture_format.HEAD // 3 * 4]))
    if known is None:
        raise unexpected("a picture is neither PNG, JPEG, WebP nor GIF")
    return known


def data_url(data: str, what: str, parameter: str) -> str:
    """A caller's Base64 as a data URL (RFC 2397). Raises `Failure` (invalid): it is `what`."""
    try:
        content = checked(data)
        kind = form(content)
    except Failure:
        problem = f"{what} is neither PNG, JPEG, WebP nor GIF"
        raise invalid(problem, parameter) from None
    return f"data:image/{kind};base64,{content}"


def is_held(url: str) -> bool:
    """Whether the URL itself holds the picture."""
    return url.startswith(_DATA_URL)


def fetched(url: str) -> str:
    """What an http URL of the answer leads to. Raises `Failure`."""
    if not url.lower().startswith(("https://", "http://")):
        raise unexpected("a picture's URL is neither https nor http")
    return retry.insist(lambda: _fetched(url))


def _fetched(url: str) -> str:
    with streaming_answer.request("GET", url, None, _PICTURES, _refused, _not_answered) as answer:
        return _encoded(answer)


def _not_answered(error: client.Error) -> Failure:
    """A URL that cannot be used is the server's, no setting of the user's."""
    if isinstance(error, client.Error_InvalidRequest):
        return unexpected(f"a picture cannot be fetched: {error.value}")
    return of_transport(error)


def _refused(status: int, headers: list[client.Header], body: str) -> Failure:
    """Who keeps the pictures knows nothing of keys, models or prompts: these are not to blame."""
    failure = api.refusal(status, headers, body)
    message = f"a picture cannot be fetched: {server_words.of_body(body).message}"
    return Failure(unexpected(message, status).error, passing=failure.passing, wait=failure.wait)


def _encoded(answer: StreamingAnswer) -> str:
    """Encoded as it arrives, in threes of bytes, for neither is to be in memory twice."""
    pieces: list[str] = []
    rest = b""
    for piece in answer.rest(_LONGEST):
        data = rest + piece
        end = len(data) - len(data) % 3
        rest = data[end:]
        pieces.append(base64.b64encode(data[:end]).decode())
    pieces.append(base64.b64encode(rest).decode())
    return "".join(pieces)
