"""docs/from-the-original.md: whatever it says is here, is."""

import re

import pytest
from tests.test_docs import command_exists

from tests.conftest import ROOT
from wae.faces.rest import assets, lazy
from wae.faces.rest.application import PROBES
from wae.faces.rest.files import paths

PAGE = (ROOT / "docs" / "from-the-original.md").read_text(encoding="utf-8")
_CODE = re.compile(r"`([^`]+)`")
_SECTION = re.compile(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def _rows(section: str) -> list[tuple[str, str]]:
    """The original's side and ours, of the section's table."""
    text = dict(_SECTION.findall(PAGE))[section]
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return [(theirs, ours) for theirs, ours in rows[1:]]


def _named(section: str) -> list[str]:
    """What stands as code on our side."""
    return [code for _, ours in _rows(section) for code in _CODE.findall(ours)]


COMMANDS = [
    code
    for section in ("Menus", "Targets of `make`")
    for code in _named(section)
    if code.startswith(("wae ", "make "))
]
COMMANDS += [code for code in _CODE.findall(PAGE.partition("## Targets")[0]) if code == "wae menu"]


@pytest.mark.parametrize("command", COMMANDS)
def test_commands(command: str) -> None:
    """Each command parses: its words and its options are those of the program's own help."""
    assert command_exists(command)


@pytest.mark.parametrize("endpoint", _named("Endpoints"))
def test_endpoints(endpoint: str) -> None:
    """Each endpoint is one of the servers'."""
    method, path = endpoint.split()
    known = {*assets.page({}), *PROBES, lazy.PATH, f"{paths.PREFIX}/", "/openapi.json"}
    assert ("GET", True) == (method, path.partition("?")[0] in known)


@pytest.mark.parametrize("function", _named("Contracts"))
def test_functions(function: str) -> None:
    """Each function stands in the interface that is named, in our contracts."""
    actual = re.fullmatch(r"wae:([\w-]+)/([\w-]+)\.([\w-]+)", function)
    assert actual is not None
    package, interface, name = actual.groups()
    folders = (ROOT / "tools" / package / "contract", ROOT / "wit" / package)
    [file] = [file for folder in folders for file in folder.glob(f"{package}.wit")]
    text = file.read_text(encoding="utf-8")
    [body] = re.findall(rf"^interface {interface} \{{\n(.*?)^\}}", text, re.MULTILINE | re.DOTALL)
    assert re.search(rf"^    {name}: func\(", body, re.MULTILINE)


@pytest.mark.parametrize("setting", _named("Settings"))
def test_settings(setting: str) -> None:
    """Each setting is read, and stands in the example."""
    manifest = (ROOT / "apps" / "toolbox" / "wae.toml").read_text(encoding="utf-8")
    assert f'    "{setting}",\n' in manifest
    assert f"#{setting}=" in (ROOT / ".env.example").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("section", "originals"),
    {
        "Menus": [
            "crypto",
            "githubapi",
            "openai",
            "green",
            "register",
            "region",
            "forecast",
            "index",
        ],
        "Targets of `make`": ["gen-", "build_", "run_server", "run_green", "run_gen_pass", "clean"],
        "Endpoints": ["/healthz", "GET /`", "/get-lazy", "/**"],
        "Contracts": [
            "generate-random",
            "get-latest-release",
            "get-contributors",
            "get-stars",
            "text-to-text",
            "text-to-image",
            "get-request",
            "register",
            "get-token",
            "get-region",
            "get-forecast",
            "get-current-CO2-MOER-index",
        ],
        "Settings": ["OPENAI_API_KEY", "WATTTIME_USERNAME", "WATTTIME_PASSWORD", "WATTTIME_TOKEN"],
    }.items(),
)
def test_nothing_is_missing(section: str, originals: list[str]) -> None:
    """Each of the original's has a row."""
    theirs = "\n".join(their for their, _ in _rows(section))
    assert [] == [one for one in originals if one not in theirs]
