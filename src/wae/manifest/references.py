"""What a manifest says of imports and exports: which component's, by which name."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from wae.compose.graph import APP, AppExport, Wire

_WIRE = ("from", "name", "item")
_EXPORT_KEYS = ("from", "name", "item", "as")
_EXAMPLE = '{ from = "NAME", name = "NAMESPACE:PACKAGE/INTERFACE" }'


class BadWish(ValueError):
    """What is wrong with an import or export, and what to write instead."""

    def __init__(self, problem: str, hint: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.hint = hint


def read_wiring(value: Any, components: Collection[str] | None) -> dict[str, Wire]:
    """What meets each import: a component, or a table of ``from``, ``name`` and ``item``. The
    ``components`` may not be known yet.

    Raises :class:`BadWish`.
    """
    if not isinstance(value, dict):
        raise BadWish("imports must be a table of interface = component")
    wiring = {}
    for interface, given in value.items():
        wish = _fields(interface, {"from": given} if isinstance(given, str) else given, _WIRE)
        wire = Wire(wish["from"], wish.get("name", ""), wish.get("item", ""))
        if components is not None and wire.component not in (APP, *components):
            raise BadWish(
                f'{interface} = "{wire.component}": no component has that name',
                f'Components: {", ".join(components)}; or "{APP}", the app\'s own import',
            )
        wiring[interface] = wire
    return wiring


def read_exports(value: Any) -> tuple[AppExport, ...]:
    """What the app exports: components, or tables of ``from``, ``name``, ``item`` and ``as``.

    Raises :class:`BadWish`.
    """
    if not isinstance(value, list):
        raise BadWish("exports must be a list of components", 'For example: exports = ["cli"]')
    exports = []
    for given in value:
        wish = _fields(
            "exports", {"from": given} if isinstance(given, str) else given, _EXPORT_KEYS
        )
        export = AppExport(wish["from"], *(wish.get(key, "") for key in ("name", "item", "as")))
        if (export.item or export.title) and not export.name:
            key = "item" if export.item else "as"
            raise BadWish(f"exports: {key} without name", f"Write {_EXAMPLE}")
        exports.append(export)
    return tuple(exports)


def _fields(what: str, value: Any, keys: tuple[str, ...]) -> dict[str, str]:
    if not isinstance(value, dict) or "from" not in value:
        raise BadWish(f"{what} names no component", f'Write "NAME", or {_EXAMPLE}')
    for key, text in value.items():
        if key not in keys:
            raise BadWish(f'{what} has no key "{key}"', f"Keys: {', '.join(keys)}")
        if not isinstance(text, str) or not text:
            raise BadWish(f"{key} of {what} must be a string", f"For example: {_EXAMPLE}")
    return value
