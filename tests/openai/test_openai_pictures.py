"""The composed `openai` and pictures: those that arrive, and data that is not a picture."""

import base64

import pytest
from tests.faults import FaultServer, OpenAI
from tests.faults.openai_pictures import BYTES
from tests.openai_asker import Ask, drawn, failures

PICTURES = {
    "painter-broken": ("unexpected", {"status": 200, "message": "a picture is not Base64"}),
    "painter-cut": ("unexpected", {"status": 200, "message": "a picture is not Base64"}),
    "painter-text": ("unexpected", {"status": 200,
        "message": "a picture is neither PNG, JPEG, WebP nor GIF"}),
    "painter-nothing": ("unexpected", {"status": 200,
        "message": "a picture has neither data nor a URL"}),
    "painter-url-other": ("blocked", "OTHER"),
    "painter-url-missing": ("unexpected", {"status": 404, "message": "a picture cannot be fetched:"
        " The model `x` does not exist or you do not have access to it"}),
    "painter-url-nonsense": ("unexpected", {"status": 200,
        "message": "a picture's URL is neither https nor http"}),
    "policy": ("refused", "Your request was rejected by the safety system"),
    "no-list": ("unexpected", {"status": 200, "message": "the answer has no pictures"}),
}  # fmt: skip


def test_failures_of_pictures(asked: Ask, server: FaultServer) -> None:
    """Data that is not a picture is an error, and so is a URL that the policy does not allow."""
    outcomes = asked(*map(drawn, PICTURES))
    assert PICTURES == dict(zip(PICTURES, failures(outcomes, server), strict=True))


def test_pictures(asked: Ask, openai: OpenAI) -> None:
    """Pictures come as Base64 with their real format, whatever form the server gave them in."""
    kinds = ["png", "jpeg", "webp", "gif"]
    outcomes = asked(*(drawn(f"painter-{kind}") for kind in kinds))
    for kind, outcome in zip(kinds, outcomes, strict=True):
        [picture] = outcome["value"]["pictures"]
        assert kind == picture["format"]
        assert BYTES[kind] == base64.b64decode(picture["data"])
    forms = ["painter-url", "painter-data-url", "painter-lines", "painter-strict"]
    for outcome in asked(*map(drawn, forms)):
        [picture] = outcome["value"]["pictures"]
        assert BYTES["png"] == base64.b64decode(picture["data"])


def test_request_for_pictures(asked: Ask, openai: OpenAI) -> None:
    """Size, quality, format and count are sent; nothing that was not asked for."""
    wish = {"size": "1024x1024", "quality": "low", "format": "webp", "count": 2}
    [outcome] = asked(drawn("painter", **wish))
    assert ["webp", "webp"] == [each["format"] for each in outcome["value"]["pictures"]]
    assert {"input": 5, "output": 200, "total": 205} == outcome["value"]["usage"]
    sent = {"size": "1024x1024", "quality": "low", "output_format": "webp", "n": 2}
    own = {"model": "painter", "prompt": "A cat", "response_format": "b64_json"}
    assert own | sent == openai.bodies[-1]


@pytest.mark.parametrize("model", ["painter-large", "painter-url-large"])
def test_a_large_picture(asked: Ask, model: str) -> None:
    """16 MiB arrive whole."""
    [outcome] = asked(drawn(model))
    [picture] = outcome["value"]["pictures"]
    assert BYTES["large"] == base64.b64decode(picture["data"])
