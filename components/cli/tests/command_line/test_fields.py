"""`--fields`: a name that the result does not have is refused before anything is asked."""

import inspect
import json
import re
import sys

import click
import pytest
from test_conventions import LEAVES
from wit_world.imports import presence

import golden_file
from command_line import root

# Each command, with what it needs beside its options.
NEEDED = {
    "wae config set": ["GH_TOKEN"],
    "wae config unset": ["GH_TOKEN"],
    "wae openai sessions delete": ["1nv3k9"],
}
HAVING = [
    path
    for path, command in [*LEAVES, ("wae password", root.wae.commands["password"])]
    if any("--fields" in option.opts for option in command.params)
]
# Command lines that give a result here.
LINES = [
    "doctor",
    "config list",
    "github repo o/r",
    "github repo o/r o/s",
    "github readme o/r",
    "github release o/r",
    "github release o/r --force --download",
    "github releases o/r",
    "github contributors o/r",
    "github stars o/r",
    "net lookup example.com",
    "net probe example.com:443",
    "net time",
    "openai chat Hi",
    "openai image Fox -o fox.png --force",
    "openai models",
    "openai sessions list",
    "openai sessions show",
    "openai sessions export",
    "openai sessions export -o chat.json --force",
    "password",
    "password check x",
    "password check x --leaked",
    "watttime access",
    "watttime best CAISO_NORTH",
    "watttime best CAISO_NORTH PJM_DC",
    "watttime forecast CAISO_NORTH",
    "watttime forecast CAISO_NORTH PJM_DC",
    "watttime historical CAISO_NORTH",
    "watttime index CAISO_NORTH",
    "watttime region --lat 1 --lon 2",
]


@pytest.fixture
def nobody(monkeypatch):
    """No tool is called."""
    for name, module in [*sys.modules.items()]:
        own = name.startswith("wit_world.imports.") and not name.endswith(
            (".environment", ".plain")
        )
        for function, _ in inspect.getmembers(module, inspect.isfunction) if own else ():
            monkeypatch.setattr(module, function, lambda *_: pytest.fail("called"))


def test_unknown_names(wae, nobody):
    """Every command names the fields that it has, and what was meant; nothing is asked."""
    cases = []
    for path in sorted(HAVING):
        words = [*path.split()[1:], *NEEDED.get(path, []), "--fields", "nam,urls"]
        done = wae(*words)
        assert (2, "") == (done.code, done.out)
        cases.append(golden_file.case(path, tuple(words), done.err, done.code))
    golden_file.check("fields", cases)


@pytest.mark.parametrize("line", LINES)
def test_the_names_are_those_of_the_result(wae, fake, line):
    """What a command says it has is what its JSON has; one of them can be had alone."""
    fake(presence, "find", lambda _: presence.Source.ENVIRONMENT)
    wae("openai", "chat", "Hi")  # so that there is a session
    refused = wae(*line.split(), "--fields", "nonsense")
    assert 2 == refused.code
    names = re.search(r"It has (.+)\.$", refused.err, re.MULTILINE)[1].split(", ")
    done = wae(*line.split(), "--json")
    assert done.out, done.err
    document = json.loads(done.out)
    entries = document if isinstance(document, list) else [document]
    assert entries
    assert {frozenset(names)} == {frozenset(one) for one in entries}
    alone = json.loads(wae(*line.split(), f"--fields={names[-1]}").out)
    alone = alone if isinstance(alone, list) else [alone]
    assert {(names[-1],)} == {tuple(one) for one in alone}


def test_every_command_is_tried():
    """The command lines above are of all commands but those that need a host."""
    elsewhere = {"wae config path", "wae config set", "wae config unset"}
    account = {"wae watttime login", "wae watttime register", "wae openai sessions delete"}
    groups = {f"wae {' '.join(line.split()[:n])}" for line in LINES for n in (1, 2, 3)}
    assert {*HAVING} - groups == elsewhere | account
    assert isinstance(root.wae.commands["password"], click.Group)
