"""A server's own words, and what they are about."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import server_words

NAMES = ("message", "msg", "type", "param", "code", "detail", "error", "errors", "loc", "object")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from(["error", "ok", "200"]),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(NAMES), inner),
)


@given(JSON)
def test_any_json(value: object) -> None:
    """Whatever it is, the words are one line that can be sent."""
    bodies = [server_words.of_body(json.dumps(value)), server_words.of_json(value, ("data",))]
    for words in filter(None, bodies):
        assert words.message.encode()
        assert 1 == len(words.message.splitlines())
        assert len(words.message) <= 500
        assert words.status == 0 or 400 <= words.status < 600


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"data": [1], "message": "ok"}, None),
        ({"data": [], "code": 0, "msg": "success"}, None),
        ({"data": [], "success": True, "message": "done"}, None),
        ({"data": [], "code": 5, "msg": "No"}, "No"),
        ({"data": [1], "error": {"message": "No"}}, "No"),
        ({"data": [1], "error": None, "detail": None}, None),
        ({"status": "ok"}, None),
        ({}, None),
        ([], None),
        (5, None),
    ],
)
def test_success(value: object, message: str | None) -> None:
    """An answer that has what was asked for is none but with an error in it."""
    words = server_words.of_json(value, ("data",))
    assert message == (None if words is None else words.message)


@pytest.mark.parametrize(
    ("status", "message", "expected"),
    [
        (451, "anything", True),
        (403, "Country, region, or territory not supported", True),
        (403, "This service isn't available in your country", True),
        (403, "Access from sanctioned countries is blocked", True),
        (403, "Repository unavailable due to DMCA takedown", True),
        (400, "User location is not supported for the API use", True),
        (403, "Resource not accessible by personal access token", False),
        (403, "Your plan does not cover region PJM_DC", False),
        (403, "The country code is required", False),
        (404, "Country not available", False),
        (500, "not available for legal reasons", False),
    ],
)
def test_laws_and_countries(status: int, message: str, expected: bool) -> None:
    """Only a refusal that names a law or a country that is shut out is about that."""
    assert expected == server_words.is_about_law(status, server_words.Words(message))


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Bad API key 0123456789abcdef0.", "Bad API key ***"),
        ("Authorization: Bearer a-secret-of-mine-1 was refused", "Authorization: Bearer *** was"),
        ("No tenant for credential 'abcdefghijklmnopqrst'", "No tenant for credential '***'"),
        ("sk-proj-abc123 is no key", "*** is no key"),
        ("Unrecognized argument: max_completion_tokens", "Unrecognized argument: max_completion"),
    ],
)
def test_keys_are_not_repeated(said: str, shown: str) -> None:
    """A key that a server repeats is not shown, in JSON, in a text, or in a page's title."""
    for body in (json.dumps({"message": said}), said, f"<title>{said}</title>"):
        message = server_words.of_body(body).message
        assert message.removeprefix("an answer that is HTML, not JSON: ").startswith(shown)
    assert shown in server_words.quoted(said)
