"""From the model to type definitions (``Binary.md``, Type Definitions)."""

from __future__ import annotations

from collections.abc import Callable

from wae.binary import syntax
from wae.binary.types import (
    Borrow,
    Enum,
    Flags,
    Func,
    Future,
    Interface,
    Item,
    List,
    Named,
    Option,
    Own,
    Primitive,
    Record,
    Resource,
    Result,
    Stream,
    Tuple,
    Type,
    TypeDef,
    Variant,
)
from wae.binary.writer import extern_name, name, u32, vector

CODES = {title: code for code, title in syntax.PRIMITIVES.items()}
SUB_RESOURCE = b"\x01"
LOCAL_RESOURCE = b"\x3f\x7f\x00"  # (resource (rep i32))


def resource_definition(destructor: int | None) -> bytes:
    """A resource type of the component's own; ``destructor`` is a core function."""
    return LOCAL_RESOURCE if destructor is None else b"\x3f\x7f\x01" + u32(destructor)


class TypeSpace:
    """The type index space of one scope, filled on demand.

    ``emit`` writes a definition and returns its index; ``foreign`` gives the index, in this space,
    of a named type that this scope does not define.
    """

    def __init__(self, emit: Callable[[bytes], int], foreign: Callable[[Named], int]) -> None:
        self.emit = emit
        self.foreign = foreign
        self.named: dict[Named, int] = {}
        self.anonymous: dict[Type | Func, int] = {}

    def index(self, kind: Type | Func) -> int:
        """The index of ``kind``, which is defined now if it was not before."""
        if isinstance(kind, Named):
            if kind not in self.named:
                self.named[kind] = self.foreign(kind)
            return self.named[kind]
        if kind not in self.anonymous:
            self.anonymous[kind] = self.emit(self.definition(kind))
        return self.anonymous[kind]

    def value(self, kind: Type) -> bytes:
        """A value type where one is used: a primitive's code, or an index."""
        if isinstance(kind, Primitive):
            return bytes([CODES[kind.name]])
        return signed(self.index(kind))

    def optional(self, kind: Type | None) -> bytes:
        return b"\x00" if kind is None else b"\x01" + self.value(kind)

    def definition(self, kind: Type | Func) -> bytes:
        match kind:
            case Func(params, result, is_async):
                parts = vector(name(n) + self.value(t) for n, t in params)
                ending = b"\x01\x00" if result is None else b"\x00" + self.value(result)
                return (b"\x43" if is_async else b"\x40") + parts + ending
            case Primitive(title):
                return bytes([CODES[title]])
            case Record(fields):
                return b"\x72" + vector(name(n) + self.value(t) for n, t in fields)
            case Variant(cases):
                return b"\x71" + vector(name(n) + self.optional(t) + b"\x00" for n, t in cases)
            case List(element, None):
                return b"\x70" + self.value(element)
            case List(element, length) if length is not None:
                return b"\x67" + self.value(element) + u32(length)
            case Tuple(items):
                return b"\x6f" + vector(self.value(t) for t in items)
            case Flags(labels):
                return b"\x6e" + vector(name(label) for label in labels)
            case Enum(labels):
                return b"\x6d" + vector(name(label) for label in labels)
            case Option(some):
                return b"\x6b" + self.value(some)
            case Result(ok, err):
                return b"\x6a" + self.optional(ok) + self.optional(err)
            case Own(resource):
                return b"\x69" + u32(self.index(resource))
            case Borrow(resource):
                return b"\x68" + u32(self.index(resource))
            case Stream(element):
                return b"\x66" + self.optional(element)
            case Future(element):
                return b"\x65" + self.optional(element)
            case Resource():
                return LOCAL_RESOURCE
            case _:
                raise TypeError(f"no definition for {kind}")


def instance_type(owner: str, interface: Interface, outer: Callable[[Named], int]) -> bytes:
    """The instance type of ``interface``, exported by ``owner``.

    ``outer`` gives the index of a type of another interface in the scope around the definition.
    """
    declarations: list[bytes] = []
    types = 0

    def declare(encoded: bytes) -> int:
        nonlocal types
        declarations.append(encoded)
        types += 1
        return types - 1

    def foreign(kind: Named) -> int:
        return declare(b"\x02" + bytes([syntax.TYPE]) + b"\x02" + u32(1) + u32(outer(kind)))

    space = TypeSpace(lambda encoded: declare(b"\x01" + encoded), foreign)
    for title, item in interface.items.items():
        if isinstance(item, TypeDef):
            bound = bytes([syntax.TYPE]) + type_bound(item.type, space)
            space.named[Named(owner, title)] = declare(b"\x04" + extern_name(title) + bound)
        else:
            declarations.append(b"\x04" + extern_name(title) + _func_extern(space, title, item))
    return b"\x42" + vector(declarations)


def type_bound(kind: Type, space: TypeSpace) -> bytes:
    """What an import or export of a type says of it: ``sub resource``, or the type it equals."""
    if isinstance(kind, Resource):
        return SUB_RESOURCE
    return b"\x00" + u32(space.index(kind))


def _func_extern(space: TypeSpace, title: str, item: Item) -> bytes:
    if not isinstance(item, Func):
        raise TypeError(f"{title} is neither a type nor a function")
    return b"\x01" + u32(space.index(item))


def signed(index: int) -> bytes:
    """A type index as a positive s33."""
    out = bytearray()
    while index >= 0x40:
        out.append(index & 0x7F | 0x80)
        index >>= 7
    out.append(index)
    return bytes(out)
