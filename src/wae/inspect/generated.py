"""What a recognized component does, and what must be true around it for that to hold."""

from __future__ import annotations

from dataclasses import dataclass, field

from wae.binary.decode import decode_component
from wae.binary.reader import BinaryError, Cursor
from wae.binary.sections import Id, sections
from wae.binary.types import Func, Interface, Item, List, Type, TypeDef, children, item_types
from wae.compose.generate.policy import Policy
from wae.inspect.names import Names, read_names

_DATA = 11  # the number of a core module's data section
MAX_SIZE = 1 << 18  # no generated component is larger


@dataclass(frozen=True)
class Generated:
    """A component exactly as ``version`` of one of our generators makes it.

    ``role``: "denial", "filter", "policy", "gate" or "floor". ``calls`` are the imports whose
    functions it calls: the promise holds only where they are the root's. ``variables`` are
    those that a filter lets through, ``origins`` those to which a gate lets requests out,
    ``policy`` is what a policy answers.
    """

    role: str
    version: int
    calls: frozenset[str] = field(default=frozenset())
    variables: tuple[str, ...] | None = None
    policy: Policy | None = None
    origins: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Declared:
    """What a component says of itself: its name, and the types of its imports and exports.

    ``interfaces`` are those that it exports, ``exports`` the functions and types outside of them.
    """

    title: str
    imports: dict[str, Interface]
    exports: Interface
    interfaces: dict[str, Interface]


def declared(component: bytes) -> Declared:
    """What a component declares from which ours are generated.

    Raises :class:`BinaryError` where ours would not: for a large one, for imports that are no
    interfaces, and lists of fixed length, which can be of any size.
    """
    if len(component) > MAX_SIZE:
        raise BinaryError("too large for a generated component")
    kind = decode_component(component)
    imports = {name: i for name, i in kind.imports.items() if isinstance(i, Interface)}
    if len(imports) < len(kind.imports):
        raise BinaryError("imports something besides interfaces")
    interfaces = {name: i for name, i in kind.exports.items() if isinstance(i, Interface)}
    rest = Interface({name: i for name, i in kind.exports.items() if name not in interfaces})
    for interface in (*imports.values(), *interfaces.values(), rest):
        for item in interface.items.values():
            _check_supported(item)
    return Declared(_title(component), imports, rest, interfaces)


def _check_supported(item: Item) -> None:
    if not isinstance(item, Func | TypeDef):
        raise BinaryError("neither a function nor a type")
    todo: list[Type] = [*item_types(item)]
    while todo:
        kind = todo.pop()
        if isinstance(kind, List) and kind.length is not None:
            raise BinaryError("a list of fixed length")
        todo += children(kind)


def _title(component: bytes) -> str:
    names = Names()
    for section in sections(component):
        if section.id == Id.CUSTOM:
            read_names(Cursor(component, section.start, section.end), names)
    return names.own


def first_data(component: bytes) -> bytes:
    """The bytes of the first data segment of the first core module; none where there is none.

    Raises :class:`BinaryError` if that segment is not active at a constant (core specification,
    5.5.14), ValueError without a module.
    """
    module, *_ = [section for section in sections(component) if section.id == Id.CORE_MODULE]
    cursor = Cursor(component, module.start + 8, module.end)
    while not cursor.done:
        number, size = cursor.byte(), cursor.u32()
        content = Cursor(component, cursor.position, cursor.position + size)
        cursor.take(size)
        if number == _DATA:
            content.u32()  # segments
            content.expect(0x00, "active data")
            content.expect(0x41, "i32.const")
            content.s33()
            content.expect(0x0B, "end")
            return bytes(content.take(content.u32()))
    return b""
