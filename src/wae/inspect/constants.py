"""Recognizes generated policies, and reads back what they answer."""

from __future__ import annotations

import struct
from dataclasses import replace
from typing import Any

from wae.binary.reader import Cursor
from wae.binary.rename import rename_owners
from wae.binary.sections import Id, sections
from wae.binary.types import Interface, List, Named, Primitive, Record, Type, TypeDef, Variant
from wae.compose.generate.abi import Layout, tag_size
from wae.compose.generate.policy import Auth, HeaderKey, Policy, is_answerable, policy_component
from wae.inspect.generated import Declared, Generated

OWNER = "wae:http/policy"
_DATA, _CODE = 11, 10


def read_policy(component: bytes, declared: Declared) -> Generated | None:
    """The policy that a component answers; None if it is not exactly one that we generate.

    What is read from the memory image is generated again, and the bytes must be the same: then the
    component can answer nothing else.
    """
    interfaces = {
        OWNER: Interface(
            {n: rename_owners(i, lambda _: OWNER) for n, i in declared.exports.items.items()}
        )
    }
    if [*interfaces[OWNER].functions()] != ["get"] or not is_answerable(OWNER, interfaces):
        return None
    policy = _policy(_constant(component, interfaces[OWNER]))
    again = policy_component(OWNER, interfaces, policy, declared.title)
    return Generated("policy", 1, policy=policy) if again == component else None


def _constant(component: bytes, interface: Interface) -> Any:
    """The value that function ``get`` returns by its address."""
    get = interface.functions()["get"]
    assert get.result is not None
    base, image, address = _memory(component)
    layout = Layout(lambda named: _definition(interface, named))
    return _Loader(layout, base, image).load(get.result, address)


def _memory(component: bytes) -> tuple[int, bytes, int]:
    """Where the data of the core module lies, the data, and what its first function returns."""
    (module,) = [section for section in sections(component) if section.id == Id.CORE_MODULE]
    cursor = Cursor(component, module.start + 8, module.end)
    base, image, address = 0, b"", 0
    while not cursor.done:
        number, size = cursor.byte(), cursor.u32()
        inner = Cursor(component, cursor.position, cursor.position + size)
        cursor.take(size)
        if number == _CODE:
            inner.u32()  # functions
            inner.u32()  # bytes of the first
            inner.expect(0x00, "no locals")
            inner.expect(0x41, "i32.const")
            address = inner.s33()
        elif number == _DATA:
            inner.u32()  # segments
            inner.expect(0x00, "active data")
            inner.expect(0x41, "i32.const")
            base = inner.s33()
            inner.expect(0x0B, "end")
            image = bytes(inner.take(inner.u32()))
    return base, image, address


def _policy(rules: dict[str, Any]) -> Policy:
    case, credential = rules["credential"]
    auth = None
    if case == "some":
        scheme, names = credential
        if scheme == "bearer":
            auth = Auth(bearer=tuple(names))
        else:
            auth = Auth(
                user=tuple(names["user"]),
                password=tuple(names["password"]),
                login=names.get("url"),
                register=names["register"][1] if "register" in names else None,
                tokens=tuple(rules.get("tokens", ())),
            )
    case, header = rules.get("header", ("none", None))
    if case == "some":
        named = HeaderKey(header["name"], tuple(header["key"]), tuple(header["hosts"]))
        auth = replace(auth or Auth(), header=named)
    return Policy(tuple(rules["hosts"]), auth, tuple(rules.get("anonymous-hosts", ())))


def _definition(interface: Interface, named: Named) -> Type:
    item = interface.items[named.name]
    if not isinstance(item, TypeDef):
        raise TypeError(f"{named.name} is not a type")
    return item.type


class _Loader:
    """Loads values from a memory image (``CanonicalABI.md``, Loading) in the terms of ``Image``."""

    def __init__(self, layout: Layout, base: int, image: bytes) -> None:
        self.layout, self.base, self.image = layout, base, image

    def load(self, kind: Type, address: int) -> Any:
        kind = self.layout.despecialize(kind)
        match kind:
            case Primitive("string"):
                start, size = self.pair(address)
                return self.bytes(start, size).decode()
            case List(element, None):
                start, count = self.pair(address)
                step = self.layout.size(element)
                self.bytes(start, step * count)
                return [self.load(element, start + i * step) for i in range(count)]
            case Record(fields):
                offsets = self.layout.offsets(kind)
                return {
                    name: self.load(t, address + offset)
                    for (name, t), offset in zip(fields, offsets, strict=True)
                }
            case Variant(cases):
                tag = int.from_bytes(self.bytes(address, tag_size(cases)), "little")
                name, payload = cases[tag]
                if payload is None:
                    return (name, None)
                return (name, self.load(payload, address + self.layout.payload_offset(cases)))
            case _:
                raise TypeError(f"no constant has type {kind}")

    def pair(self, address: int) -> tuple[int, int]:
        first, second = struct.unpack("<II", self.bytes(address, 8))
        return first, second

    def bytes(self, address: int, size: int) -> bytes:
        start = address - self.base
        if start < 0 or start + size > len(self.image):
            raise ValueError("an address outside the memory image")
        return self.image[start : start + size]
