"""What a service offers."""

import pytest
from wit_world.exports import chat
from wit_world.exports import models as contract

from app import Models
from fake_service import Service, refusal


def model(**fields: object) -> dict[str, object]:
    return {"id": "m", "object": "model", "created": 5, "owned_by": "wae", **fields}


def test_models(service: Service, models: Models) -> None:
    """In the order of their ids, with the day of their end where there is one."""
    data = [model(id="b", shutdown_date="2027-04-01"), model(id="B"), model(id="a")]
    service.answer({"object": "list", "data": data})
    assert [
        contract.Model("B", "wae", 5, None),
        contract.Model("a", "wae", 5, None),
        contract.Model("b", "wae", 5, "2027-04-01"),
    ] == models.list_models()
    [request] = service.requests
    assert ("GET", "{$OPENAI_BASE_URL|https://api.openai.com/v1}/models", None) == (
        request.method,
        request.url,
        request.body,
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"owned_by": None, "created": None}, contract.Model("m", "", None, None)),
        ({"owned_by": 5, "created": "2026"}, contract.Model("m", "", None, None)),
        ({"created": -1, "meta": {"n_ctx": 5}}, contract.Model("m", "wae", None, None)),
        ({"created": True}, contract.Model("m", "wae", None, None)),
        ({"created": 2**64}, contract.Model("m", "wae", None, None)),
        ({"shutdown_date": "2027-04-01T00:00:00Z"}, contract.Model("m", "wae", 5, "2027-04-01")),
        ({"shutdown_date": None}, contract.Model("m", "wae", 5, None)),
        ({"shutdown_date": "soon"}, contract.Model("m", "wae", 5, None)),
        ({"shutdown_date": 5}, contract.Model("m", "wae", 5, None)),
        ({"id": "a\ud800"}, contract.Model("a\ufffd", "wae", 5, None)),
    ],
)
def test_other_servers(
    service: Service, models: Models, fields: dict[str, object], expected: contract.Model
) -> None:
    """What a server leaves out, or writes otherwise, is left out."""
    service.answer({"data": [model(**fields)], "models": []})
    assert [expected] == models.list_models()


@pytest.mark.parametrize("answer", [{"data": []}, {"data": None}, []])
def test_no_models(service: Service, models: Models, answer: object) -> None:
    """A server without models has an empty list, however it writes that."""
    service.answer(answer)
    assert [] == models.list_models()


@pytest.mark.parametrize(
    "answer",
    [
        ["b", {"id": "a"}],
        {"models": [{"name": "b", "size": 5}, {"model": "a"}]},
        {"code": 0, "msg": "success", "data": {"data": [{"id": "a"}, {"id": "b"}]}},
    ],
)
def test_lists_in_other_forms(service: Service, models: Models, answer: object) -> None:
    """Names alone, ollama's own list, and a list in another are lists."""
    service.answer(answer)
    assert ["a", "b"] == [each.id for each in models.list_models()]


def test_one_bad_model(service: Service, models: Models) -> None:
    """What has no id has an empty one, and the others are there."""
    service.answer({"data": [model(id="a"), None, model(id=""), 5]})
    assert ["", "", "", "a"] == [each.id for each in models.list_models()]


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (5, "the answer has no list of models"),
        ({}, "the answer has no list of models"),
        ({"data": {}}, "the answer has no list of models"),
        ({"data": [5]}, "none of the models has an id"),
        ({"data": [model(id=None)]}, "none of the models has an id"),
        ({"code": 1001, "msg": "No such tenant.", "data": None}, "No such tenant"),
        ({"detail": "Not Found"}, "Not Found"),
        ("<title>Log in</title>", 'the answer is HTML, not JSON (line 1, column 1): "Log in"'),
        ("<html>", "the answer is HTML, not JSON (line 1, column 1)"),
    ],
)
def test_no_list(service: Service, models: Models, answer: object, message: str) -> None:
    """What is no list of models is `unexpected`, and says why, in the server's words."""
    service.answer(answer)
    error = refusal(models.list_models)
    assert chat.Error_Unexpected(chat.Answer(200, message, None)) == error
