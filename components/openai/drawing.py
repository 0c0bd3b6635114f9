"""Pictures from text (platform.openai.com/docs/api-reference/images/create)."""

import base64

from wit_world.exports import images as contract

import api
import dialect
import picture_data
import picture_format
import usage
from failure import invalid, unexpected
from fields import as_object, objects, optional_text

_MOST = 10
# They always answer with Base64, and refuse to be asked for it.
_BASE64_ONLY = ("gpt-image", "chatgpt-image")


def generate(request: contract.Request) -> contract.Pictures:
    """The pictures. Raises `Failure`."""
    if not 1 <= request.count <= _MOST:
        raise invalid(f"the count is not between 1 and {_MOST}", "n")
    answer = dialect.adapted(
        _body(request), lambda body: api.ask("POST", "/images/generations", body)
    )
    fields = as_object(answer, "the answer")
    pictures = [_picture(each) for each in objects(fields.get("data"), "data")]
    if not pictures:
        raise unexpected("the answer has no pictures")
    return contract.Pictures(pictures, usage.of_json(fields.get("usage")))


def _body(request: contract.Request) -> dict[str, object]:
    optional = {
        "size": request.size,
        "quality": request.quality,
        "output_format": request.format,
        "response_format": None if request.model.startswith(_BASE64_ONLY) else "b64_json",
    }
    found: dict[str, object] = {
        "model": request.model,
        "prompt": request.prompt,
        "n": request.count,
    }
    return found | {name: value for name, value in optional.items() if value is not None}


def _picture(fields: dict[str, object]) -> contract.Picture:
    encoded, url = optional_text(fields.get("b64_json")), optional_text(fields.get("url"))
    if encoded is not None:
        data = picture_data.checked(encoded)
    elif url is not None:
        data = picture_data.fetched(url)
    else:
        raise unexpected("a picture has neither data nor a URL")
    return contract.Picture(data, _format(data), optional_text(fields.get("revised_prompt")))


def _format(data: str) -> str:
    """What the bytes are, whatever was asked for. Raises `Failure` (unexpected)."""
    head = base64.b64decode(data[: picture_format.HEAD // 3 * 4])
    found = picture_format.of_bytes(head)
    if found is None:
        raise unexpected("a picture is neither PNG, JPEG, WebP nor GIF")
    return found
