"""The MCP face, used by the protocol's official client."""

import json
import os
import re
import subprocess
import sysconfig
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import jsonschema
import pytest
from mcp import Client, MCPError, StdioServerParameters, stdio_client

COMMAND = str(Path(sysconfig.get_path("scripts"), "wae"))


@asynccontextmanager
async def client(app: Path, *options: str) -> AsyncIterator[Client]:
    parameters = StdioServerParameters(
        command=COMMAND, args=["mcp", str(app), *options], env=dict(os.environ)
    )
    async with Client(stdio_client(parameters)) as connected:
        yield connected


def conversation(app: Path, calls: list[tuple[str, dict[str, Any]]], *options: str) -> Any:
    """The tools, and the results of the calls, one after the other."""

    async def talk() -> Any:
        async with client(app, *options) as connected:
            tools = (await connected.list_tools()).tools
            return tools, [await connected.call_tool(name, given) for name, given in calls]

    return anyio.run(talk)


def innermost(error: BaseException) -> BaseException:
    """The error that the groups around it are made of."""
    while isinstance(error, BaseExceptionGroup):
        [error] = error.exceptions
    return error


def test_tools_and_calls(echo_app: Path) -> None:
    """Tools have schemas, annotations and their powers; calls give structured results that fit."""
    nested = {
        "shapes": ["nothing", {"line": [{"x": 1, "y": 2}, {"x": 3, "y": 4}]}],
        "maybe": None,
        "twice": {"some": None},
        "outcome": {"error": "x"},
        "bare": {"ok": None},
        "bytes": "AP8=",
        "colour": "dark-green",
        "rights": ["read"],
    }
    tools, results = conversation(
        echo_app,
        [
            ("echo_values_nest", {"value": nested}),
            ("echo_failures_fail", {"reason": "why"}),
            ("echo_failures_count", {}),
            ("echo_failures_crash", {"message": "on purpose"}),
            ("echo_failures_count", {}),
            ("echo_values_nest", {"value": {**nested, "colour": "blue"}}),
            ("echo_values_nest", {}),
        ],
    )
    by_name = {tool.name: tool for tool in tools}
    tool = by_name["echo_values_scalars"]
    assert tool.description.startswith("Every scalar there is.")
    assert tool.description.endswith("\nHolds nothing.")
    assert "Every scalar there is" == tool.title
    slow = by_name["echo_failures_sleep"].input_schema["properties"]
    assert "how long, such as 1." == slow["seconds"]["description"]
    hints = tool.annotations.model_dump(by_alias=True, exclude_none=True)
    assert {"readOnlyHint": True, "openWorldHint": False} == hints
    for tool in tools:
        jsonschema.Draft202012Validator.check_schema(tool.input_schema)
        jsonschema.Draft202012Validator.check_schema(tool.output_schema)
    good, failed, count, crashed, again, wrong, missing = results
    assert good.structured_content == {"result": nested}
    jsonschema.validate(good.structured_content, by_name["echo_values_nest"].output_schema)
    assert failed.is_error
    assert failed.structured_content == {"error": {"wrong": "why"}}
    assert count.structured_content == again.structured_content == {"result": 1}
    assert crashed.is_error
    assert crashed.structured_content["id"] in crashed.content[0].text
    assert "on purpose" not in json.dumps(crashed.structured_content)
    assert wrong.is_error
    assert wrong.structured_content == {"field": "value.colour"}
    assert missing.structured_content == {"field": "value"}


def test_endless_call(echo_app: Path) -> None:
    """A call that takes too long is an error; the server goes on."""
    calls: list[tuple[str, dict[str, Any]]] = [
        ("echo_failures_spin", {}),
        ("echo_failures_count", {}),
    ]
    _, (ended, after) = conversation(echo_app, calls, "--timeout", "1")
    assert ended.is_error
    assert after.structured_content == {"result": 1}


