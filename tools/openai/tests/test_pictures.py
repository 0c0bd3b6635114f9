"""Pictures from text, and from other pictures."""

import base64
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wit_world.exports import chat
from wit_world.exports import images as contract
from wit_world.imports import client

import picture_data
from app import Images
from fake_service import Answer, Service, refusal

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(200))
ENCODED = base64.b64encode(PNG).decode()
URL = "https://pictures.example/a.png?signature=b"


def wish(**fields: Any) -> contract.Request:
    optional: dict[str, Any] = {"size": None, "quality": None, "format": None, "count": 1}
    return contract.Request(**{"model": "gpt-image-1", "prompt": "A cat", **optional, **fields})


def unexpected(message: str) -> chat.Error:
    return chat.Error_Unexpected(chat.Answer(200, message, None))


def test_pictures(service: Service, images: Images) -> None:
    """Data, format, the prompt as it was revised, and the tokens."""
    usage = {"input_tokens": 5, "output_tokens": 6, "total_tokens": 11}
    data = [{"b64_json": ENCODED, "revised_prompt": "A tabby"}, {"b64_json": ENCODED}]
    service.answer({"created": 1, "data": data, "usage": usage})
    expected = [contract.Picture(ENCODED, "png", "A tabby"), contract.Picture(ENCODED, "png", None)]
    actual = images.generate(wish(count=2))
    assert contract.Pictures(expected, chat.Usage(5, 6, 11)) == actual
    assert [{"model": "gpt-image-1", "prompt": "A cat", "n": 2}] == service.sent


def test_request(service: Service, images: Images) -> None:
    """What was asked for is sent; models that may answer with URLs are asked for data."""
    service.answer({"data": [{"b64_json": ENCODED}]})
    images.generate(wish(model="flux", size="auto", quality="high", format="webp"))
    own = {"model": "flux", "prompt": "A cat", "n": 1, "response_format": "b64_json"}
    assert [own | {"size": "auto", "quality": "high", "output_format": "webp"}] == service.sent


def test_a_model_that_refuses_to_be_asked(service: Service, images: Images) -> None:
    """Where `response_format` is unknown, it is left out."""
    message = "Unknown parameter: 'response_format'."
    service.answer({"error": {"message": message, "param": "response_format"}}, 400)
    service.answer({"data": [{"b64_json": ENCODED}]})
    images.generate(wish(model="new"))
    assert ["response_format" in body for body in service.sent] == [True, False]


@pytest.mark.parametrize("count", [0, 11, 2**32 - 1])
def test_count(service: Service, images: Images, count: int) -> None:
    """One to ten pictures; nothing is sent for another number."""
    error = refusal(images.generate, wish(count=count))
    assert chat.Error_Invalid(chat.Invalid("the count is not between 1 and 10", "n")) == error
    assert [] == service.requests


@pytest.mark.parametrize(
    ("head", "format"),
    [
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"\xff\xd8\xff\xe1", "jpeg"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8L", "webp"),
        (b"GIF87a", "gif"),
        (b"GIF89a", "gif"),
    ],
)
def test_formats(service: Service, images: Images, head: bytes, format: str) -> None:
    """The format is what the bytes are, not what was asked for."""
    service.answer({"data": [{"b64_json": base64.b64encode(head).decode()}]})
    [picture] = images.generate(wish(format="png")).pictures
    assert format == picture.format


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([{"b64_json": "a b?"}], "a picture is not Base64"),
        ([{"b64_json": ENCODED[:-1]}], "a picture is not Base64"),
        ([{"b64_json": ENCODED[:-1] + "é"}], "a picture is not Base64"),
        ([{"b64_json": ENCODED + ENCODED[:4]}], "a picture is not Base64"),
        ([{"b64_json": "AAAA"}], "a picture is neither PNG, JPEG, WebP nor GIF"),
        ([{"b64_json": "data:,"}], "a picture is neither PNG, JPEG, WebP nor GIF"),
        ([{"b64_json": None, "url": ""}], "a picture has neither data nor a URL"),
        ([{"b64_json": 5}], "a picture has neither data nor a URL"),
        ([{"url": "/a.png"}], "a picture's URL is neither https nor http"),
        ([None], "a picture has neither data nor a URL"),
        ({}, "a picture has neither data nor a URL"),
        (5, "data is not a list"),
        ([], "the answer has no pictures"),
        (None, "the answer has no pictures"),
    ],
)
def test_what_is_no_picture(service: Service, images: Images, data: object, message: str) -> None:
    """An answer without pictures in it is `unexpected`, and says why."""
    service.answer({"data": data})
    assert unexpected(message) == refusal(images.generate, wish())


