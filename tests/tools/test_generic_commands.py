"""Commands that are made of a contract, and what their options mean."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playing import Run, card, command, contract_of, offer, record, shape

from wae.contract.model import Contract
from wae.errors import UsageError
from wae.tools.command import Done, commands
from wae.tools.results import Screen


def test_names(contract: Contract) -> None:
    """A command is called as its function; where two have one name, the interface's comes first;
    one that passes a resource is none."""
    names = [one.name for one in commands(contract, "wae table")]
    assert ["play-roll", "draw", "bid", "show", "weigh", "quit", "motto", "dealer-roll"] == names


def test_names_that_clash(tmp_path: Path) -> None:
    """Commands of one name go by longer ones; those that no longer name tells apart, by what
    language models call them: no function is left without a command."""
    wit = "package a:b;\ninterface i { x: func(); j-x: func(); }\ninterface j { x: func(); }\n"
    wit += "interface k { y: func(); }\nworld w { export i; export j; export k; export y: func(); }"
    names = [one.name for one in commands(contract_of(wit, tmp_path), "wae b")]
    assert ["b_j_x", "i-j-x", "i-x", "k-y", "y"] == sorted(names)


def test_functions_of_resources(tmp_path: Path) -> None:
    """A static function that takes and gives plain values goes by its resource's name, too."""
    wit = "package a:b;\ninterface i { resource r { next: static func() -> u8; } next: func(); }\n"
    wit += "world w { export i; }\n"
    names = [one.name for one in commands(contract_of(wit, tmp_path), "wae b")]
    assert ["next", "r-next"] == sorted(names)


def test_scalars(run: Run) -> None:
    """Parameters are options, in any order, with a space or a sign of equality."""
    assert ([3, 6], Done(0, "1\n2\n3\n")) == run("play-roll --sides=6 --count 3", [1, 2, 3])


def test_labels_lists_flags(run: Run, contract: Contract) -> None:
    """An enum is one of its labels; lists and flags are repeated; flags take commas, too."""
    suit, rules = shape(contract, "suit").made, shape(contract, "rules").made
    got, _ = run(
        "draw --suit hearts --names a --names b --rules jokers --rules wild-cards,open-hands", []
    )
    assert [[*suit][2], ["a", "b"], rules(7), None] == got
    assert [[*suit][0], [], rules(0), None] == run("draw --suit clubs", [])[0]
    assert ["x,y"] == run("draw --suit clubs --names x,y", [])[0][1]
    assert ["null"] == run("draw --suit clubs --names null", [])[0][1]
    assert ["a", "b"] == run(["draw", "--suit", "clubs", "--names", '["a", "b"]'], [])[0][1]


def test_a_parameter_called_as_an_option_of_ours(run: Run) -> None:
    """It has an underscore, and ours keeps its name."""
    got, done = run("draw --suit clubs --json_ --json", [])
    assert (True, Done(0, "[]\n")) == (got[3], done)


def test_fields_of_records(run: Run, contract: Contract) -> None:
    """They are options; where a name is another's as well, those before it come first."""
    got, _ = run("bid --amount 5 --currency EUR --fair --stake nothing --price 7")
    stake = shape(contract, "stake")
    assert [offer(contract, 5, "EUR", True), 7, stake.cases[0].made()] == got
    line = ["bid", "--offer", '{"price": {"amount": 1, "currency": "X"}, "fair": false}']
    got, _ = run([*line, "--stake", '{"chips": 3}'])
    assert [offer(contract, 1, "X", False), None, stake.cases[1].made(3)] == got
    got, _ = run(["bid", "--offer-price", '{"amount": 1, "currency": "X"}', "--stake=nothing"])
    assert offer(contract, 1, "X", False) == got[0]


def test_lists_of_records(run: Run, contract: Contract) -> None:
    """An item is JSON, or all of them are; what is an array itself is JSON."""
    ace = '{"name": "ace", "suit": "spades", "value": 1}'
    made = card(contract, "ace", 3, 1, None)
    for words in (["--cards", ace, "--cards", ace], ["--cards", f"[{ace}, {ace}]"]):
        got, done = run(["weigh", *words, "--grid", "[[1], [-1]]", "--pair", '[1, "x"]'], 0.5)
        assert ([[made, made], [[1], [-1]], (1, "x")], "0.5\n") == (got, done.output)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("play-roll", "play.roll needs --count, --sides. See wae table play-roll --help"),
        ("play-roll --count", "--count needs a value"),
        ("play-roll --cuont 3", "play.roll has no --cuont. Did you mean --count?"),
        ("play-roll 3", "play.roll has no 3. It has --count, --sides, --json, --fields"),
        ("play-roll --count 3 --count 4", "--count is given twice"),
        ("play-roll --count x --sides 6", "--count: 'x' is no whole number (u32). "
         "Write it in digits"),
        ("play-roll --count -1 --sides 6", "--count: -1 is not between 0 and 4294967295. "
         "It takes whole number (u32)"),
        ("draw --suit heart", '--suit: "heart" is not one of clubs, diamonds, hearts, spades. '
         "Did you mean hearts?"),
        ("draw --suit clubs --rules joker", '--rules[0]: "joker" is not one of jokers, '
         "wild-cards, open-hands. Did you mean jokers?"),
        ("draw --suit clubs --names [1", "--names: '[1' is no JSON array of text. "
         "Write it as JSON, for example in single quotes"),
        ("bid --stake nothing --amount 1", "play.bid needs --currency. See wae table bid --help"),
        ("bid --stake nothing --offer {} --fair", "--offer and --fair do not go together. "
         "Give --offer as JSON, or its fields"),
        ("bid --amount 1 --currency x --stake chips", '--stake: "chips" has a payload: write '
         '{"chips": …}. It takes JSON: "nothing" | {"chips": …}'),
        ("bid --no-price", "--price is not a switch, so there is no --no-price"),
    ],
)  # fmt: skip
def test_wrong_use(run: Run, line: str, message: str) -> None:
    """It is one line that names the option; nothing is called, and the exit code is 2."""
    with pytest.raises(UsageError) as caught:
        run(line)
    assert f"wae: {message}" == caught.value.line()
    assert 2 == caught.value.exit_code


def test_the_value_of_an_option_is_no_option(run: Run, contract: Contract) -> None:
    """Whatever it looks like."""
    hand = record(contract, "hand", "x", [], shape(contract, "rules").made(0))
    for value in ("--json", "-h", "--help", "--owner", "--"):
        got, done = run(["show", "--owner", value], hand)
        assert ([value], "owner\tx\ncards\t\nrules\t\n") == (got, done.output)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=3))
def test_any_text_arrives(contract: Contract, texts: list[str]) -> None:
    """What is typed for a list of texts is what the function gets, but for one that looks like
    the whole list."""
    if len(texts) == 1 and texts[0].lstrip()[:1] == "[":
        return
    got: list[Any] = []

    def call(function: object, values: list[Any]) -> Any:
        got.extend(values)
        return []

    words = [word for text in texts for word in ("--names", text)]
    command(contract, "draw").run(["--suit", "clubs", *words], call, Screen())
    assert texts == got[1]
