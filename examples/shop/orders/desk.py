"""Placing and refunding, whoever keeps the lines and takes the money."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

import ledger
from catalogue import PRODUCTS
from ledger import Line, Order

MOST_LINES, MOST_PIECES, LONGEST_KEY = 20, 100, 200

Card = TypeVar("Card")


class Refused(Exception):
    """An expected failure: the case of the contract's error, and its payload."""

    def __init__(self, case: str, payload: str) -> None:
        super().__init__(case)
        self.case = case
        self.payload = payload


class Lines(Protocol):
    """Where the ledger is kept. Both raise Refused."""

    def read(self) -> list[str]: ...

    def add(self, line: str) -> None: ...


def place(
    lines: Lines,
    charge: Callable[[str, int, Card], str],
    now: str,
    key: str,
    wanted: Sequence[Line],
    card: Card,
) -> Order:
    """Places the order of a key, or finds it, and has it paid if it is not. Raises Refused.

    The order is written down before the card is charged, and its payment has a key: who is
    interrupted asks again, and nothing is paid twice.
    """
    total = _total(key, wanted)
    id = ledger.order_id(key)
    order = ledger.orders(lines.read()).get(id)
    if order is None:
        order = Order(id, now, tuple(wanted), total)
        lines.add(ledger.placed(order))
    elif order.lines != tuple(wanted):
        raise Refused("key-reused", id)
    if order.state == ledger.PLACED:
        _pay(lines, charge, order, card)
    return ledger.orders(lines.read())[id]


def _pay(lines: Lines, charge: Callable[[str, int, Card], str], order: Order, card: Card) -> None:
    try:
        lines.add(ledger.paid(order, charge(order.payment_key, order.total, card)))
    except Refused as refused:
        if refused.case == "declined":
            lines.add(ledger.declined(order))
        raise


def history(lines: Lines) -> list[Order]:
    """All orders, the latest first. Raises Refused."""
    return [*ledger.orders(lines.read()).values()][::-1]


def refund(lines: Lines, give_back: Callable[[str], None], id: str) -> Order:
    """Raises Refused."""
    order = ledger.orders(lines.read()).get(id)
    if order is None:
        raise Refused("no-such-order", id)
    if order.state != ledger.PAID:
        raise Refused("not-refundable", order.state)
    give_back(order.charge)
    lines.add(ledger.refunded(order))
    return ledger.orders(lines.read())[id]


def _total(key: str, wanted: Sequence[Line]) -> int:
    if not 0 < len(key) <= LONGEST_KEY:
        raise Refused("invalid-order", f"a key has 1 to {LONGEST_KEY} characters")
    if not 0 < len(wanted) <= MOST_LINES:
        raise Refused("invalid-order", f"an order has 1 to {MOST_LINES} lines")
    for line in wanted:
        if line.product not in PRODUCTS:
            raise Refused("no-such-product", line.product)
        if not 0 < line.quantity <= MOST_PIECES:
            raise Refused("invalid-order", f"a line has 1 to {MOST_PIECES} pieces")
    return sum(PRODUCTS[line.product].price * line.quantity for line in wanted)
