"""The WIT packages of this repository: those of all, and those that lie with their tools."""

from pathlib import Path

from wae.build.wit import Contracts, read_contracts

ROOT = Path(__file__).parent.parent
FOLDERS = (ROOT / "wit", *sorted((ROOT / "tools").glob("*/contract")))


def our_contracts() -> Contracts:
    """All of them."""
    return read_contracts(*FOLDERS)
