"""What REST and MCP do not offer of an app, for whoever starts them."""

from __future__ import annotations

from wae.contract.model import Contract


def left_out(contract: Contract) -> list[str]:
    """A line for each function that cannot be called, with the reason."""
    lines = []
    for (interface, name), why in contract.skipped.items():
        short = interface.partition("@")[0].rpartition("/")[2]
        title = f"{short}.{name}" if short else name
        lines.append(f"wae: {title} is left out: {why}")
    return lines
