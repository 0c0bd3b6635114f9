"""Placing, paying and refunding, with a ledger in memory and a payment that does as it is told."""

from collections.abc import Callable

import pytest

import desk
from desk import Refused
from ledger import Line, Order

NOW = "2026-11-29T12:00:00Z"
MUGS = [Line("mug", 2), Line("sticker", 1)]


class Memory(list[str]):
    """A ledger."""

    def read(self) -> list[str]:
        return self

    def add(self, line: str) -> None:
        self.append(line)


class Payments:
    """Takes money once for a key, as the gateway's contract says. `fails` come next."""

    def __init__(self, *fails: Exception) -> None:
        self.fails = [*fails]
        self.taken: dict[str, int] = {}

    def charge(self, key: str, cents: int, card: str) -> str:
        if card == "good":
            self.taken.setdefault(key, cents)
        if self.fails:
            raise self.fails.pop(0)
        return f"ch-{key}"


def place(
    lines: Memory, payments: Payments, card: str = "good", key: str = "k", wanted: list[Line] = MUGS
) -> Order:
    return desk.place(lines, payments.charge, NOW, key, wanted, card)


def refused(run: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        run()
    return caught.value.case, caught.value.payload


def test_an_order() -> None:
    """It is paid, with the sum of its lines, and found again."""
    lines, payments = Memory(), Payments()
    order = place(lines, payments)
    assert (3150, "paid", NOW) == (order.total, order.state, order.placed)
    assert [3150] == [*payments.taken.values()]
    assert [order] == desk.history(lines)


def test_asked_again() -> None:
    """The same key orders and charges once, however often."""
    lines, payments = Memory(), Payments()
    assert place(lines, payments) == place(lines, payments) == place(lines, payments)
    assert 1 == len(payments.taken)
    assert 1 == len(desk.history(lines))


@pytest.mark.parametrize("failure", [Refused("payments-unavailable", "lost"), KeyboardInterrupt()])
def test_interrupted(failure: BaseException) -> None:
    """Whoever does not hear whether money was taken asks again, and it is taken once."""
    lines, payments = Memory(), Payments()
    payments.fails = [failure]  # type: ignore[list-item]
    with pytest.raises(type(failure)):
        place(lines, payments)
    assert ["placed"] == [order.state for order in desk.history(lines)]
    assert "paid" == place(lines, payments).state
    assert 1 == len(payments.taken)


def test_another_card() -> None:
    """After a card was declined another one may pay, as another payment."""
    lines, payments = Memory(), Payments(Refused("declined", "insufficient_funds"))
    assert ("declined", "insufficient_funds") == refused(lambda: place(lines, payments, "bad"))
    assert "paid" == place(lines, payments).state
    assert [key.rpartition("-")[2] for key in payments.taken] == ["1"]


def test_a_key_of_another_order() -> None:
    """A key belongs to what was ordered first."""
    lines, payments = Memory(), Payments()
    first = place(lines, payments)
    assert ("key-reused", first.id) == refused(
        lambda: place(lines, payments, wanted=[Line("mug", 1)])
    )


@pytest.mark.parametrize(
    ("key", "wanted", "case"),
    [
        ("", MUGS, "invalid-order"),
        ("k" * 201, MUGS, "invalid-order"),
        ("k", [], "invalid-order"),
        ("k", [Line("mug", 1)] * 21, "invalid-order"),
        ("k", [Line("mug", 0)], "invalid-order"),
        ("k", [Line("mug", 101)], "invalid-order"),
        ("k", [Line("mug", 1), Line("yacht", 1)], "no-such-product"),
    ],
)
def test_no_order(key: str, wanted: list[Line], case: str) -> None:
    """What makes no sense is neither written down nor paid."""
    lines, payments = Memory(), Payments()
    assert case == refused(lambda: place(lines, payments, key=key, wanted=wanted))[0]
    assert ([], {}) == (lines, payments.taken)


def test_refunds() -> None:
    """What was paid is given back once; what was not, never."""
    lines, payments, given = Memory(), Payments(Refused("declined", "x")), list[str]()
    refused(lambda: place(lines, payments, key="unpaid"))
    [unpaid] = desk.history(lines)
    order = place(lines, payments)
    assert ("no-such-order", "x") == refused(lambda: desk.refund(lines, given.append, "x"))
    assert ("not-refundable", "placed") == refused(
        lambda: desk.refund(lines, given.append, unpaid.id)
    )
    assert "refunded" == desk.refund(lines, given.append, order.id).state
    assert ("not-refundable", "refunded") == refused(
        lambda: desk.refund(lines, given.append, order.id)
    )
    assert [order.charge] == given
