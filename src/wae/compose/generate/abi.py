"""How values lie in linear memory, for the constants in generated components.

Source: the component model's ``CanonicalABI.md`` (Alignment, Element Size, Storing, Flattening).
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

from wae.binary.types import (
    Borrow,
    Enum,
    Flags,
    Func,
    Future,
    List,
    Named,
    Option,
    Own,
    Primitive,
    Record,
    Result,
    Stream,
    Tuple,
    Type,
    Variant,
)

I32, I64, F32, F64 = 0x7F, 0x7E, 0x7D, 0x7C
MAX_FLAT_PARAMS, MAX_FLAT_RESULTS = 16, 1

_SIZES = {"bool": 1, "s8": 1, "u8": 1, "s16": 2, "u16": 2, "s32": 4, "u32": 4, "s64": 8, "u64": 8}
_SIZES |= {"f32": 4, "f64": 8, "char": 4, "string": 8, "error-context": 4}
_FORMATS = {"bool": "<?", "s8": "<b", "u8": "<B", "s16": "<h", "u16": "<H", "s32": "<i"}
_FORMATS |= {"u32": "<I", "s64": "<q", "u64": "<Q", "f32": "<f", "f64": "<d"}

Cases = tuple[tuple[str, Type | None], ...]


class Layout:
    """Sizes and flat forms; ``lookup`` gives the definition behind a named type."""

    def __init__(self, lookup: Callable[[Named], Type]) -> None:
        self.lookup = lookup

    def despecialize(self, kind: Type) -> Type:
        """``kind`` with names looked up, and options, results and enums as variants.

        (``CanonicalABI.md``, ``despecialize``.)
        """
        while isinstance(kind, Named):
            kind = self.lookup(kind)
        match kind:
            case Option(some):
                return Variant((("none", None), ("some", some)))
            case Result(ok, err):
                return Variant((("ok", ok), ("error", err)))
            case Enum(labels):
                return Variant(tuple((label, None) for label in labels))
            case Tuple(items):
                return Record(tuple((str(i), t) for i, t in enumerate(items)))
            case List(element, length) if length is not None:
                return Record(tuple((str(i), element) for i in range(length)))
            case _:
                return kind

    def alignment(self, kind: Type) -> int:
        kind = self.despecialize(kind)
        match kind:
            case Primitive("string"):
                return 4
            case Primitive(name):
                return _SIZES[name]
            case Record(fields):
                return max((self.alignment(t) for _, t in fields), default=1)
            case Variant(cases):
                return max(tag_size(cases), self._payload_alignment(cases))
            case Flags(labels):
                return _flags_size(labels)
            case _:
                return 4

    def size(self, kind: Type) -> int:
        """Bytes, padding included."""
        kind = self.despecialize(kind)
        match kind:
            case Primitive(name):
                return _SIZES[name]
            case Record():
                return _align(self._placed(kind)[1], self.alignment(kind))
            case Variant(cases):
                widest = max((self.size(t) for _, t in cases if t is not None), default=0)
                return _align(self.payload_offset(cases) + widest, self.alignment(kind))
            case Flags(labels):
                return _flags_size(labels)
            case List():
                return 8
            case _:
                return 4

    def offsets(self, record: Record) -> list[int]:
        """Where each field of a record begins."""
        return self._placed(record)[0]

    def _placed(self, record: Record) -> tuple[list[int], int]:
        """Where each field of a record begins, and where the last one ends."""
        offsets, end = [], 0
        for _, t in record.fields:
            offsets.append(_align(end, self.alignment(t)))
            end = offsets[-1] + self.size(t)
        return offsets, end

    def payload_offset(self, cases: Cases) -> int:
        """Where the payload of a variant begins, whichever its case."""
        return _align(tag_size(cases), self._payload_alignment(cases))

    def flat(self, kind: Type) -> list[int]:
        """The core value types that carry a value in a function's signature."""
        kind = self.despecialize(kind)
        match kind:
            case Primitive("s64" | "u64"):
                return [I64]
            case Primitive("f32"):
                return [F32]
            case Primitive("f64"):
                return [F64]
            case Primitive("string") | List():
                return [I32, I32]
            case Record(fields):
                return [core for _, t in fields for core in self.flat(t)]
            case Variant(cases):
                joined: list[int] = []
                for _, payload in cases:
                    for i, core in enumerate(() if payload is None else self.flat(payload)):
                        if i == len(joined):
                            joined.append(core)
                        else:
                            joined[i] = _join(joined[i], core)
                return [I32, *joined]
            case Primitive() | Flags() | Own() | Borrow() | Stream() | Future():
                return [I32]
            case _:
                raise TypeError(f"no flat form for {kind}")

    def core_signature(self, func: Func) -> tuple[list[int], list[int]]:
        """Parameters and results of the core function behind a lifted ``func``."""
        params = [core for _, t in func.params for core in self.flat(t)]
        results = [] if func.result is None else self.flat(func.result)
        return (
            params if len(params) <= MAX_FLAT_PARAMS else [I32],
            results if len(results) <= MAX_FLAT_RESULTS else [I32],
        )

    def _payload_alignment(self, cases: Cases) -> int:
        return max((self.alignment(t) for _, t in cases if t is not None), default=1)


