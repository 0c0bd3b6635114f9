"""Commands that are made of a contract: options, results, errors, help."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.dummy import from_wit

from wae.binary.decode import decode_component
from wae.build.docs import texts
from wae.contract.docs import Docs, clean
from wae.contract.model import Contract, make_contract
from wae.contract.shapes import Err
from wae.errors import NameClash, UsageError
from wae.tools.command import Command, Done, Failed, commands
from wae.tools.results import Screen

WIT = """\
package game:table@0.1.0;

/// Dice and cards.
interface play {
    enum suit { clubs, diamonds, hearts, spades }
    flags rules { jokers, wild-cards, open-hands }
    record money {
        /// In cents.
        amount: u32,
        currency: string,
    }
    record offer {
        /// What is offered.
        price: money,
        to: option<string>,
        fair: bool,
    }
    record card { name: string, suit: suit, value: u8, note: option<string> }
    record hand { owner: string, cards: list<card>, rules: rules }
    record limit {
        /// In seconds.
        retry-after: option<u32>,
    }
    variant error {
        /// A die has 2 to 1000 sides. More would roll away.
        no-such-die(u32),
        /// Wait before you play again.
        rate-limited(limit),
        /// Log in first.
        unauthorized,
        out-of-range(string),
        undocumented,
    }
    variant stake { nothing, chips(u32) }
    /// `count` throws of a die.
    ///
    /// With so many sides.
    roll: func(count: u32, sides: u32) -> result<list<u32>, error>;
    draw: func(suit: suit, names: list<string>, rules: rules, %json: option<bool>) -> list<card>;
    bid: func(offer: offer, price: option<u64>, stake: stake) -> option<money>;
    show: func(owner: string) -> hand;
    weigh: func(cards: list<card>, grid: list<list<s8>>, pair: tuple<u8, string>) -> f64;
    quit: func();
    motto: func() -> string;
}

interface dealer {
    resource deck { draw: func() -> u8; }
    open: func() -> deck;
    roll: func() -> tuple<string, u8>;
}

world w { export play; export dealer; }
"""


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    """Of a component that has all of this."""
    return contract_of(WIT, tmp_path_factory.mktemp("wit"))


def contract_of(wit: str, folder: Path) -> Contract:
    (folder / "world.wit").write_text(wit)
    docs = Docs({path: clean(text) for path, text in texts(folder)})
    return make_contract(decode_component(from_wit(wit)), docs)


Run = Callable[..., Any]


@pytest.fixture
def run(contract: Contract) -> Run:
    """Runs a command line; gives what the function got, and what the command left."""

    def run(line: str | list[str], answer: Any = None, **screen: Any) -> tuple[list[Any], Done]:
        name, *rest = line.split() if isinstance(line, str) else line
        got: list[Any] = []

        def call(function: object, values: list[Any]) -> Any:
            got.extend(values)
            if isinstance(answer, Err):
                raise Failed(answer.value)
            return answer

        return got, command(contract, name).run(rest, call, Screen(**screen))

    return run


def command(contract: Contract, name: str) -> Command:
    return next(one for one in commands(contract, "wae table") if one.name == name)


def shape(contract: Contract, name: str) -> Any:
    return contract.interfaces["game:table/play@0.1.0"].types[name]


def record(contract: Contract, name: str, *values: Any) -> Any:
    found = shape(contract, name)
    attributes = [field.attribute for field in found.fields]
    return found.made(**dict(zip(attributes, values, strict=True)))


def offer(contract: Contract, amount: int, currency: str, fair: bool) -> Any:
    return record(contract, "offer", record(contract, "money", amount, currency), None, fair)


def card(contract: Contract, *values: Any) -> Any:
    name, suit, *rest = values
    return record(contract, "card", name, [*shape(contract, "suit").made][suit], *rest)


def test_names(contract: Contract) -> None:
    """A command is called as its function; where two have one name, the interface's comes first;
    one that passes a resource is none."""
    names = [one.name for one in commands(contract, "wae table")]
    assert ["play-roll", "draw", "bid", "show", "weigh", "quit", "motto", "dealer-roll"] == names


def test_two_of_one_name(tmp_path: Path) -> None:
    """What no longer name tells apart is refused."""
    wit = "package a:b;\ninterface i { x: func(); j-x: func(); }\ninterface j { x: func(); }\n"
    wit += "world w { export i; export j; }\n"
    with pytest.raises(NameClash) as caught:
        commands(contract_of(wit.replace("j-x", "j-x"), tmp_path), "wae b")
    assert "wae: i.j-x and j.x would both be `wae b j-x`. Rename one" == caught.value.line()


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
        ("play-roll 3", "play.roll has no 3. It has --count, --sides, --json"),
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
        ("bid --no-price", "--price is no switch, so there is no --no-price"),
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
    assert TABLE == run("draw --suit clubs", cards, shown=True)[1].output
    rows = "ace\tspades\t1\t\nqueen\thearts\t12\tthe \\x1b[31mred one\n"
    assert rows == run("draw --suit clubs", cards)[1].output
    assert "" == run("draw --suit clubs", [], shown=True)[1].output


def test_records(run: Run, contract: Contract) -> None:
    """A record is its fields; on a terminal a list of records in it is a table below."""
    cards, rules = [card(contract, "ace", 3, 1, None)], shape(contract, "rules").made(3)
    value = record(contract, "hand", "mona", cards, rules)
    assert (
        "Owner  mona\nRules  jokers, wild-cards\n\nCards:\nNAME  SUIT    VALUE  NOTE\n"
        "ace   spades      1\n"
    ) == run("show --owner mona", value, shown=True)[1].output
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
  --count N   Required.
  --sides N   Required.
  --json      Print JSON.
  -h, --help  Show this message and exit.

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