def test_a_call_that_waits_in_the_host(echo_app: Path) -> None:
    """It ends in time all the same, with an error that says so; others are answered."""
    [_, [slow, count]] = conversation(
        echo_app,
        [("echo_failures_sleep", {"seconds": 3600}), ("echo_failures_count", {})],
        *("--timeout", "1"),
    )
    assert slow.is_error
    assert "Too slow: The call took longer than it may" == slow.content[0].text
    assert {"result": 1} == count.structured_content


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (
            ["--allow", "echo_failures_*", "--deny", "*_spin"],
            ["crash", "hoard", "fail", "refuse", "count", "sleep"],
        ),
        (["--deny", "echo_values*", "--deny", "*_failures_[!s]*"], ["spin", "sleep"]),
    ],
)
def test_allowed_and_denied(echo_app: Path, options: list[str], names: list[str]) -> None:
    """Only tools that are allowed and not denied are offered, and can be called."""
    tools, _ = conversation(echo_app, [], *options)
    assert {f"echo_failures_{name}" for name in names} == {tool.name for tool in tools}
    with pytest.raises(BaseExceptionGroup) as caught:
        conversation(echo_app, [("echo_values_nothing", {})], *options)
    assert "There is no tool echo_values_nothing" in str(innermost(caught.value))


def test_resources(echo_app: Path) -> None:
    """The whole API can be read, and a page for each interface of which tools are offered."""

    async def talk() -> Any:
        async with client(echo_app, "--allow", "echo_failures_*") as connected:
            listed = (await connected.list_resources()).resources
            read = {each.uri: await connected.read_resource(each.uri) for each in listed}
            with pytest.raises(MCPError) as caught:
                await connected.read_resource("wae://echo/openapi.jsn")
            return listed, read, caught.value

    listed, read, error = anyio.run(talk)
    texts = {str(uri): result.contents[0].text for uri, result in read.items()}
    assert ["wae://echo/openapi.json", "wae://echo/echo/failures.md"] == [*texts]
    assert ["application/json", "text/markdown"] == [each.mime_type for each in listed]
    described = json.loads(texts["wae://echo/openapi.json"])
    assert "/echo/failures/fail" in described["paths"]
    page = texts["wae://echo/echo/failures.md"]
    assert "## echo_failures_fail\n" in page
    assert "- `wrong`" in page
    message = "There is no resource wae://echo/openapi.jsn. Did you mean wae://echo/openapi.json?"
    assert message == str(error)


def test_too_long(echo_app: Path) -> None:
    """What is longer than may be passed on is an error with its length, and the way to less."""
    many = {"numbers": [*range(30)], "pairs": []}
    calls = [("echo_values_many", many), ("echo_values_many", {"numbers": [1], "pairs": []})]
    _, (long, short) = conversation(echo_app, calls, "--longest", "50")
    assert long.is_error
    assert long.structured_content is None
    text = long.content[0].text
    assert text.startswith("values.many returned ")
    _, _, said = text.partition(" characters, ")
    said = re.sub(r"results/[\w-]{12}\.json", "results/ID.json", said)
    assert said == (
        "and 50 are the most that are passed on. None of them is here: the whole result is the "
        "resource wae://results/ID.json, for a while. Or ask for less, by `numbers` or `pairs`"
    )
    assert not short.is_error


def test_listed_as_json(echo_app: Path) -> None:
    """`--list --json` prints what a client gets."""
    tools, _ = conversation(echo_app, [])
    done = subprocess.run(
        [COMMAND, "mcp", echo_app, "--list", "--json"], capture_output=True, text=True, check=True
    )
    expected = [tool.model_dump(mode="json", by_alias=True, exclude_none=True) for tool in tools]
    assert {"tools": expected} == json.loads(done.stdout)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--json"], "--json goes with --list. See wae mcp --help"),
        (["--longest", "0"], "--longest must be a number of characters, 1 or more"),
    ],
)
def test_options(echo_app: Path, words: list[str], message: str) -> None:
    """What an option cannot mean is an error of usage."""
    done = subprocess.run(
        [COMMAND, "mcp", echo_app, *words], capture_output=True, text=True, check=False
    )
    assert (2, "", f"wae: {message}\n") == (done.returncode, done.stdout, done.stderr)


def test_nothing_left(echo_app: Path) -> None:
    """A choice that leaves no tool is an error."""
    done = subprocess.run(
        [COMMAND, "mcp", echo_app, "--allow", "x"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith("wae: no tool is left to offer. See wae mcp APP.wasm --list\n")
