"""What a model may ask to have called, and what it gets to know."""

import json
import re
import subprocess
import tempfile
from pathlib import Path

from tests.native import inputs

from tools.openai.commands.chat import functions as chat_tools
from wae.build.tools import tool
from wae.build.wit import assemble

# Never for a model: what WASI gives the component itself, settings, the terminal and the
# model's own service.
WASI = "wasi:"
KEPT_BACK = {"answers", "chat", "images", "models", "plain", "presence"}


def world() -> dict:
    """The component's WIT, resolved, as wasm-tools prints it."""
    with tempfile.TemporaryDirectory() as scratch:
        wit = Path(scratch, "wit")
        assemble(*inputs("cli"), wit)
        command = [tool("wasm-tools"), "component", "wit", "--json", wit]
        return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


def test_every_function_that_cli_imports_is_offered():
    """Each function of every imported contract is a tool, but for what no model may have."""
    found = world()
    [cli] = [one for one in found["worlds"] if one["name"] == "cli"]
    interfaces = [found["interfaces"][one["interface"]["id"]] for one in cli["imports"].values()]
    expected = [
        f"{interface['name']}.{name}"
        for interface in interfaces
        if not found["packages"][interface["package"]]["name"].startswith(WASI)
        if interface["name"] not in KEPT_BACK
        for name in interface["functions"]
    ]
    offered = [one.contracted.title for one in chat_tools.FUNCTIONS.values()]
    assert sorted(expected) == sorted(offered)


def test_names_are_what_servers_accept():
    """The API takes names of letters, digits, `_` and `-`, 64 at most."""
    for name in chat_tools.FUNCTIONS:
        assert re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", name)


def test_what_tools_say_of_their_functions():
    """What is harmless is called without asking; of others the tool says what to think of."""
    check, generate, probe = (
        chat_tools.FUNCTIONS[name]
        for name in ("password_checker_check", "password_generator_generate", "net_ports_probe")
    )
    assert [True, False, False] == [check.harmless, generate.harmless, probe.harmless]
    assert generate.reason.startswith("What it makes goes to the model's server")
    assert "It may change something, or tell others something" == probe.reason


def test_what_the_model_is_told():
    """Descriptions are those of the contract, parameters a schema of its types."""
    release = chat_tools.FUNCTIONS["github_repositories_latest-release"]
    assert release.description.startswith("A repository is named")
    assert "Raises" not in release.description
    assert "prerelease" in release.description.lower()
    assert {
        "type": "object",
        "properties": {"name": {"type": "string"}, "prereleases": {"type": "boolean"}},
        "required": ["name", "prereleases"],
        "additionalProperties": False,
    } == json.loads(release.tool.parameters)


def test_numbers_have_the_range_of_their_contract():
    """The bindings do not say how wide an integer is; one that does not fit would end the app."""
    probe = chat_tools.FUNCTIONS["net_ports_probe"]
    port = probe.parameters["$defs"]["net.ports.endpoint"]["properties"]["port"]
    assert (0, 65_535) == (port["minimum"], port["maximum"])
