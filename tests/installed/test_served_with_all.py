"""`wae serve --all`: the toolbox and what somebody installed, behind one server."""

import json
import os
import re
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openapi_spec_validator
import pytest
from tests.installed.conftest import Wae, dice, install
from tests.patience import PATIENCE

from tests.conftest import COMMAND
from wae.errors import UsageError
from wae.faces.rest.several import check_names, described


@pytest.fixture
def server(wae: Wae) -> Iterator[str]:
    """The URL of a server of the toolbox and of two tools with one contract."""
    Path("dice.wasm").write_bytes(dice())
    install(wae, "dice.wasm")
    install(wae, "dice.wasm", "--name", "other-dice")
    command = [COMMAND, "serve", "--all", "--port", "0", "--quiet"]
    process = subprocess.Popen(command, env=dict(os.environ), stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        while "serving" not in line and process.poll() is None:
            line = process.stderr.readline()
        assert ", dice, other-dice at " in line
        actual = re.search(r"http://\S+", line)
        assert actual is not None
        yield actual[0].rstrip("/")
    finally:
        process.kill()
        process.communicate()


def call(url: str, body: object) -> tuple[int, Any]:
    """A call, once the server is ready for it."""
    request = urllib.request.Request(
        url, json.dumps(body).encode(), {"content-type": "application/json"}
    )
    end = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code != 503 or time.monotonic() > end:
                return error.code, json.load(error)
            time.sleep(0.2)


def test_each_under_its_name(server: str) -> None:
    """A call below a name is one of that tool; all others are the toolbox's. One description has
    all of them, and is valid; what a tool does not have below its name, nobody answers."""
    assert (200, 6) == call(f"{server}/dice/dice/roll/roll", {"sides": 6})
    assert (200, 4) == call(f"{server}/other-dice/dice/roll/roll", {"sides": 4})
    assert (422, {"error": ""}) == _error(call(f"{server}/dice/dice/roll/roll", {"sides": 0}))
    status, actual = call(
        f"{server}/password/checker/check", {"password": "hunter2", "user-inputs": []}
    )
    assert (200, 1) == (status, actual["score"])
    assert 404 == call(f"{server}/dice/password/checker/check", {})[0]
    assert 404 == call(f"{server}/dice/roll/roll", {"sides": 6})[0]
    assert 405 == call(f"{server}/dice/openapi.json", {})[0]
    with urllib.request.urlopen(f"{server}/openapi.json") as answer:
        document = json.load(answer)
    openapi_spec_validator.validate(document)
    paths = {"/dice/dice/roll/roll", "/other-dice/dice/roll/roll", "/password/checker/check"}
    assert paths <= document["paths"].keys()
    with urllib.request.urlopen(f"{server}/") as answer:
        assert b"<html" in answer.read()


def _error(found: tuple[int, Any]) -> tuple[int, Any]:
    return found[0], {"error": found[1].get("error")}


def test_schemas_of_one_name_stay_apart() -> None:
    """Two tools may call different types alike: each keeps its own."""

    def document(kind: str) -> dict[str, Any]:
        schema = {"schema": {"$ref": "#/components/schemas/it"}}
        post = {"operationId": "f", "tags": ["t"], "x": [schema]}
        return {
            "paths": {"/a/b/f": {"post": post}},
            "tags": [{"name": "t"}],
            "components": {"schemas": {"it": {"type": kind}}},
        }

    whole = described(document("string"), {"x": document("integer")})
    assert {"it": {"type": "string"}, "x.it": {"type": "integer"}} == whole["components"]["schemas"]
    post = whole["paths"]["/x/a/b/f"]["post"]
    assert [{"schema": {"$ref": "#/components/schemas/x.it"}}] == post["x"]
    assert ("x_f", ["x: t"]) == (post["operationId"], post["tags"])
    assert ["t", "x: t"] == [tag["name"] for tag in whole["tags"]]


def test_names_of_paths() -> None:
    """A tool that is called like a path of the server cannot be told from that."""
    check_names(["dice"], ["/password/checker/check", "/page"])
    with pytest.raises(UsageError) as caught:
        check_names(["dice", "page"], ["/password/checker/check", "/page"])
    assert (
        "wae: page cannot be served beside the toolbox, which has /page itself. Install it under "
        "another name: wae remove, then wae install --name"
    ) == caught.value.line()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], "`wae serve` needs the app's file. For example: wae serve toolbox"),
        (["--all", "x"], "--all takes no app. See wae serve --help"),
        (
            ["--all", "--env", "A"],
            "--all serves each tool with what it was granted. To give one more: wae upgrade",
        ),
    ],
)
def test_errors(wae: Wae, arguments: list[str], expected: str) -> None:
    """All apps, or one; what all have was granted before."""
    assert (2, f"wae: {expected}") == wae("serve", *arguments)[::2]
