"""Pictures from text, and from other pictures.

platform.openai.com/docs/api-reference/images/create, and createEdit with JSON, which takes
pictures as data URLs.
"""

import json

from wit_world.exports import images as contract

import answer_failure
import api
import dialect
import option_fields
import picture_data
import server_words
import usage
from failure import Failure, invalid, unexpected
from fields import as_list, as_object, optional_text

_MOST = 10
# They always answer with Base64, and refuse to be asked for it.
_BASE64_ONLY = ("gpt-image", "chatgpt-image")
# Where the pictures are.
_LISTS = ("data", "images", "output")
# What has a place of its own in an order, and what would make a stream of the answer.
_OWN = {"model", "prompt", "n", "image", "images", "mask", "stream", "partial_images"}


def generate(request: contract.Request) -> contract.Pictures:
    """The pictures. Raises `Failure`, also where one of them cannot be had."""
    named = {
        "size": request.size,
        "quality": request.quality,
        "output_format": request.format,
    }
    options = json.dumps({name: value for name, value in named.items() if value is not None})
    work = draw(contract.Order(request.model, request.prompt, request.count, options, [], None))
    return contract.Pictures(list(map(_had, work.outcomes)), work.usage)


def draw(order: contract.Order) -> contract.Work:
    """The pictures, or where those are that cannot be fetched. Raises `Failure`, also where there
    is none of either."""
    if not 1 <= _count(order) <= _MOST:
        raise invalid(f"the count is not between 1 and {_MOST}", "n")
    if order.mask is not None and not order.sources:
        raise invalid("a mask goes with a picture only", "mask")
    path = "/images/edits" if order.sources else "/images/generations"

    def send(body: dialect.Body) -> object:
        return api.parsed(api.ask("POST", path, body), *_LISTS)

    fields = as_object(dialect.adapted(_body(order), send), "the answer")
    outcomes = [_outcome(each) for each in _made(fields)]
    if not outcomes:
        raise unexpected("the answer has no pictures")
    unusable = [each.value for each in outcomes if isinstance(each, contract.Outcome_Unusable)]
    if len(unusable) == len(outcomes):
        raise Failure(unusable[0])
    return contract.Work(outcomes, usage.of_json(fields.get("usage")))


def _made(fields: dict[str, object]) -> list[object]:
    """What stands for the pictures: a list, or the only one without it."""
    value = next((fields[name] for name in _LISTS if fields.get(name) is not None), None)
    return [value] if isinstance(value, dict | str) else as_list(value, "data")


def _had(outcome: contract.Outcome) -> contract.Picture:
    match outcome:
        case contract.Outcome_Picture(picture):
            return picture
        case contract.Outcome_Elsewhere(elsewhere):
            raise Failure(elsewhere.reason)
        case contract.Outcome_Unusable(error):
            raise Failure(error)


def _count(order: contract.Order) -> int:
    return 1 if order.count is None else order.count


def _body(order: contract.Order) -> dict[str, object]:
    body: dict[str, object] = {"model": order.model, "prompt": order.prompt, "n": _count(order)}
    if not order.model.startswith(_BASE64_ONLY) and not order.sources:
        body["response_format"] = "b64_json"
    if order.sources:
        body["images"] = [{"image_url": _source(each)} for each in order.sources]
    if order.mask is not None:
        body["mask"] = {"image_url": _source(order.mask)}
    return body | option_fields.more(order.options, _OWN)


def _source(data: str) -> str:
    return picture_data.data_url(data, "a picture to start from", "image")


def _outcome(value: object) -> contract.Outcome:
    fields = _fields(value)
    encoded, url = optional_text(fields.get("b64_json")), optional_text(fields.get("url"))
    revised = optional_text(fields.get("revised_prompt"))
    held = encoded or (url if url and picture_data.is_held(url) else None)
    try:
        if held:
            return _picture(picture_data.checked(held), revised)
        if url is None:
            raise _nothing(fields)
    except Failure as failure:
        return contract.Outcome_Unusable(failure.error)
    try:
        return _picture(picture_data.fetched(url), revised)
    except Failure as failure:
        return contract.Outcome_Elsewhere(contract.Elsewhere(url, failure.error, revised))


def _nothing(fields: dict[str, object]) -> Failure:
    """The server's words for a picture that it did not make, if it has any."""
    words = server_words.of_json(fields, ())
    missing = unexpected("a picture has neither data nor a URL")
    return missing if words is None else answer_failure.in_reply(words)


def _fields(value: object) -> dict[str, object]:
    """Servers exist that give the URL or the Base64 alone; null is a picture that was not made."""
    if isinstance(value, str):
        is_url = value.startswith(("http://", "https://", "data:"))
        return {"url" if is_url else "b64_json": value}
    return value if isinstance(value, dict) else {}


def _picture(data: str, revised: str | None) -> contract.Outcome:
    return contract.Outcome_Picture(contract.Picture(data, picture_data.form(data), revised))
