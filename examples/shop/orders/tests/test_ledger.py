"""What lines say of orders, and that nothing but lines says it."""

from hypothesis import given
from hypothesis import strategies as st

import ledger
from ledger import Line, Order

ORDER = Order(ledger.order_id("key"), "2026-11-29T12:00:00Z", (Line("mug", 2),), 2800)


def test_a_life() -> None:
    """Placed, declined, paid, refunded: each line changes what it is about, and nothing else."""
    other = Order(ledger.order_id("other"), ORDER.placed, (Line("poster", 1),), 2900)
    lines = [ledger.placed(ORDER), ledger.placed(other)]
    assert {ORDER.id: ORDER, other.id: other} == ledger.orders(lines)
    lines.append(ledger.declined(ORDER))
    assert f"order-{ORDER.id}-1" == ledger.orders(lines)[ORDER.id].payment_key
    lines.append(ledger.paid(ORDER, "ch_1"))
    found = ledger.orders(lines)[ORDER.id]
    assert ("paid", "ch_1") == (found.state, found.charge)
    lines.append(ledger.refunded(ORDER))
    assert {ORDER.id: "refunded", other.id: "placed"} == {
        id: order.state for id, order in ledger.orders(lines).items()
    }


def test_placed_twice() -> None:
    """Two servers that place the same order at the same time make one of it."""
    lines = [ledger.placed(ORDER), ledger.paid(ORDER, "ch_1"), ledger.placed(ORDER)]
    assert ["paid"] == [order.state for order in ledger.orders(lines).values()]


@given(st.integers(min_value=0))
def test_a_torn_line(cut: int) -> None:
    """A line that was cut anywhere is none; those around it count."""
    whole = ledger.paid(ORDER, "ch_1")
    torn = whole[: cut % (len(whole) - 1)]
    placed = ledger.placed(ORDER)
    assert ORDER == ledger.orders([placed, torn, "\n"])[ORDER.id]
    assert "paid" == ledger.orders([placed, torn, "\n", whole])[ORDER.id].state


@given(st.lists(st.text() | st.from_regex(r'\{"order": ?(1|"x"|null)(, "state": "\w+")?\}')))
def test_any_lines(lines: list[str]) -> None:
    """Whatever stands in the file, it is read."""
    assert isinstance(ledger.orders(lines), dict)


def test_keys_and_ids() -> None:
    """The same key is the same order; from the id nobody reads the key."""
    assert ledger.order_id("key") == ledger.order_id("key") != ledger.order_id("kez")
    assert "key" not in ledger.order_id("key")
