"""What a language model is told of the toolbox's tools, before it calls one."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.conftest import COMMAND
from wae.contract.error_cases import meanings
from wae.contract.sentences import case_docs
from wae.contract.shapes import Result
from wae.faces.read_contract import read_contract

# In 20,900 bytes of these tools are some 6,000 tokens of a small model's tokenizer.
MOST = 20_900


@pytest.fixture(scope="module")
def text() -> str:
    done = subprocess.run(
        [str(COMMAND), "mcp", "toolbox", "--list", "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.fixture(scope="module")
def tools(text: str) -> dict[str, Any]:
    return {tool["name"]: tool for tool in json.loads(text)["tools"]}


def test_length(text: str) -> None:
    """A model reads all of it at every start."""
    assert MOST >= len(text.encode())


def test_words(tools: dict[str, Any]) -> None:
    """Every tool has a title, which is no name, and ends with a line about its authority; every
    parameter is described; results have an outline."""
    for tool in tools.values():
        assert " " in tool["title"]
        assert re.match(r"(Holds|Reaches) ", tool["description"].splitlines()[-1])
        assert [] == [
            f"{tool['name']}.{name}"
            for name, one in tool["inputSchema"]["properties"].items()
            if "description" not in one
        ]
        assert [*tool["outputSchema"].get("properties", {})] in (["result"], [])


def test_examples(tools: dict[str, Any]) -> None:
    """Every tool that takes something has an example of its shortest call, which is valid."""
    for tool in tools.values():
        actual = re.search(r"^Example: (.*)$", tool["description"], re.MULTILINE)
        assert bool(actual) == bool(tool["inputSchema"]["properties"]), tool["name"]
        if actual:
            jsonschema.Draft202012Validator(tool["inputSchema"]).validate(json.loads(actual[1]))


def test_hints(tools: dict[str, Any]) -> None:
    """Passwords are made in sealed code; what the tools' teams call harmless only reads; of the
    rest nothing is claimed."""
    sealed = {"readOnlyHint": True, "openWorldHint": False}
    for name, tool in tools.items():
        reads = name.startswith(("github_", "watttime_emissions_"))
        expected = {"readOnlyHint": True} if reads else None
        expected = sealed if name.startswith("password_") else expected
        assert expected == tool.get("annotations"), name


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("password_generator_generate", {}),
        ("password_generator_generate", {"request": {"recipe": {"passphrase": {"words": 6}}}}),
        ("net_time-server_ask", {}),
        ("watttime_emissions_indexes", {"regions": ["CAISO_NORTH"]}),
        ("github_repositories_latest-release", {"name": "cli/cli"}),
    ],
)
def test_short_calls(tools: dict[str, Any], name: str, arguments: dict[str, Any]) -> None:
    """What everybody would say the same may be left out."""
    jsonschema.Draft202012Validator(tools[name]["inputSchema"]).validate(arguments)


def test_every_error_has_words(toolbox: Path) -> None:
    """What the contracts say of an error stands beside its case, however deep in it that is."""
    contract = read_contract(toolbox.read_bytes()).without_entries()
    cases = 0
    for function in contract.functions():
        error = function.result.error if isinstance(function.result, Result) else None
        docs = case_docs(contract.docs, contract.names, error)
        named = [name for name in meanings(error) if name]
        assert [] == [name for name in named if not docs.get(name)], function.title
        cases += len(named)
    assert cases > 20
