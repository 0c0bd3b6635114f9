"""`wae mcp` with the protocol's TypeScript client, which checks results by their schemas."""

import base64
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.faces.test_mcp_http import serving_mcp
from tests.faults.openai_pictures import SMALL
from tests.patience import PATIENCE

from npm_server import PACKAGES, node, package
from tests.conftest import COMMAND

PICTURE = base64.b64encode(SMALL).decode()


@pytest.fixture(scope="module", params=["stdio", "http"])
def seen(
    request: pytest.FixtureRequest, echo_app: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """What the client got."""
    package("@modelcontextprotocol/sdk")

    def talk(*address: object) -> dict[str, Any]:
        done = subprocess.run(
            [node(), Path(__file__).with_name("mcp_client.mjs"), PACKAGES, *map(str, address)],
            env={**os.environ, "PICTURE": PICTURE},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert 0 == done.returncode, done.stderr
        actual: dict[str, Any] = json.loads(done.stdout)
        return actual

    return _talked(request.param, talk, echo_app, tmp_path_factory.mktemp("mcp") / "log")


def _talked(how: str, talk: Callable[..., dict[str, Any]], app: Path, log: Path) -> dict[str, Any]:
    if how == "stdio":
        return talk(COMMAND, "mcp", app, "--timeout", "3600")
    with serving_mcp(app, log) as url:
        return talk(url)


def test_tools(seen: dict[str, Any]) -> None:
    """Each has a title, a description and schemas."""
    tools = {tool["name"]: tool for tool in seen["tools"]}
    assert {"echo_failures_count", "echo_failures_sleep", "echo_values_optional"} <= tools.keys()
    for tool in tools.values():
        assert {"title", "description", "inputSchema", "outputSchema"} <= tool.keys()


def test_calls(seen: dict[str, Any]) -> None:
    """A result is structured and text, the function's own error a result; an unknown tool is none
    of either."""
    assert {"result": 1} == seen["count"]["structuredContent"]
    assert [{"type": "text", "text": "1"}] == seen["count"]["content"]
    assert seen["failed"]["isError"]
    assert {"error": {"wrong": "why"}} == seen["failed"]["structuredContent"]
    assert "Did you mean echo_failures_count?" in seen["unknown"]


def test_progress_and_cancellation(seen: dict[str, Any]) -> None:
    """A call tells that it is running; one that is cancelled is over, and the next one answered."""
    assert "echo_failures_sleep is running" == seen["told"][0]["message"]
    assert "enough" in seen["end"]
    assert {"result": 1} == seen["after"]["structuredContent"]


def test_resources(seen: dict[str, Any]) -> None:
    """They are listed, and read."""
    assert "wae://echo/openapi.json" == seen["resources"][0]["uri"]
    assert [each["uri"] for each in seen["resources"]] == [each["uri"] for each in seen["texts"]]
    assert "/echo/failures/fail" in json.loads(seen["texts"][0]["text"])["paths"]


def test_pictures(seen: dict[str, Any]) -> None:
    """A picture is one in the result, and a resource."""
    expected = {"type": "image", "data": PICTURE, "mimeType": "image/png"}
    assert expected == seen["picture"]["content"][1]
    assert ("image/png", PICTURE) == (seen["kept"]["mimeType"], seen["kept"]["blob"])
