"""The exports of the `orders` component."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from componentize_py_types import Err
from wit_world import exports
from wit_world.exports import catalogue as given_catalogue
from wit_world.exports import desk as given_desk
from wit_world.imports import gateway

import desk
import ledger
import storage
from catalogue import PRODUCTS

_STATES = {
    ledger.PLACED: given_desk.State.PLACED,
    ledger.PAID: given_desk.State.PAID,
    ledger.REFUNDED: given_desk.State.REFUNDED,
}
_ERRORS = {
    "no-such-product": given_desk.Error_NoSuchProduct,
    "invalid-order": given_desk.Error_InvalidOrder,
    "key-reused": given_desk.Error_KeyReused,
    "invalid-card": given_desk.Error_InvalidCard,
    "declined": given_desk.Error_Declined,
    "payments-unavailable": given_desk.Error_PaymentsUnavailable,
    "no-such-order": given_desk.Error_NoSuchOrder,
    "no-storage": given_desk.Error_NoStorage,
}


class Catalogue(exports.Catalogue):
    """`shop:orders/catalogue`."""

    def products(self) -> list[given_catalogue.Product]:
        return [given_catalogue.Product(p.id, p.name, p.price) for p in PRODUCTS.values()]


class Desk(exports.Desk):
    """`shop:orders/desk`."""

    def place(
        self, key: str, lines: list[given_desk.Line], card: given_desk.Card
    ) -> given_desk.Order:
        wanted = [ledger.Line(line.product, line.quantity) for line in lines]
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        with _failing():
            return _order(desk.place(storage.File(), _charge, now, key, wanted, card))

    def history(self) -> list[given_desk.Order]:
        with _failing():
            return [_order(order) for order in desk.history(storage.File())]

    def refund(self, id: str) -> given_desk.Order:
        with _failing():
            return _order(desk.refund(storage.File(), _give_back, id))


def _charge(key: str, cents: int, card: given_desk.Card) -> str:
    try:
        return gateway.charge(key, cents, gateway.Card(card.number, card.expires, card.code)).charge
    except Err as error:
        raise _refused(error.value) from None


def _give_back(charge: str) -> None:
    try:
        gateway.refund(charge)
    except Err as error:
        # It was given back already: somebody was interrupted before it was written down.
        if not isinstance(error.value, gateway.Error_AlreadyRefunded):
            raise _refused(error.value) from None


def _refused(error: gateway.Error) -> desk.Refused:
    match error:
        case gateway.Error_InvalidCard(field):
            return desk.Refused("invalid-card", field)
        case gateway.Error_Declined(why):
            return desk.Refused("declined", why)
        case gateway.Error_KeyReused(_):
            return desk.Refused(
                "payments-unavailable", "it was begun with another card: give that one"
            )
        case gateway.Error_Unavailable(what) | gateway.Error_Misconfigured(what):
            return desk.Refused("payments-unavailable", what)
    return desk.Refused("payments-unavailable", "the payment is not known there")


@contextmanager
def _failing() -> Iterator[None]:
    """What is refused within is an error of the contract."""
    try:
        yield
    except desk.Refused as refused:
        if refused.case == "not-refundable":
            raise Err(given_desk.Error_NotRefundable(_STATES[refused.payload])) from None
        raise Err(_ERRORS[refused.case](refused.payload)) from None


def _order(order: ledger.Order) -> given_desk.Order:
    lines = [given_desk.Line(line.product, line.quantity) for line in order.lines]
    return given_desk.Order(order.id, order.placed, lines, order.total, _STATES[order.state])
