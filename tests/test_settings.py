"""Every setting stands wherever settings are listed: the manifest, `.env.example`, the help."""

import importlib.util
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / ".env.example"
GOLDEN_HELP = ROOT / "components" / "cli" / "tests" / "golden" / "topics.txt"

# A name by itself; `$NAME` stands in a URL.
_CREDENTIAL = re.compile(r"(?<![$\w])[A-Z][A-Z0-9]*_[A-Z0-9_]+")
_LINE = re.compile(r"^#([A-Z][A-Z0-9_]*)=(.*)$", re.MULTILINE)


@pytest.fixture(scope="module")
def listed() -> list[Any]:
    """The settings as `cli` lists them; that module needs no bindings."""
    path = ROOT / "components" / "cli" / "help" / "settings_list.py"
    spec = importlib.util.spec_from_file_location("settings_list", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return list(module.SETTINGS)


@pytest.fixture(scope="module")
def components() -> dict[str, Any]:
    manifest = tomllib.loads((ROOT / "apps" / "toolbox" / "wae.toml").read_text())
    found: dict[str, Any] = manifest["components"]
    return found


def test_the_manifest_has_them_all(listed: list[Any], components: dict[str, Any]) -> None:
    """What `settings` may read of the environment is what is listed, and by what the host knows
    its notices for the user; nothing else."""
    names = [*(one.name for one in listed), "WAE_NOTICES", "WAE_NOTICES_TERMINAL"]
    assert sorted(components["settings"]["environment"]) == sorted(names)


def test_policies_use_settings(listed: list[Any], components: dict[str, Any]) -> None:
    """Every setting that a tool's hosts and credentials name is listed for that tool."""
    for name, component in components.items():
        text = str([component.get("hosts", []), component.get("auth", {})])
        named = set(re.findall(r"\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b", text))
        assert named <= {one.name for one in listed if one.tool == name}


def test_credentials_are_secret(listed: list[Any], components: dict[str, Any]) -> None:
    """What a policy sends as a credential is listed as secret."""
    sent = {
        name
        for component in components.values()
        for name in _CREDENTIAL.findall(str(component.get("auth", {})))
    }
    assert sent <= {one.name for one in listed if one.secret}


def test_the_example_has_them_all(listed: list[Any]) -> None:
    """`.env.example` has each setting once, in their order, commented out, no secret filled in."""
    lines = _LINE.findall(EXAMPLE.read_text())
    assert [one.name for one in listed] == [name for name, _ in lines]
    secret = {one.name for one in listed if one.secret}
    assert [] == [name for name, value in lines if name in secret and value]


def test_the_example_sets_nothing() -> None:
    """Copied as it is, it changes nothing: every line is a comment or empty."""
    assert [] == [line for line in EXAMPLE.read_text().splitlines() if line and line[0] != "#"]


def test_the_help_has_them_all(listed: list[Any]) -> None:
    """`wae help settings` tells each, as its golden file shows."""
    text = GOLDEN_HELP.read_text()
    assert [] == [one.name for one in listed if f"  {one.name} " not in text]