@pytest.mark.parametrize(
    "form", [f"data:image/png;base64,{ENCODED}", f"{ENCODED[:76]}\n{ENCODED[76:]}\r\n"]
)
def test_forms(service: Service, images: Images, form: str) -> None:
    """A data URL and line breaks are taken off."""
    service.answer({"data": [{"b64_json": form}]})
    assert ENCODED == images.generate(wish()).pictures[0].data


def test_data_url(service: Service, images: Images) -> None:
    """A URL that holds the picture leads nowhere."""
    service.answer({"data": [{"url": f"data:image/png;base64,{ENCODED}"}]})
    assert ENCODED == images.generate(wish()).pictures[0].data
    assert 1 == len(service.requests)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.lists(st.binary()))
def test_url(service: Service, images: Images, pieces: list[bytes]) -> None:
    """What a URL leads to is encoded as it arrives, in whatever pieces."""
    service.answers.clear()
    service.requests.clear()
    service.answer({"data": [{"url": URL}]})
    service.answers.append(Answer(200, [PNG, *pieces]))
    [picture] = images.generate(wish()).pictures
    assert base64.b64encode(PNG + b"".join(pieces)).decode() == picture.data
    assert ["stream", "body"] == service.journal
    asked = service.requests[1]
    assert ("GET", URL, None) == (asked.method, asked.url, asked.body)
    assert "authorization" not in {header.name for header in asked.headers}


def test_a_url_that_leads_to_nothing(service: Service, images: Images) -> None:
    """Failures of the second request are errors, too, and its connection is closed."""
    service.answer({"data": [{"url": URL}]})
    service.answer("", 404)
    message = "a picture cannot be fetched: an answer without a body"
    expected = chat.Error_Unexpected(chat.Answer(404, message, None))
    assert expected == refusal(images.generate, wish())
    assert ["stream", "body"] == service.journal


@pytest.mark.parametrize(
    ("cut", "expected"),
    [
        (True, chat.Error_Interrupted("the connection ended before the answer did")),
        (False, unexpected("the answer is larger than 300 bytes")),
    ],
)
def test_a_url_without_an_end(
    service: Service,
    images: Images,
    monkeypatch: pytest.MonkeyPatch,
    cut: bool,
    expected: chat.Error,
) -> None:
    """A picture that breaks off, or does not end, is given up."""
    monkeypatch.setattr(picture_data, "_LONGEST", 300)
    service.answer({"data": [{"url": URL}]})
    service.answers.append(Answer(200, [PNG] if cut else [PNG, PNG], cut=cut))
    assert expected == refusal(images.generate, wish())
    assert ["stream", "body"] == [name for name in service.journal if name != "error"]


def order(**fields: Any) -> contract.Order:
    optional: dict[str, Any] = {"count": 1, "options": None, "sources": [], "mask": None}
    return contract.Order(**{"model": "flux", "prompt": "A cat", **optional, **fields})


def elsewhere(url: str, reason: chat.Error, revised: str | None = None) -> contract.Outcome:
    return contract.Outcome_Elsewhere(contract.Elsewhere(url, reason, revised))


DRAWN = contract.Outcome_Picture(contract.Picture(ENCODED, "png", None))
BAD = contract.Outcome_Unusable(unexpected("a picture is not Base64"))


def test_nothing_is_lost(service: Service, images: Images) -> None:
    """One that cannot be fetched is told with its URL, one that is broken as that; the others are
    there."""
    good, broken = {"b64_json": ENCODED}, {"b64_json": "?"}
    away = {"url": URL, "revised_prompt": "A tabby"}
    service.answer({"data": [good, away, broken, good]})
    service.fail(client.Error_Forbidden(client.Refusal("https://pictures.example", None)))
    blocked = chat.Error_Blocked("https://pictures.example")
    expected = [DRAWN, elsewhere(URL, blocked, "A tabby"), BAD, DRAWN]
    assert contract.Work(expected, None) == images.draw(order(count=4))


