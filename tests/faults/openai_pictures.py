"""The pictures of `openai.OpenAI`: real heads, and bodies of any size."""

import base64
from typing import TYPE_CHECKING, Any

from .message import Connection, Request

if TYPE_CHECKING:
    from .server import FaultServer

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
SMALL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAAAAACcgYFdAAAADUlEQVR4nGNwaGAAIwAJyQJBklle"
    "cQAAAABJRU5ErkJggg=="
)
"""A whole picture, two pixels wide and three high."""
JPEG = b"\xff\xd8\xff\xe0" + bytes(50)
WEBP = b"RIFF\x10\x00\x00\x00WEBPVP8 " + bytes(20)
GIF = b"GIF89a" + bytes(20)
LARGE = PNG + bytes(16 * 1024 * 1024)

BYTES = {
    "png": PNG,
    "small": SMALL,
    "jpeg": JPEG,
    "webp": WEBP,
    "gif": GIF,
    "large": LARGE,
    "text": b"no picture",
}
USAGE = {
    "input_tokens": 5,
    "output_tokens": 200,
    "total_tokens": 205,
    "input_tokens_details": {"image_tokens": 0, "text_tokens": 5},
}


def generated(to: Connection, body: dict[str, Any], model: str) -> None:
    """The answer to a request for pictures."""
    if model == "painter-strict" and "response_format" in body:
        unknown = "Unknown parameter: 'response_format'."
        fields = {"message": unknown, "type": "invalid_request_error", "param": "response_format"}
        to.json({"error": {**fields, "code": "unknown_parameter"}}, 400)
        return
    data = [_picture(to, body, model)] * body["n"]
    to.json({"created": 1_750_000_000, "data": data, "usage": USAGE})


def edited(to: Connection, body: dict[str, Any]) -> None:
    """The first of the pictures to start from, as it came."""
    url: str = body["images"][0]["image_url"]
    to.json({"data": [{"b64_json": url.partition(",")[2]}]})


def endless(server: "FaultServer", to: Connection, request: Request) -> None:
    """A picture of 2 GiB, as fast as it is taken."""
    size = 2 << 30
    to.head(200, [("Content-Type", "image/png"), ("Content-Length", str(size))])
    to.raw(PNG)
    for _ in range(size >> 20):
        to.raw(bytes(1 << 20))


def served(server: "FaultServer", to: Connection, request: Request, name: str) -> None:
    """The bytes of a picture, as they are."""
    to.answer(200, [("Content-Type", "application/octet-stream")], BYTES[name])


def _picture(to: Connection, body: dict[str, Any], model: str) -> dict[str, Any]:
    png = base64.b64encode(PNG).decode()
    match model.removeprefix("painter").lstrip("-"):
        case "url":
            return {"url": f"{to.url}/picture/png", "revised_prompt": "A cat, revised"}
        case "url-large":
            return {"url": f"{to.url}/picture/large"}
        case "url-missing":
            return {"url": f"{to.url}/none"}
        case "url-other":
            return {"url": f"{to.other_url}/picture/png"}
        case "told":
            url = body["prompt"].replace("HERE", to.url).replace("OTHER", to.other_url)
            return {"url": url}
        case "url-nonsense":
            return {"url": "nonsense"}
        case "data-url":
            return {"url": f"data:image/png;base64,{png}"}
        case "broken":
            return {"b64_json": "no base64!"}
        case "cut":
            return {"b64_json": png[:-1]}
        case "nothing":
            return {}
        case "lines":
            return {"b64_json": "\n".join(png[at : at + 76] for at in range(0, len(png), 76))}
        case kind if kind in BYTES:
            return {"b64_json": base64.b64encode(BYTES[kind]).decode()}
    kind = body.get("output_format", "png")
    return {"b64_json": base64.b64encode(BYTES[kind]).decode(), "revised_prompt": None}
