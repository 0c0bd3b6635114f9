"""How an amount is written."""


def shown(cents: int) -> str:
    """`1234` as `12.34 €`."""
    return f"{cents // 100}.{cents % 100:02} €"
