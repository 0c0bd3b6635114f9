"""Amounts of money, for all of the kiosk's components."""

from money.amount import shown

__all__ = ["shown"]
