"""What a chat's model may call, and when it is asked about."""

import json
import re
import subprocess
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from tests.faces.test_mcp import conversation
from tests.faults import FaultServer
from tests.faults.github import GitHub
from tests.toolbox.pseudo_terminal import PseudoTerminal
from tests.toolbox.talker import SLOW, Talker, asked

from wae.contract.compact import compact
from wae.contract.many import list_forms
from wae.contract.openapi import describe
from wae.faces.read_contract import read_contract

Wae = Callable[..., "subprocess.CompletedProcess[str]"]
Terminal = Callable[..., AbstractContextManager[PseudoTerminal]]

REFERENCE = re.compile(r"#/components/schemas/([^\"]+)")


def test_the_model_calls_a_tool(
    wae: Wae, on_openai: dict[str, str], on_github: dict[str, str], talker: Talker
) -> None:
    """With --tools the model gets every function with a schema, calls one, and has its result."""
    env = {**on_github, **on_openai}
    done = wae("openai", "chat", "--tools", "-m", "starry", "Stars?", env=env)
    assert 0 == done.returncode, done.stderr
    assert '→ github_repositories_get {"name": "wae/toolbox"}\n' == done.stderr
    assert 1234 == json.loads(done.stdout)["stars"]
    functions = {tool["function"]["name"]: tool["function"] for tool in talker.bodies[0]["tools"]}
    assert functions["github_repositories_get"]["description"]


def test_calls_side_by_side(wae: Wae, on_openai: dict[str, str], talker: Talker) -> None:
    """Calls that a model asks for together are in the air together, and answered in their order."""
    github = GitHub()
    github.at_once.least = len(SLOW)
    with FaultServer(find=github.find) as server:
        env = {**on_openai, "GITHUB_API_URL": server.url}
        done = wae("openai", "chat", "--tools", "-m", "curious", "Stars?", env=env)
    assert 0 == done.returncode, done.stderr
    assert len(SLOW) == done.stderr.count("→ github_repositories_get")
    results = [json.loads(text) for who, text in asked(talker) if who == "tool"]
    assert SLOW == [each["full-name"] for each in results]
    assert len(SLOW) == github.at_once.most


def alone(schema: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """A schema of the OpenAPI document, with what it refers to as definitions of its own."""
    text, defined = json.dumps(schema), dict[str, str]()
    while lacking := {*REFERENCE.findall(text + "".join(defined.values()))} - defined.keys():
        defined |= {name: json.dumps(known[name]) for name in lacking}
    definitions = {name: json.loads(REFERENCE.sub(_own, one)) for name, one in defined.items()}
    return {**json.loads(REFERENCE.sub(_own, text)), "$defs": definitions}


def _own(reference: re.Match[str]) -> str:
    return f"#/$defs/{reference[1]}"


def test_one_contract(
    wae: Wae, on_openai: dict[str, str], on_github: dict[str, str], talker: Talker, toolbox: Path
) -> None:
    """Names, schemas and values are the same for a chat's model, for MCP and, in fewer words for
    models, for REST."""
    done = wae(
        "openai", "chat", "--tools", "-m", "starry", "Stars?", env={**on_github, **on_openai}
    )
    offered = {
        tool["function"]["name"]: tool["function"]["parameters"]
        for tool in talker.bodies[0]["tools"]
    }
    tools, _ = conversation(toolbox, [])
    listed = {tool.name: tool.input_schema for tool in tools if tool.name in offered}
    assert {name: offered[name] for name in listed} == listed
    contract = read_contract(toolbox.read_bytes()).without_entries()
    lists = list_forms(contract.functions())
    many = {contract.names.tool(one.interface, one.name) for one in lists}
    assert offered.keys() - listed.keys() <= many  # which a chat makes of calls of the others
    packages = {name.partition("_")[0] for name in offered}
    assert {"github", "net", "password", "watttime"} == packages
    document = describe("toolbox", contract, token=False)
    for name, schema in offered.items():
        operation = document["paths"]["/" + name.replace("_", "/", 2)]["post"]
        described = operation["requestBody"]["content"]["application/json"]["schema"]
        assert schema == compact(alone(described, document["components"]["schemas"]))
    assert {"full-name", "default-branch"} <= json.loads(done.stdout).keys()


def test_a_call_that_would_end_the_app(wae: Wae, on_openai: dict[str, str]) -> None:
    """A number that its type cannot hold is the model's mistake, and no crash."""
    done = wae("openai", "chat", "--tools", "-y", "-m", "careless", "Probe", env=on_openai)
    assert 0 == done.returncode, done.stderr
    assert "70000 is not between 0 and 65535" in json.loads(done.stdout)["error"]


@pytest.mark.parametrize(("typed", "made"), [("y", True), ("", False)])
def test_consent(
    terminal: Terminal, on_openai: dict[str, str], talker: Talker, typed: str, made: bool
) -> None:
    """A password is made for the model only where the user says yes."""
    with terminal("openai", "chat", "--tools", "-m", "secretive", "Go", env=on_openai) as session:
        session.wait_for("Allow it? [y/N]: ")
        session.send(f"{typed}\r")
        assert 0 == session.end()
    assert made == ("passwords" in json.loads(asked(talker)[-1][1]))