def test_only_broken_ones(service: Service, images: Images) -> None:
    """Where nothing can be used, that is a failure."""
    service.answer({"data": [{"b64_json": "?"}, {"b64_json": ""}]})
    assert unexpected("a picture is not Base64") == refusal(images.draw, order(count=2))


@pytest.mark.parametrize(
    "url",
    [
        "/a.png",
        "javascript:alert(1)",
        "ftp://a/b",
        "\x1b[2Jhttp://a",
        "$OPENAI_BASE_URL/x",
        "file:/",
    ],
)
def test_urls_that_nobody_can_ask_for(service: Service, images: Images, url: str) -> None:
    """They are told as they are; nobody is asked."""
    service.answer({"data": [{"url": url}]})
    reason = unexpected("a picture's URL is neither https nor http")
    assert [elsewhere(url, reason)] == images.draw(order()).outcomes
    assert 1 == len(service.requests)


def test_a_url_that_http_refuses(service: Service, images: Images) -> None:
    """An invalid URL is the server's fault, not that of a setting."""
    url = "HTTPS://me:word@pictures.example/"
    service.answer({"data": [{"url": url}]})
    service.fail(client.Error_InvalidRequest("the URL cannot be used: it has a user name"))
    reason = "a picture cannot be fetched: the URL cannot be used: it has a user name"
    assert [elsewhere(url, unexpected(reason))] == images.draw(order()).outcomes


def test_a_page_instead_of_a_picture(service: Service, images: Images) -> None:
    """What is behind the URL has to be a picture; whoever opens it may see why it is none."""
    service.answer({"data": [{"url": URL}]})
    service.answers.append(Answer(200, [b"<html>Sign in"]))
    reason = unexpected("a picture is neither PNG, JPEG, WebP nor GIF")
    assert [elsewhere(URL, reason)] == images.draw(order()).outcomes


def test_options(service: Service, images: Images) -> None:
    """They go to the server by their names."""
    service.answer({"data": [{"b64_json": ENCODED}]})
    options = {"size": "1024x1024", "steps": 30, "hd": True, "user": "7", "more": [1]}
    images.draw(order(options=json.dumps(options)))
    own = {"model": "flux", "prompt": "A cat", "n": 1, "response_format": "b64_json"}
    assert [own | options] == service.sent


@pytest.mark.parametrize("name", ["model", "prompt", "n", "image", "images", "mask", "stream"])
def test_options_that_are_none(service: Service, images: Images, name: str) -> None:
    """What has a place of its own cannot be set by an option; nothing is sent."""
    error = refusal(images.draw, order(options=json.dumps({name: 1})))
    assert chat.Error_Invalid is type(error)
    assert [] == service.requests


def test_from_pictures(service: Service, images: Images) -> None:
    """Pictures go to `/images/edits` as data URLs that say what they are, whatever their form."""
    service.answer({"data": [{"b64_json": ENCODED}]})
    jpeg = base64.b64encode(b"\xff\xd8\xff\xe0" + bytes(9)).decode()
    lines = f"{ENCODED[:76]}\n{ENCODED[76:]}\n"
    images.draw(order(sources=[lines, jpeg], mask=ENCODED, options='{"size": "auto"}'))
    [request] = service.requests
    assert request.url.endswith("/images/edits")
    png, jpeg = f"data:image/png;base64,{ENCODED}", f"data:image/jpeg;base64,{jpeg}"
    assert {
        "model": "flux", "prompt": "A cat", "n": 1, "size": "auto",
        "images": [{"image_url": png}, {"image_url": jpeg}], "mask": {"image_url": png},
    } == service.sent[0]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"mask": ENCODED}, "a mask goes with a picture only"),
        ({"sources": ["AAAA"]}, "a picture to start from is neither PNG, JPEG, WebP nor GIF"),
        ({"sources": ["?"]}, "a picture to start from is neither PNG, JPEG, WebP nor GIF"),
        ({"sources": [ENCODED], "mask": ""},
         "a picture to start from is neither PNG, JPEG, WebP nor GIF"),
        ({"count": 0}, "the count is not between 1 and 10"),
    ],
)  # fmt: skip
def test_orders_that_make_no_sense(
    service: Service, images: Images, fields: dict[str, Any], message: str
) -> None:
    """They are refused before anything is sent, and paid for."""
    error = refusal(images.draw, order(**fields))
    assert message == error.value.message
    assert [] == service.requests
