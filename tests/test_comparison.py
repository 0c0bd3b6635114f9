"""The column of `wae` in docs/comparison.md is so: its commands, options, settings and numbers."""

import json
import re
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs" / "comparison.md").read_text(encoding="utf-8")
COMPONENTS = tomllib.loads((ROOT / "apps" / "toolbox" / "wae.toml").read_text(encoding="utf-8"))[
    "components"
]
TOOLS = ("password", "github", "openai", "watttime", "net")

Wae = Callable[..., "subprocess.CompletedProcess[str]"]

#: What the toolbox knows beside commands: its components, their hosts, its settings.
_NAMES = {
    ".env",
    "wae.load",
    *COMPONENTS,
    *COMPONENTS["settings"]["environment"],
    *(
        host
        for component in COMPONENTS.values()
        for key in ("hosts", "anonymous_hosts")
        for host in component.get(key, [])
    ),
}
_CODE = re.compile(r"`([^`]+)`")
_LISTED = re.compile(r"^  ([a-z]+)  ", re.MULTILINE)


@pytest.mark.parametrize("tool", TOOLS)
def test_what_the_column_names_exists(tool: str, wae: Wae) -> None:
    """Commands and options stand in the help of the tool, settings and hosts in the manifest."""
    helps = dict(_helps(wae, (tool,)))
    spans = {span for cell in _column(tool).values() for span in _CODE.findall(cell)}
    assert [] == sorted(span for span in spans if not _exists(span, tool, helps, wae))


@pytest.mark.parametrize("tool", TOOLS)
def test_what_the_column_says_of_the_sandbox_is_granted(tool: str) -> None:
    """A tool that can read nothing has no files and no variables; it reaches its hosts only."""
    component = COMPONENTS[tool]
    column = _column(tool)
    assert column["Can read on your machine"] == "nothing"
    assert {"files", "environment", "terminal"}.isdisjoint(component.get("grants", []))
    assert "environment" not in component
    if hosts := [*component.get("hosts", []), *component.get("anonymous_hosts", [])]:
        named = set(_CODE.findall(column["Can reach"]))
        assert {host.removeprefix("$") for host in hosts} == named
    else:
        assert ("sockets" in component.get("grants", [])) == (column["Can reach"] == "anything")


def test_the_numbers_of_passwords(wae: Wae) -> None:
    """What `wae password` makes by default is as long, and as hard to guess, as it says."""
    column = _column("password")
    made = json.loads(wae("password", "--json").stdout)
    assert column["Default"] == f"{made['length']} characters drawn from {made['alphabet_size']}"
    assert f"{made['entropy_bits']:.1f} bits" in column["Entropy is shown"]
    plain = json.loads(wae("password", "--json", "--no-symbols").stdout)
    symbols = made["alphabet_size"] - plain["alphabet_size"]
    assert f"{symbols} of them" in column["Symbols"]
    words = json.loads(wae("password", "--json", "--passphrase").stdout)
    assert f"{words['length']} by default" in column["Passphrases"]


def test_the_commands_for_authors(wae: Wae) -> None:
    """Each command that authors have, and each option of one, stands in its help."""
    cells = [line.split("|")[2] for line in _rows("| | `wae` | Spin |")]
    spans = [span.split() for cell in cells for span in _CODE.findall(cell) if span[:4] == "wae "]
    assert {"new", "build", "check", "test", "bindings", "docs", "inspect"} <= {
        words[1] for words in spans
    }
    for _, command, *options in spans:
        help_text = wae(command, "--help").stdout
        assert [] == [option for option in options if option not in help_text], command


def _rows(head: str) -> list[str]:
    """The lines of the table with this head."""
    return TEXT.partition(head)[2].partition("\n\n")[0].splitlines()[2:]


def _column(tool: str) -> dict[str, str]:
    """The cells of `wae TOOL`, by what stands on the left of them."""
    lines = _rows(f"| | `wae {tool}` |")
    cells = [[cell.strip() for cell in line.split("|")[1:3]] for line in lines]
    assert cells, tool
    return dict(cells)


def _helps(wae: Wae, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """The help of a command and of all below it."""
    done = wae(*path, "--help")
    assert 0 == done.returncode, done.stderr
    yield path, done.stdout
    commands = done.stdout.partition("\nCommands:\n")[2].partition("\n\n")[0]
    for name in _LISTED.findall(commands):
        yield from _helps(wae, (*path, name))


def _exists(span: str, tool: str, helps: dict[tuple[str, ...], str], wae: Wae) -> bool:
    words = tuple(span.split())
    if words[0] == "wae":
        return _is_command(words[1:], dict(_helps(wae, words[1:2])))
    return (
        span in _NAMES
        or _is_command((tool, *words), helps)
        or any(_stands(span, text) for text in helps.values())
    )


def _is_command(words: tuple[str, ...], helps: dict[tuple[str, ...], str]) -> bool:
    """Whether the words begin with a command whose help has all the others."""
    most = max(size for size in range(len(words) + 1) if size == 0 or words[:size] in helps)
    return most > 0 and all(_stands(word, helps[words[:most]]) for word in words[most:])


def _stands(word: str, text: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text) is not None
