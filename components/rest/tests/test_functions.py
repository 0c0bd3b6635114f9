"""The functions that the component calls are those of the contracts that it imports."""

import json

from componentize_py_types import Err
from openapi_spec_validator import OpenAPIV31SpecValidator, validate
from wit_world.imports import checker, emissions

from functions import DOCUMENT, ENDPOINTS
from wae.contract.json_values import from_json, to_json


def test_functions():
    """Each imported function has a path, but those of the folder; chats and files stream."""
    assert {"password", "github", "net", "openai", "watttime"} == {
        path.split("/")[1] for path in ENDPOINTS
    }
    assert ENDPOINTS["/password/checker/check"].function.title == "checker.check"
    streams = [path for path, one in ENDPOINTS.items() if one.stream]
    assert ["/github/downloads/open", "/openai/chat/open"] == streams


def test_description():
    """It is valid, has each function with its doc comment, and leaves the token to the operator."""
    validate(DOCUMENT, cls=OpenAPIV31SpecValidator)
    assert [*DOCUMENT["paths"]] == [*ENDPOINTS]
    assert [{}, {"token": []}] == DOCUMENT["security"]
    look_up = DOCUMENT["paths"]["/net/names/look-up"]["post"]
    assert look_up["summary"].startswith("Looks up the IP addresses of a host")
    assert "404" in look_up["responses"]
    json.dumps(DOCUMENT, allow_nan=False)


def test_a_function_is_that_of_the_bindings(monkeypatch):
    """What a test, or nobody, puts in its place is called."""
    monkeypatch.setattr(checker, "check", lambda *arguments: arguments)
    assert ("x", []) == ENDPOINTS["/password/checker/check"].run("x", [])


def test_results_inside_of_results():
    """A result in a list is read and written with the bindings' classes."""
    shape = ENDPOINTS["/watttime/emissions/indexes"].function.result
    document = [{"error": {"server": None, "reason": {"not-found": "x"}}}]
    actual = from_json(shape, document)
    assert Err(emissions.Failure(None, emissions.Error_NotFound("x"))).value == actual[0].value
    assert document == to_json(shape, actual)
