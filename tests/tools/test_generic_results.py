"""What commands that are made of a contract show: results, errors, help."""

import json
from typing import Any

import pytest
from playing import Run, card, command, record, shape

from wae.contract.model import Contract
from wae.contract.shapes import Err
from wae.tools.command import Done, commands

TABLE = """\
NAME   SUIT    VALUE  NOTE
ace    spades      1
queen  hearts     12  the \\x1b[31mred one
"""


def test_tables(run: Run, contract: Contract) -> None:
    """On a terminal a list of records is a table with headings, numbers on the right; in a pipe a
    line for each, with tabs. Nothing in it steers the terminal."""
    cards = [card(contract, "ace", 3, 1, None)]
    cards.append(card(contract, "queen", 2, 12, "the \x1b[31mred one"))
    assert TABLE == run("draw --suit clubs", cards, is_tty=True)[1].output
    rows = "ace\tspades\t1\t\nqueen\thearts\t12\tthe \\x1b[31mred one\n"
    assert rows == run("draw --suit clubs", cards)[1].output
    assert "" == run("draw --suit clubs", [], is_tty=True)[1].output


def test_records(run: Run, contract: Contract) -> None:
    """A record is its fields; on a terminal a list of records in it is a table below."""
    cards, rules = [card(contract, "ace", 3, 1, None)], shape(contract, "rules").made(3)
    value = record(contract, "hand", "mona", cards, rules)
    assert (
        "Owner  mona\nRules  jokers, wild-cards\n\nCards:\nNAME  SUIT    VALUE  NOTE\n"
        "ace   spades      1\n"
    ) == run("show --owner mona", value, is_tty=True)[1].output
    lines = run("show --owner mona", value)[1].output.splitlines()
    assert ["owner\tmona", "rules\tjokers, wild-cards"] == [lines[0], lines[2]]


def test_json(run: Run, contract: Contract) -> None:
    """One document with WIT's names, in which nothing steers a terminal."""
    value = [card(contract, "a\x9b31m\u202e", 0, 1, None)]
    text = run("draw --suit clubs --json", value)[1].output
    assert not {"\x9b", "\u202e"} & {*text}
    expected = [{"name": "a\x9b31m\u202e", "suit": "clubs", "value": 1, "note": None}]
    assert expected == json.loads(text)


def test_other_results(run: Run) -> None:
    """Nothing prints nothing; text is printed as it is, a tuple on one line."""
    assert Done(0, "") == run("quit")[1]
    assert "two\nlines\n" == run("motto", "two\nlines")[1].output
    assert "a\t1\n" == run("dealer-roll", ("a", 1))[1].output
    assert "null\n" == run("quit --json")[1].output


@pytest.mark.parametrize(
    ("case", "payload", "problem", "code"),
    [
        (0, 1, "A die has 2 to 1000 sides (no-such-die: 1)", 1),
        (1, {"retry-after": 30}, "Wait before you play again (rate-limited: retry after 30)", 1),
        (1, {"retry-after": None}, "Wait before you play again (rate-limited)", 1),
        (2, None, "Log in first (unauthorized)", 4),
        (3, "sides\x1b[2J", "play.roll failed (out-of-range: sides\\x1b[2J)", 2),
        (4, None, "play.roll failed (undocumented)", 1),
    ],
)
def test_errors(
    run: Run, contract: Contract, case: int, payload: Any, problem: str, code: int
) -> None:
    """They are the first sentence of what the contract says of the case, and what it carries; the
    exit code is that of the case."""
    made = shape(contract, "error").cases[case].made
    if isinstance(payload, dict):
        payload = record(contract, "limit", *payload.values())
    error = made() if payload is None else made(payload)
    assert Done(code, "", problem) == run("play-roll --count 1 --sides 1", Err(error))[1]


HELP = """\
Usage: wae table play-roll [OPTIONS]

  `count` throws of a die.

  With so many sides.

Options:
  --count N       Required.
  --sides N       Required.
  --json          Print JSON.
  --fields NAMES  Print JSON with these fields only: NAME,NAME.
  -h, --help      Show this message and exit.

Examples:
  wae table play-roll --count 3 --sides 3
"""
HELP_OF_RECORDS = """\
Usage: wae table bid [OPTIONS]

  Dice and cards.

Options:
  --amount N       In cents. Required.
  --currency TEXT  Required.
  --to TEXT
  --fair
  --price N
  --stake JSON     Required. JSON: "nothing" or
                   {"chips": …}.
  --json           Print JSON.
  --fields NAMES   Print JSON with these fields
                   only: NAME,NAME.
  -h, --help       Show this message and exit.

Examples:
  wae table bid --amount 3 --currency TEXT --stake nothing
"""


def test_help(run: Run, contract: Contract) -> None:
    """It has what the contract says, every option, and a command line that works."""
    for asking in ("-h", "--help", "--count 3 --help"):
        assert HELP == run(f"play-roll {asking}")[1].output
    assert HELP_OF_RECORDS == command(contract, "bid").help(50)
    told = ["wae table bid --fair", "wae table bid", "wae table bids", "wae other"]
    made = next(one for one in commands(contract, "wae table", told) if one.name == "bid")
    assert ("wae table bid --fair", "wae table bid") == made.examples
