"""Random component types with names that are in the way of something: Python's keywords and
builtins, what wae has itself, acronyms, interfaces of one name."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from tests.strategies import LABELS, interface_sets, worlds

from wae.binary.types import ComponentType, Interface, Item
from wae.binary.value import Value, fields

WORDS = (
    "class", "import", "from", "none", "true", "async", "list", "str", "int", "bytes", "type",
    "tuple", "object", "close", "close-async", "f", "f-async", "next", "value", "wae", "enum",
    "HTTP-get", "URL", "a-1", "a1", "property", "staticmethod", "dataclass", "any", "app", "mro",
    "self-made", "problem", "resource", "ok", "err", "metrics", "exports",
)  # fmt: skip
INTERFACES = (
    "a:util/api", "a:util/api@1.0.0", "a:util/api@2.0.0", "b:util/api@1.0.0", "x:enum/wae@0.1.0",
    "x:wae/enum", "x:list/str", "x:close/close", "x:builtins/int", "x:type/type@1.0.0-rc.1",
    "x:class/import", "api", "exports", "list", "x:http-get/URL", "x:a-1/a1", "x:a1/a-1",
)  # fmt: skip


@st.composite
def components(draw: st.DrawFn) -> ComponentType:
    """What exports some interfaces, and imports those before them; perhaps functions of its own."""
    interfaces = draw(interface_sets(1, 4))
    labels = dict(zip(LABELS, draw(st.permutations(WORDS)), strict=False))
    owners = dict(zip(interfaces, draw(st.permutations(INTERFACES)), strict=False))
    renamed = {owners[name]: _renamed(item, labels, owners) for name, item in interfaces.items()}
    kept = draw(st.integers(0, len(renamed) - 1))
    imports: dict[str, Item] = dict([*renamed.items()][:kept])
    exports: dict[str, Item] = dict([*renamed.items()][kept:])
    root = draw(st.none() | worlds())
    if isinstance(root, Interface):
        root = _renamed(root, labels, owners)
        taken = {*exports, *imports}
        if not taken & {*root.items}:
            exports |= root.items
    return ComponentType(imports, exports)


def _renamed(value: Any, labels: dict[str, str], owners: dict[str, str]) -> Any:
    """The same with other names, wherever they stand."""
    if isinstance(value, str):
        if value in owners:
            return owners[value]
        kind, bracket, name = value.rpartition("]")
        return kind + bracket + ".".join(labels.get(word, word) for word in name.split("."))
    if isinstance(value, tuple):
        return tuple(_renamed(one, labels, owners) for one in value)
    if isinstance(value, dict):
        pairs = value.items()
        return {_renamed(k, labels, owners): _renamed(v, labels, owners) for k, v in pairs}
    if isinstance(value, Value):
        return type(value)(*(_renamed(one, labels, owners) for one in fields(value).values()))
    return value
