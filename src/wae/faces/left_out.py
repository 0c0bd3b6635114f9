"""What REST and MCP do not offer of an app, for whoever starts them."""

from __future__ import annotations

from wae.contract import resources
from wae.contract.model import Contract

_SHOWN = 8


def left_out(contract: Contract) -> list[str]:
    """A line for each function that cannot be called, with the reason."""
    lines = []
    for (interface, name), why in contract.skipped.items():
        short = interface.partition("@")[0].rpartition("/")[2]
        title = f"{short}.{name}" if short else name
        lines.append(f"wae: {title} is left out: {why}")
    return lines


def passing_resources(contract: Contract) -> list[str]:
    """A line about the functions that REST leaves out for their resources, if there are any."""
    titles = resources.passing(contract)
    if not titles:
        return []
    more = f" and {len(titles) - _SHOWN} more" if len(titles) > _SHOWN else ""
    return [f"wae: {resources.WORDS}{', '.join(titles[:_SHOWN])}{more}"]
