"""The core code of a denial: one function for each of the denied interfaces' functions.

What it cannot do itself are *helpers*, core functions that it imports: canonical built-ins and
functions of the host. Answers lie in the memory of the component, where each has its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wae.binary.types import (
    Borrow,
    Func,
    Future,
    List,
    Named,
    Own,
    Primitive,
    Record,
    Stream,
    Type,
    Variant,
    children,
)
from wae.binary.writer import MODULE_PREAMBLE, name, section, u32, vector
from wae.compose.generate import assembly as a
from wae.compose.generate.abi import I32, I64, Layout
from wae.compose.generate.answer_image import BASE, AnswerImage
from wae.compose.generate.answers import (
    Answers,
    Behaviour,
    Ended,
    Fresh,
    Handle,
    Pass,
    Ready,
    Return,
    Say,
    Settled,
    Stderr,
    ToStderr,
)
from wae.compose.generate.coremodule import MEMORY, RESET, vector_of
from wae.compose.generate.standard import GET_STDERR, MOST, READY, VIA_STREAM, WRITE

_STATUS, _DIGITS = b" with status ", 4  # and that many bytes for a number and a line end
_WRITTEN = 12  # bytes of result<_, stream-error>
NEW, DROP, HOST = "new", "drop", "host"
OPEN, WRITE_TO, CLOSE, FORGET = "open", "write", "close", "forget"
"""What is done with streams and futures: make one, write to it, drop its one end or its other."""


@dataclass(frozen=True)
class Helper:
    """A core function that is imported: ``kind`` says what it does, or is the name of a heap's.

    ``what`` is the type of what it makes or drops, or the name of the host's function.
    """

    kind: str
    what: Type | str = ""


@dataclass(frozen=True)
class _Signature:
    params: tuple[int, ...]
    results: tuple[int, ...]


class Answering:
    """Writes the functions one by one.

    ``own_output`` is the type of the denial's own output streams: such a stream stands for the
    host's stream whose handle is its representation, or for a closed one if that is 0. It is None
    where output streams are the host's. ``answers`` says which types are the denial's own.
    """

    def __init__(self, layout: Layout, own_output: Named | None, answers: Answers) -> None:
        self.layout = layout
        self.image = AnswerImage(layout)
        self.own_output = own_output
        self.answers = answers
        self.helpers: dict[Helper, _Signature] = {}
        self.functions: dict[tuple[_Signature, bytes], None] = {}  # in order

    def add(self, title: str, func: Func, behaviour: Behaviour) -> str:
        """Adds the core function of ``func``, named ``title``; returns the name of its export."""
        params, results = self.layout.core_signature(func)
        match behaviour:
            case Return(value):
                code = self._drops(func, Own, Borrow) + self._returned(func, value)
            case Pass(closed):
                code = self._passed(title, func, closed)
            case Say(text, tells_status):
                code = self._said(text, tells_status, len(params))
            case ToStderr():
                code = a.get(0) + self._call(Helper(HOST, VIA_STREAM), (I32,), I32)
        more = b"\x01\x01\x7f"  # an i32, after the parameters
        if isinstance(behaviour, Return) and _has_ends(behaviour.value):
            more = b"\x01\x01\x7e"  # an i64
        function = _Signature(tuple(params), tuple(results)), more + code + a.END
        self.functions.setdefault(function)
        return str(list(self.functions).index(function))

    def module(self) -> bytes:
        """The core module, which imports its memory and its helpers from ``host``."""
        signatures = [*self.helpers.values(), *(kind for kind, _ in self.functions)]
        types = list(dict.fromkeys(signatures))
        imports = [name("host") + name(MEMORY) + b"\x02\x00\x01"]
        imports += [
            name("host") + name(str(number)) + b"\x00" + u32(types.index(kind))
            for number, kind in enumerate(self.helpers.values())
        ]
        exports = [
            name(str(number)) + b"\x00" + u32(len(self.helpers) + number)
            for number in range(len(self.functions))
        ]
        kinds = [u32(types.index(kind)) for kind, _ in self.functions]
        bodies = [u32(len(body)) + body for _, body in self.functions]
        return b"".join(
            (
                MODULE_PREAMBLE,
                section(
                    1, vector(b"\x60" + vector_of(t.params) + vector_of(t.results) for t in types)
                ),
                section(2, vector(imports)),
                section(3, vector(kinds)),
                section(7, vector(exports)),
                section(10, vector(bodies)),
            )
        )

    def _call(self, helper: Helper, params: tuple[int, ...] = (), *results: int) -> bytes:
        self.helpers.setdefault(helper, _Signature(params, results))
        return a.call(list(self.helpers).index(helper))

    def _handle(self, handle: Handle, both: int) -> bytes:
        """Code that leaves a new handle on the stack; ``both`` is a local for a pair of them."""
        match handle:
            case Ended(kind):
                return self._end(kind, both, self._call(Helper(CLOSE, kind), (I32,)))
            case Settled(kind, value):
                element = kind.element
                place = self.image.place(element, value) if element is not None else BASE
                write = self._call(Helper(WRITE_TO, kind), (I32, I32), I32)
                return self._end(kind, both, a.constant(place) + write + a.POP)
            case Fresh(resource):
                return a.constant(0) + self._new(resource)
            case Ready():
                return a.zero(I64) + self._call(Helper(HOST, READY), (I64,), I32)
            case Stderr():
                stream = self._call(Helper(HOST, GET_STDERR), (), I32)
                return stream + (self._new(self.own_output) if self.own_output else b"")

    def _end(self, kind: Stream | Future, both: int, written: bytes) -> bytes:
        """Code that leaves the readable end of a new pair; ``written`` takes the writable one.

        ``stream.new`` returns both in an i64, the writable end above (``CanonicalABI.md``).
        """
        made = self._call(Helper(OPEN, kind), (), I64) + a.put(both)
        return made + a.get(both) + a.UPPER + a.WRAP + written + a.get(both) + a.WRAP

    def _new(self, resource: Named) -> bytes:
        return self._call(Helper(NEW, resource), (I32,), I32)

    def _returned(self, func: Func, value: Any) -> bytes:
        """Code that ends a function with ``value``."""
        tidy = self._call(Helper(RESET)) if self._allocates(func) else b""
        if func.result is None:
            return tidy
        before = len(self.image.handles)
        address = self.image.place(func.result, value)
        handles = self.image.handles[before:]
        flat = self.layout.flat(func.result)
        both = len(self.layout.core_signature(func)[0])
        if len(flat) > 1:
            stores = (a.constant(at) + self._handle(h, both) + a.store() for at, h in handles)
            return tidy + b"".join(stores) + a.constant(address)
        if handles:
            return tidy + self._handle(handles[0][1], both)
        if flat != [I32]:
            return tidy + a.zero(flat[0])
        start = address - self.image.base
        raw = self.image.bytes[start : start + self.layout.size(func.result)]
        return tidy + a.constant(int.from_bytes(raw, "little"))

    def _allocates(self, func: Func) -> bool:
        """Whether the parameters of a call need memory, which is free again after it."""
        params, _ = self.layout.core_signature(func)
        spilled = len([core for _, t in func.params for core in self.layout.flat(t)]) > len(params)
        return spilled or any(self._needs_memory(kind) for _, kind in func.params)

    def _needs_memory(self, kind: Type) -> bool:
        kind = self.layout.despecialize(kind)
        if isinstance(kind, Own | Borrow | Stream | Future):
            return False
        if isinstance(kind, List) or kind == Primitive("string"):
            return True
        return any(map(self._needs_memory, children(kind)))

    def _drops(self, func: Func, *kinds: type[Own | Borrow]) -> bytes:
        """Code that drops the handles of these kinds that a call brings, but for those in lists.

        What is lent must be dropped, too (``CanonicalABI.md``, ``lift_borrow``), except for types
        of the component itself, of which it gets the representation.
        """
        places = [core for _, t in func.params for core in self.layout.flat(t)]
        if len(places) > len(self.layout.core_signature(func)[0]):
            return b""  # they lie in memory: no function of WASI 0.2 takes so many
        code, local = b"", 0
        for _, kind in func.params:
            code += self._dropped(kind, local, places, kinds)
            local += len(self.layout.flat(kind))
        return code

    def _dropped(
        self, kind: Type, local: int, places: list[int], kinds: tuple[type[Own | Borrow], ...]
    ) -> bytes:
        """Code that drops what is in a value whose flat form begins at ``local``."""
        match self.layout.despecialize(kind):
            case (Own(Named() as resource) | Borrow(Named() as resource)) as handle:
                origin = self.answers.origin(resource)
                is_representation = (
                    isinstance(handle, Borrow) and origin.owner in self.answers.denied
                )
                if not isinstance(handle, kinds) or is_representation:
                    return b""
                return _given(local, places) + self._call(Helper(DROP, origin), (I32,))
            case (Stream() | Future()) as end if Own in kinds:
                return _given(local, places) + self._call(Helper(FORGET, end), (I32,))
            case Record(fields):
                code = b""
                for _, field in fields:
                    code += self._dropped(field, local, places, kinds)
                    local += len(self.layout.flat(field))
                return code
            case Variant(cases):
                code = b""
                for number, (_, payload) in enumerate(cases):
                    inner = b""
                    if payload is not None:
                        inner = self._dropped(payload, local + 1, places, kinds)
                    if inner:
                        code += a.get(local) + a.constant(number) + a.EQ + a.IF + inner + a.END
                return code
            case _:
                return b""

    def _passed(self, title: str, func: Func, closed: Any) -> bytes:
        """Code that calls the host with the same parameters, but for a stream that is closed."""
        params, results = map(tuple, self.layout.core_signature(func))
        answer = b""
        if func.result is not None and len(self.layout.flat(func.result)) > 1:
            size, alignment = self.layout.size(func.result), self.layout.alignment(func.result)
            answer = a.constant(self.image.room(size, alignment))
            lowered = self._call(Helper(HOST, title), (*params, I32))
        else:
            lowered = self._call(Helper(HOST, title), params, *results)
        given = b"".join(map(a.get, range(len(params))))
        tidy = self._call(Helper(RESET)) if self._allocates(func) else b""
        nowhere = self._drops(func, Own, Borrow) + self._returned(func, closed) + a.RETURN
        to_stderr = given + answer + lowered + self._drops(func, Borrow) + tidy + answer
        return a.get(0) + a.EQZ + a.IF + nowhere + a.END + to_stderr

    def _said(self, text: str, tells_status: bool, local: int) -> bytes:
        """Code that writes a line to stderr, then traps; ``local`` is free to use."""
        most = MOST - len(_STATUS) - _DIGITS
        line = f"wae: {text}".encode()[:most].decode("utf-8", "ignore").encode()
        line += _STATUS if tells_status else b"\n"
        address = self.image.text(line + bytes(_DIGITS))
        return b"".join(
            (
                a.constant(address + len(line)) + a.put(local),
                _status(local) if tells_status else b"",
                self._call(Helper(HOST, GET_STDERR), (), I32),
                a.constant(address) + a.get(local) + a.constant(address) + a.SUB,
                a.constant(self.image.room(_WRITTEN, 4)),
                self._call(Helper(HOST, WRITE), (I32,) * 4),
                a.UNREACHABLE,
            )
        )


def _given(local: int, places: list[int]) -> bytes:
    """Code that leaves a handle of the parameters on the stack."""
    return a.get(local) + (a.WRAP if places[local] == I64 else b"")


def _has_ends(value: Any) -> bool:
    """Whether there is the end of a stream or a future in an answer."""
    match value:
        case Ended() | Settled():
            return True
        case dict():
            return any(map(_has_ends, value.values()))
        case tuple() | list():
            return any(map(_has_ends, value))
        case _:
            return False


def _status(end: int) -> bytes:
    """Code that writes the first parameter, up to 255, and a line end to the address in a local."""

    def digit(value: bytes) -> bytes:
        return a.get(end) + value + a.store_byte() + a.add(end, 1)

    def place(unit: int) -> bytes:
        return a.get(0) + a.constant(unit) + a.DIVIDE_U

    def shown(value: bytes) -> bytes:
        return digit(value + a.constant(10) + a.REMAINDER_U + a.constant(ord("0")) + a.ADD)

    larger = (place(unit) + a.IF + shown(place(unit)) + a.END for unit in (100, 10))
    return b"".join(larger) + shown(a.get(0)) + digit(a.constant(ord("\n")))
