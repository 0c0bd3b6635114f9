"""Orders as the events that made them: one JSON object a line, added and never changed."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

PLACED, DECLINED, PAID, REFUNDED = "placed", "declined", "paid", "refunded"


@dataclass(frozen=True)
class Line:
    product: str
    quantity: int


@dataclass(frozen=True)
class Order:
    """`total` in cents; `charge` is the payment's own name, empty before it; `declined` is how many
    cards were."""

    id: str
    placed: str
    lines: tuple[Line, ...]
    total: int
    state: str = PLACED
    charge: str = ""
    declined: int = 0

    @property
    def payment_key(self) -> str:
        """The same until a card is declined: then another card makes another payment."""
        return f"order-{self.id}-{self.declined}"


def order_id(key: str) -> str:
    """The order's id, the same for the same key, from which nobody learns the key."""
    return hashlib.sha256(f"order {key}".encode()).hexdigest()[:12]


def placed(order: Order) -> str:
    """The line that says so."""
    return _line(
        order.id,
        PLACED,
        at=order.placed,
        total=order.total,
        lines=[asdict(line) for line in order.lines],
    )


def declined(order: Order) -> str:
    return _line(order.id, DECLINED)


def paid(order: Order, charge: str) -> str:
    return _line(order.id, PAID, charge=charge)


def refunded(order: Order) -> str:
    return _line(order.id, REFUNDED)


def orders(lines: Iterable[str]) -> dict[str, Order]:
    """The orders by id, the earliest first. A line that was not written whole is none: its writer
    never got to say that it was done."""
    by_id: dict[str, Order] = {}
    for text in lines:
        event = _event(text)
        known = by_id.get(event.get("order", ""))
        match event:
            case {"order": str(id), "state": "placed", "at": at, "total": total, "lines": given}:
                if known is None:
                    by_id[id] = Order(id, at, tuple(Line(**one) for one in given), total)
            case {"state": "declined"} if known:
                by_id[known.id] = replace(known, declined=known.declined + 1)
            case {"state": "paid", "charge": str(charge)} if known:
                by_id[known.id] = replace(known, state=PAID, charge=charge)
            case {"state": "refunded"} if known:
                by_id[known.id] = replace(known, state=REFUNDED)
    return by_id


def _line(order: str, state: str, **more: Any) -> str:
    return json.dumps({"order": order, "state": state, **more}) + "\n"


def _event(text: str) -> dict[str, Any]:
    try:
        event = json.loads(text)
    except ValueError:
        return {}
    return event if isinstance(event, dict) else {}