class Image:
    """Linear memory under construction, from address ``base`` on.

    Values are written in Python's terms: a record as a dict, a variant, option, result or enum as
    ``(case, payload)``, a list or tuple as a sequence, flags as a set of labels.
    """

    def __init__(self, layout: Layout, base: int) -> None:
        self.layout = layout
        self.base = base
        self.bytes = bytearray()

    def place(self, kind: Type, value: Any) -> int:
        """Stores a value in new memory and returns its address."""
        address = self._reserve(self.layout.size(kind), self.layout.alignment(kind))
        self._store(kind, value, address)
        return address

    def _reserve(self, size: int, alignment: int) -> int:
        address = _align(self.base + len(self.bytes), alignment)
        self.bytes.extend(bytes(address + size - self.base - len(self.bytes)))
        return address

    def _write(self, address: int, raw: bytes) -> None:
        start = address - self.base
        self.bytes[start : start + len(raw)] = raw

    def _store(self, kind: Type, value: Any, address: int) -> None:
        kind = self.layout.despecialize(kind)
        match kind:
            case Primitive("string"):
                raw = value.encode()
                start = self._reserve(len(raw), 1)
                self._write(start, raw)
                self._write(address, struct.pack("<II", start, len(raw)))
            case Primitive("char"):
                self._write(address, struct.pack("<I", ord(value)))
            case Primitive(name):
                self._write(address, struct.pack(_FORMATS[name], value))
            case List(element):
                size = self.layout.size(element)
                start = self._reserve(size * len(value), self.layout.alignment(element))
                for i, item in enumerate(value):
                    self._store(element, item, start + i * size)
                self._write(address, struct.pack("<II", start, len(value)))
            case Record(fields):
                offsets = self.layout.offsets(kind)
                for i, ((name, t), offset) in enumerate(zip(fields, offsets, strict=True)):
                    part = value[name] if isinstance(value, dict) else value[i]
                    self._store(t, part, address + offset)
            case Variant(cases):
                self._store_case(cases, value, address)
            case Flags(labels):
                bits = sum(1 << i for i, label in enumerate(labels) if label in value)
                self._write(address, bits.to_bytes(_flags_size(labels), "little"))
            case _:
                raise TypeError(f"a constant cannot hold {kind}")

    def _store_case(self, cases: Cases, value: tuple[str, Any], address: int) -> None:
        label, payload = value
        tag = [name for name, _ in cases].index(label)
        self._write(address, tag.to_bytes(tag_size(cases), "little"))
        kind = cases[tag][1]
        if kind is not None:
            self._store(kind, payload, address + self.layout.payload_offset(cases))


def _align(address: int, alignment: int) -> int:
    return (address + alignment - 1) // alignment * alignment


def tag_size(cases: Cases) -> int:
    """Bytes of the number that says which case a variant is."""
    return 1 if len(cases) <= 1 << 8 else 2 if len(cases) <= 1 << 16 else 4


def _flags_size(labels: tuple[str, ...]) -> int:
    return 1 if len(labels) <= 8 else 2 if len(labels) <= 16 else 4


def _join(a: int, b: int) -> int:
    if a == b:
        return a
    return I32 if {a, b} == {I32, F32} else I64
