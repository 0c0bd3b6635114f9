"""What a model may ask to have called, and what it gets to know."""

import json
import re
import subprocess
import tempfile
from pathlib import Path

from contract import shapes
from openai.chat import functions as chat_tools
from wae.build.source import read_source
from wae.build.tools import tool
from wae.build.wit import assemble, read_contracts

CLI = Path(__file__).parents[2]
# Never for a model: what WASI gives the component itself, settings, the terminal and the
# model's own service.
WASI = "wasi:"
KEPT_BACK = {"answers", "chat", "images", "models", "plain", "presence"}


def world() -> dict:
    """The component's WIT, resolved, as wasm-tools prints it."""
    with tempfile.TemporaryDirectory() as scratch:
        wit = Path(scratch, "wit")
        source = read_source("cli", CLI, (CLI.parent / "shared",))
        assemble(source, read_contracts(CLI.parent.parent / "wit"), wit)
        command = [tool("wasm-tools"), "component", "wit", "--json", wit]
        return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


def test_every_function_that_cli_imports_is_offered():
    """Each function of every imported contract is a tool, but for what no model may have."""
    found = world()
    [cli] = [one for one in found["worlds"] if one["name"] == "cli"]
    interfaces = [found["interfaces"][one["interface"]["id"]] for one in cli["imports"].values()]
    expected = [
        name
        for interface in interfaces
        if not found["packages"][interface["package"]]["name"].startswith(WASI)
        if interface["name"] not in KEPT_BACK
        for name in interface["functions"]
    ]
    offered = [one.label.partition(".")[2] for one in chat_tools.FUNCTIONS.values()]
    assert sorted(expected) == sorted(offered)


def test_names_are_what_servers_accept():
    """The API takes names of letters, digits, `_` and `-`, 64 at most."""
    for name in chat_tools.FUNCTIONS:
        assert re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", name)


def test_harmless_functions_are_there():
    """No function is called harmless that does not exist: a new name would be asked about."""
    labels = {one.label for one in chat_tools.FUNCTIONS.values()}
    assert set() == set(chat_tools.HARMLESS) - labels
    assert set() == set(chat_tools.REASONS) - labels


def test_what_the_model_is_told():
    """Descriptions are those of the contract, parameters a schema of its types."""
    release = chat_tools.FUNCTIONS["github_latest_release"]
    assert "github.latest-release" == release.label
    assert release.description.startswith("github repositories: A repository is named")
    assert "Raises" not in release.description
    assert "prerelease" in release.description.lower()
    assert {
        "type": "object",
        "properties": {"name": {"type": "string"}, "prereleases": {"type": "boolean"}},
        "required": ["name", "prereleases"],
        "additionalProperties": False,
    } == json.loads(release.tool.parameters)


def test_integers_have_the_range_of_their_contract():
    """The bindings do not say how wide an integer is, and one that does not fit would end the app:
    every integer that a model can give is a `u32` or has its range in `shapes.RANGES`.
    """
    found = world()
    modules = {one.interface.__name__.rpartition(".")[2] for one in chat_tools.FUNCTIONS.values()}
    kinds = {}
    for interface in found["interfaces"]:
        module = interface["name"].replace("-", "_")
        functions = interface["functions"].values() if module in modules else ()
        for function in functions:
            for parameter in function["params"]:
                words = (module, function["name"], parameter["name"])
                kinds |= integers(found, parameter["type"], ".".join(words).replace("-", "_"))
    narrow = {place: kind for place, kind in kinds.items() if kind != "u32"}
    assert kinds
    assert narrow.keys() == shapes.RANGES.keys()
    limits = {"u8": 2**8, "u16": 2**16}
    for place, kind in narrow.items():
        assert 0 <= shapes.RANGES[place][0] < shapes.RANGES[place][1] < limits[kind]


def integers(found: dict, kind: object, place: str) -> dict[str, str]:
    """The integers (and characters) below a type: where each stands, and which it is."""
    if isinstance(kind, str):
        return {place: kind} if kind[0] in "us" and kind[1:].isdigit() or kind == "char" else {}
    definition = found["types"][kind]
    shape = definition["kind"]
    if not isinstance(shape, dict):
        return {}
    [(what, inner)] = shape.items()
    if what == "record":
        owner = found["interfaces"][definition["owner"]["interface"]]["name"].replace("-", "_")
        name = "".join(word.capitalize() for word in definition["name"].split("-"))
        found_below = {}
        for field in inner["fields"]:
            below = f"{owner}.{name}.{field['name'].replace('-', '_')}"
            found_below |= integers(found, field["type"], below)
        return found_below
    if what in ("list", "option", "type"):
        return integers(found, inner, place)
    if what == "variant":
        return {
            below: kind
            for case in inner["cases"]
            if case["type"] is not None
            for below, kind in integers(found, case["type"], f"{place}.{case['name']}").items()
        }
    if what == "tuple":
        return {k: v for one in inner["types"] for k, v in integers(found, one, place).items()}
    return {}
