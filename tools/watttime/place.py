"""Places: coordinates, and where an IP address seems to be."""

import math
import re
from urllib.parse import urlsplit

from componentize_py_types import Err
from wit_world.exports import emissions as contract
from wit_world.exports import location
from wit_world.imports import client

import failures
import server_words
from json_fields import Fields
from service import content
from shapes import mismatch

URL = "{$IPINFO_URL|https://ipinfo.io}/json"

_NUMBER = r"[+-]?[0-9]{1,3}(?:[.][0-9]{1,20})?"
_LOCATION = re.compile(rf"\s*({_NUMBER})\s*,\s*({_NUMBER})\s*")


def query(latitude: float, longitude: float, names: tuple[str, str]) -> dict[str, str]:
    """The query that names a place, by its two parameters. Raises `Err`
    (`invalid`) for what is none on Earth."""
    if not is_place(latitude, longitude):
        problem = "a latitude is from -90 to 90 degrees, a longitude from -180 to 180"
        raise Err(contract.Error_Invalid(problem))
    return {names[0]: _plain(latitude), names[1]: _plain(longitude)}


def by_address() -> location.Place:
    """Asks ipinfo.io, or what IPINFO_URL names. Raises `Err` with an error of the contract."""
    request = client.Request("GET", URL, [client.Header("accept", "application/json")], None, None)
    try:
        response = client.send(request)
    except Err as error:
        raise Err(failures.of_transport(error.value)) from None
    answered = Fields(_content(response))
    coordinates = _LOCATION.fullmatch(answered.text("loc") or "")
    if coordinates is None or not is_place(*map(float, coordinates.groups())):
        mismatch("the place's loc is not a latitude and a longitude")
    parts = (answered.text(key) for key in ("city", "region", "country"))
    return location.Place(
        latitude=float(coordinates[1]),
        longitude=float(coordinates[2]),
        name=", ".join(dict.fromkeys(part for part in parts if part)),
        source=urlsplit(response.url).netloc,
    )


def _content(response: client.Response) -> object:
    """The JSON of an answer. It is not WattTime's: a refusal says nothing about the account."""
    if response.status in (200, 429):
        return content(response)
    raise Err(failures.unexpected(response.status, server_words.of_body(response.body).message))


def is_place(latitude: float, longitude: float) -> bool:
    """Whether these are degrees; NaN is none."""
    known = math.isfinite(latitude) and math.isfinite(longitude)
    return known and abs(latitude) <= 90 and abs(longitude) <= 180


def _plain(degrees: float) -> str:
    """Decimal, to a tenth of a metre, without an exponent."""
    return f"{degrees:.6f}".rstrip("0").rstrip(".")
