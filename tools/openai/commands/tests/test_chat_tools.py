"""What a model may ask to have called, and what it gets to know."""

import json
import re
import subprocess
import tempfile
from pathlib import Path

from tests.native import inputs

from tools.openai.commands.chat import functions as chat_tools
from tools.openai.commands.chat import installed
from wae.build.tools import tool
from wae.build.wit import assemble

# Never for a model: what WASI gives the component itself, settings, the terminal and the
# model's own service.
WASI = "wasi:"
KEPT_BACK = {"downloads", "ranges", "answers", "chat", "images", "models", "plain", "presence"}


def world() -> dict:
    """The component's WIT, resolved, as wasm-tools prints it."""
    with tempfile.TemporaryDirectory() as scratch:
        wit = Path(scratch, "wit")
        assemble(*inputs("cli"), wit)
        command = [tool("wasm-tools"), "component", "wit", "--json", wit]
        return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


def test_every_function_that_cli_imports_is_offered():
    """Each function of every imported contract is a tool, but for what no model may have."""
    actual = world()
    [cli] = [one for one in actual["worlds"] if one["name"] == "cli"]
    interfaces = [actual["interfaces"][one["interface"]["id"]] for one in cli["imports"].values()]
    expected = [
        f"{interface['name']}.{name}"
        for interface in interfaces
        if not actual["packages"][interface["package"]]["name"].startswith(WASI)
        if interface["name"] not in KEPT_BACK
        for name in interface["functions"]
    ]
    offered = [one.contracted.title for one in chat_tools.FUNCTIONS.values()]
    assert sorted(expected) == sorted(offered)


class Host:
    """Services of a host with tools of one function each, which return their arguments."""

    offered = frozenset(["installed-tools/1", "call-installed/1", "run-installed/1"])

    def __init__(self, *functions):
        self.functions = functions

    def ask(self, service, needs):
        if service == "installed-tools/1":
            listed = [
                {"tool": tool, "name": name, "description": "", "parameters": {}}
                | {"command": [tool, "x"], "asks": []}
                for tool, name in self.functions
            ]
            return "ok", json.dumps(listed).encode()
        return "ok", json.dumps({"result": json.loads(needs)}).encode()


def test_installed_functions():
    """They stand beside the toolbox's, which keep their names; each call goes to its own tool."""
    taken = "github_repositories_get"
    host = Host(("dice", "dice_roll"), ("other-dice", "dice_roll"), ("theirs", taken))
    known = installed.offered(host)
    assert chat_tools.FUNCTIONS.items() <= known.items()
    names = ["dice_roll", "other_dice_dice_roll", f"theirs_{taken}"]
    assert names == [*known][-3:]
    assert [False] * 3 == [known[name].harmless for name in names]
    for name, asked in zip(names, host.functions, strict=True):
        [outcome] = known[name]([[{"sides": 6}]])
        assert (*asked, {"sides": 6}) == tuple(outcome.value.values())


def test_names_of_installed_functions():
    """None is longer than servers accept, and none takes the place of another's."""
    long, taken = "x" * 60, "github_repositories_get"
    host = Host((long, taken), ("a", taken), ("b", f"a_{taken}"), ("a-b", "c"), ("a_b", "c"))
    known = [*installed.offered(host)][len(chat_tools.FUNCTIONS) :]
    assert 5 == len({*known})
    assert max(map(len, known)) <= 64
    assert re.fullmatch(r"x{55}_[0-9a-f]{8}", known[0])


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
    assert "Finds the latest release" in release.description
    name = {"type": "string", "description": "such as `cli/cli`, or its URL."}
    latest = "whether a prerelease may be the latest; not without it."
    prereleases = {"type": "boolean", "description": latest}
    assert {
        "type": "object",
        "properties": {"name": name, "prereleases": prereleases},
        "required": ["name"],
        "additionalProperties": False,
    } == json.loads(release.tool.parameters)


def test_numbers_have_the_range_of_their_contract():
    """The bindings do not say how wide an integer is; one that does not fit would end the app."""
    probe = chat_tools.FUNCTIONS["net_ports_probe"]
    port = probe.parameters["properties"]["endpoints"]["items"]["properties"]["port"]
    assert (0, 65_535) == (port["minimum"], port["maximum"])
