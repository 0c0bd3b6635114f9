"""Every setting stands wherever settings are listed: the manifest, `.env.example`, the help."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from wae.build.components import Components
from wae.manifest import load_manifest
from wae.tools.description import Setting, Tool

ROOT = Path(__file__).parent.parent
MANIFEST = ROOT / "apps" / "toolbox" / "wae.toml"
EXAMPLE = ROOT / ".env.example"
GOLDEN_HELP = ROOT / "components" / "cli" / "tests" / "golden" / "topics.txt"

# A name by itself; `$NAME` stands in a URL.
#: Components whose settings are those of a tool: it is what people use them by.
TOOL_OF = {"leaks": "password"}
_CREDENTIAL = re.compile(r"(?<![$\w])[A-Z][A-Z0-9]*_[A-Z0-9_]+")
_LINE = re.compile(r"^#([A-Z][A-Z0-9_]*)=(.*)$", re.MULTILINE)


@pytest.fixture(scope="module")
def listed() -> list[Setting]:
    """The settings of the tools, as the build gives them to `cli`, after that of `http`."""
    own = Setting("WAE_INSECURE_ORIGINS", "")
    return [own, *(setting for tool in _tools() for setting in tool.settings)]


def _tools() -> tuple[Tool, ...]:
    return Components(load_manifest(MANIFEST)).tools.described


@pytest.fixture(scope="module")
def components() -> dict[str, Any]:
    manifest = tomllib.loads(MANIFEST.read_text())
    actual: dict[str, Any] = manifest["components"]
    return actual


def test_the_manifest_has_them_all(listed: list[Setting], components: dict[str, Any]) -> None:
    """What `settings` may read of the environment is what is listed, and by what the host knows
    its notices for the user; nothing else."""
    names = [*(one.name for one in listed), "WAE_NOTICES", "WAE_NOTICES_TERMINAL"]
    assert sorted(components["settings"]["environment"]) == sorted(names)


def test_policies_use_settings(listed: list[Setting], components: dict[str, Any]) -> None:
    """Every setting that a tool's hosts and credentials name is listed for that tool."""
    for name, component in components.items():
        text = str([component.get("hosts", []), component.get("auth", {})])
        named = set(re.findall(r"\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b", text))
        own = {tool.name: {one.name for one in tool.settings} for tool in _tools()}
        assert named <= own.get(TOOL_OF.get(name, name), set())


def test_credentials_are_secret(listed: list[Setting], components: dict[str, Any]) -> None:
    """What a policy sends as a credential is listed as secret."""
    sent = {
        name
        for component in components.values()
        for name in _CREDENTIAL.findall(str(component.get("auth", {})))
    }
    assert sent <= {one.name for one in listed if one.secret}


def test_the_example_has_them_all(listed: list[Setting]) -> None:
    """`.env.example` has each setting once, in their order, commented out, no secret filled in."""
    lines = _LINE.findall(EXAMPLE.read_text())
    assert [one.name for one in listed] == [name for name, _ in lines]
    secret = {one.name for one in listed if one.secret}
    assert [] == [name for name, value in lines if name in secret and value]


def test_the_example_sets_nothing() -> None:
    """Copied as it is, it changes nothing: every line is a comment or empty."""
    assert [] == [line for line in EXAMPLE.read_text().splitlines() if line and line[0] != "#"]


def test_the_help_has_them_all(listed: list[Setting]) -> None:
    """`wae help settings` tells each, as its golden file shows."""
    text = GOLDEN_HELP.read_text()
    assert [] == [one.name for one in listed if f"  {one.name} " not in text]
