"""A contract about a game, and commands that are made of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.dummy import from_wit

from wae.binary.decode import decode_component
from wae.build.docs import texts
from wae.contract.docs import Docs, clean
from wae.contract.model import Contract, make_contract
from wae.tools.command import Command, commands

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


def contract_of(wit: str, folder: Path) -> Contract:
    (folder / "world.wit").write_text(wit)
    docs = Docs({path: clean(text) for path, text in texts(folder)})
    return make_contract(decode_component(from_wit(wit)), docs)


Run = Callable[..., Any]


def command(contract: Contract, name: str) -> Command:
    return next(one for one in commands(contract, "wae table") if one.name == name)


def shape(contract: Contract, name: str) -> Any:
    return contract.interfaces["game:table/play@0.1.0"].types[name]


def record(contract: Contract, name: str, *values: Any) -> Any:
    actual = shape(contract, name)
    attributes = [field.attribute for field in actual.fields]
    return actual.made(**dict(zip(attributes, values, strict=True)))


def offer(contract: Contract, amount: int, currency: str, fair: bool) -> Any:
    return record(contract, "offer", record(contract, "money", amount, currency), None, fair)


def card(contract: Contract, *values: Any) -> Any:
    name, suit, *rest = values
    return record(contract, "card", name, [*shape(contract, "suit").made][suit], *rest)
