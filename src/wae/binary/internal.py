"""What a component exports for nobody: componentize-py's own way to start its interpreter."""

from __future__ import annotations

from wae.binary.types import Interface, Item

_NAME = "exports"
_PARAMETERS = ("app-name", "symbols", "stub-wasi")


def is_internal(name: str, item: Item) -> bool:
    """Whether an export is that, and no interface of the app's which has the same name."""
    if name != _NAME or not isinstance(item, Interface):
        return False
    functions = item.functions()
    return [*functions] == ["init"] and tuple(p for p, _ in functions["init"].params) == _PARAMETERS
