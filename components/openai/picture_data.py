"""The bytes of pictures as Base64 (RFC 4648, section 4): as a server sent them, or fetched."""

import base64
import binascii

from wit_world.imports import client

import api
import live
import retry
import server_words
from failure import Failure, unexpected
from live import Live

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


def fetched(url: str) -> str:
    """What a URL of the answer leads to; a data URL holds it already. Raises `Failure`."""
    if url.startswith(_DATA_URL):
        return checked(url)
    if not url.startswith(("https://", "http://")):
        raise unexpected("a picture's URL is neither https nor http")
    return retry.insist(lambda: _fetched(url))


def _fetched(url: str) -> str:
    with live.opened("GET", url, None, _PICTURES, _refused) as found:
        return _encoded(found)


def _refused(status: int, headers: list[client.Header], body: str) -> Failure:
    """Who keeps the pictures knows nothing of keys, models or prompts: these are not to blame."""
    failure = api.refusal(status, headers, body)
    message = f"a picture cannot be fetched: {server_words.of_body(body).message}"
    return Failure(unexpected(message, status).error, passing=failure.passing, wait=failure.wait)


def _encoded(found: Live) -> str:
    """Encoded as it arrives, in threes of bytes, for neither is to be in memory twice."""
    pieces: list[str] = []
    rest = b""
    for piece in found.rest(_LONGEST):
        data = rest + piece
        end = len(data) - len(data) % 3
        rest = data[end:]
        pieces.append(base64.b64encode(data[:end]).decode())
    pieces.append(base64.b64encode(rest).decode())
    return "".join(pieces)
