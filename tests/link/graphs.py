"""Random components, wired as componentize-py wires CPython's libraries."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from typing import NamedTuple

import dummy
from hypothesis import strategies as st
from tests.link.small import PARTS

LIBRARIES = ("libpython3.14.so", "libfirst.so", "libsecond.so")
BINDINGS = "libcomponentize_py_bindings.so"
MEMORY, WINDOW = 2048, 256
"""Where the libraries' data begins, and how much each has."""

BINARY = ("add", "sub", "mul", "and", "or", "xor", "shl", "shr_u", "rotl", "lt_s", "eq")
TYPES = """(type $t1 (func (param i32) (result i32))) (type $t2 (func (param i32 i32) (result i32)))
    (type $two (func (param i32) (result i32 i32))) (type $v (func))"""
ENV = """(import "env" "memory" (memory 1))
    (import "env" "__indirect_function_table" (table 0 funcref))
    (import "env" "__stack_pointer" (global $sp (mut i32)))
    (import "env" "__heap_base" (global $heap (mut i32)))
    (import "env" "__memory_base" (global $memory i32))
    (import "env" "__table_base" (global $table i32))
    (import "env" "reset" (func $reset (type $v)))
    (import "env" "count" (func $count (result i32)))
    (import "host" "ten" (func $ten (type $t1)))
    (global $place i32 (i32.add (global.get $memory) (i32.const 32)))"""
GIVEN = """(export "memory" (memory $main "memory"))
    (export "__indirect_function_table" (table $main "__indirect_function_table"))
    (export "__stack_pointer" (global $main "__stack_pointer"))
    (export "__heap_base" (global $main "__heap_base"))
    (export "reset" (func $main "reset")) (export "count" (func $adapter "count"))"""


class Function(NamedTuple):
    """The one with number N is called `fN`, and calls only those before it."""

    library: int
    arity: int
    body: str


class Graph(NamedTuple):
    """Libraries in the order in which they are instantiated; `gap` is how many places of the table
    lie between theirs and the slots."""

    libraries: list[str]
    functions: list[Function]
    gap: int

    @property
    def component(self) -> bytes:
        """It exports `run: func(x: u32) -> u32`, which calls the last function."""
        numbers = range(len(self.libraries))
        modules = [self._main(), *map(self._library, numbers), self._init(), PARTS["shim"]]
        wiring = [FIRST, *map(self._given, numbers), self._last()]
        kept = [PARTS["host"], PARTS["adapter"], PARTS["bindings"]]
        return dummy.from_wat("\n".join(["(component", *kept, *modules, *wiring, ")"]))

    def _own(self, library: int) -> list[int]:
        return [n for n, each in enumerate(self.functions) if each.library == library]

    def _named(self, sort: str, library: int) -> list[int]:
        """The numbers N of what a library's functions call `$sortN`."""
        text = " ".join(self.functions[each].body for each in self._own(library))
        return sorted({int(each) for each in re.findall(rf"\${sort}(\d+)", text)})

    def _foreign(self, library: int) -> list[int]:
        return [n for n in self._named("f", library) if self.functions[n].library != library]

    @property
    def _slots(self) -> dict[int, int]:
        """The places of functions that are called before there are any, or by their address."""
        slots = {0}
        for library in range(len(self.libraries)):
            slots.update(self._named("s", library))
            slots.update(n for n in self._foreign(library) if self.functions[n].library > library)
        return {n: 1 + len(self.functions) + self.gap + k for k, n in enumerate(sorted(slots))}

    def _main(self) -> str:
        lines = []
        for number, title in enumerate([*self.libraries, BINDINGS]):
            memory, table = (
                MEMORY + WINDOW * number,
                1 + sum(len(self._own(n)) for n in range(number)),
            )
            lines += [
                f'(global (export "{title}:memory_base") i32 (i32.const {memory}))',
                f'(global (export "{title}:table_base") i32 (i32.const {table}))',
                f'(global (export "w{number}") (mut i32) (i32.const {memory + 8 * number}))',
            ]
        for n, place in self._slots.items():
            kind = self._type(n)
            values = " ".join(f"(local.get {k})" for k in range(self.functions[n].arity))
            call = f"(call_indirect {kind} {values} (i32.const {place}))"
            lines += [
                f'(global (export "s{n}") (mut i32) (i32.const {place}))',
                f'(func (export "f{n}") {kind} {call})',
            ]
        heap, size = MEMORY + WINDOW * (1 + len(self.libraries)), 1 + max(self._slots.values())
        data = "".join(f"\\{each:02x}" for each in range(WINDOW))
        return f"""(core module $main {TYPES}
    (import "wasi_snapshot_preview1" "reset" (func $reset)) (export "reset" (func $reset))
    (memory (export "memory") 1)
    (table (export "__indirect_function_table") {size} funcref)
    (global (export "__stack_pointer") (mut i32) (i32.const 1024))
    (global (export "__heap_base") (mut i32) (i32.const {heap}))
    {_lines(lines)}
    (data (i32.const {MEMORY}) "{data}"))"""

    def _library(self, number: int) -> str:
        own = self._own(number)
        lines = [
            *(
                f'(import "GOT.mem" "w{n}" (global $w{n} (mut i32)))'
                for n in self._named("w", number)
            ),
            *(
                f'(import "GOT.func" "f{n}" (global $s{n} (mut i32)))'
                for n in self._named("s", number)
            ),
            *(f'(import "env" "f{n}" (func $f{n} {self._type(n)}))' for n in self._foreign(number)),
        ]
        bodies = [
            f'(func $f{n} (export "f{n}") {self._type(n)} (local i64 f32) {self.functions[n].body})'
            for n in own
        ]
        imports, rest = ENV.split("    (global $place", 1)
        return f"""(core module $m{number} {TYPES}
    {imports}{_lines(lines)}
    (global $place{rest}
    {_lines(bodies)}
    (elem (global.get $table) func {" ".join(f"$f{n}" for n in own)}))"""

    def _init(self) -> str:
        imports = [
            f'(import "{title}" "f{n}" (func $f{n} {self._type(n)}))'
            for n in self._slots
            for title in [self.libraries[self.functions[n].library]]
        ]
        place = min(self._slots.values())
        return f"""(core module $init {TYPES}
    (import "env" "memory" (memory 0))
    (import "env" "__indirect_function_table" (table 0 funcref))
    {_lines(imports)}
    (elem (i32.const {place}) func {" ".join(f"$f{n}" for n in self._slots)}))"""

    def _given(self, number: int) -> str:
        title = self.libraries[number]
        env = [
            f'(export "__{x}_base" (global $main "{title}:{x}_base"))' for x in ("memory", "table")
        ]
        for n in self._foreign(number):
            library = self.functions[n].library
            origin = f"$l{library}" if library < number else "$main"
            env.append(f'(export "f{n}" (func {origin} "f{n}"))')
        words = [f'(export "w{n}" (global $main "w{n}"))' for n in self._named("w", number)]
        slots = [f'(export "f{n}" (global $main "s{n}"))' for n in self._named("s", number)]
        return f"""(core instance $l{number} (instantiate $m{number}
    (with "env" (instance {GIVEN} {_lines(env)}))
    (with "GOT.mem" (instance {_lines(words)})) (with "GOT.func" (instance {_lines(slots)}))
    (with "host" (instance (export "ten" (func $s "1"))))))"""

    def _last(self) -> str:
        last = len(self.functions) - 1
        compute = f'(func $l{self.functions[last].library} "f{last}")'
        given = [f'(with "{each}" (instance $l{n}))' for n, each in enumerate(self.libraries)]
        return LAST.format(compute=compute, libraries=_lines(given))

    def _type(self, function: int) -> str:
        return f"(type $t{self.functions[function].arity})"


FIRST = """(core instance $s (instantiate $shim))
  (core instance $main (instantiate $main (with "wasi_snapshot_preview1" (instance
    (export "reset" (func $s "0"))))))
  (core instance $adapter (instantiate $adapter
    (with "env" (instance (export "memory" (memory $main "memory"))))))"""
LAST = """(core instance $bindings (instantiate $bindings (with "env" (instance
    (export "__memory_base" (global $main "libcomponentize_py_bindings.so:memory_base"))
    (export "__stack_pointer" (global $main "__stack_pointer"))
    (export "compute" {compute})))))
  (core func $ten (canon lower (func $ten)))
  (core instance (instantiate $fixup (with "" (instance
    (export "$imports" (table $s "$imports"))
    (export "0" (func $adapter "reset")) (export "1" (func $ten))))))
  (core instance (instantiate $init (with "env" (instance $main)) {libraries}
    (with "libcomponentize_py_bindings.so" (instance $bindings))))
  (func (export "run") (param "x" u32) (result u32) (canon lift (core func $bindings "run")))"""


def _lines(lines: Iterable[str]) -> str:
    return "\n    ".join(lines)


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Some libraries, in any order; some functions in each, which use whatever there is."""
    libraries = draw(st.permutations(LIBRARIES[: draw(st.integers(1, len(LIBRARIES)))]))
    functions: list[Function] = []
    for arity in [*draw(st.lists(st.integers(1, 2), min_size=1, max_size=6)), 1]:
        library = draw(st.integers(0, len(libraries) - 1))
        larger = partial(_larger, functions=functions[:], library=library)
        body = st.recursive(_local(len(libraries), arity), larger, max_leaves=8)
        functions.append(Function(library, arity, draw(body)))
    return Graph(libraries, functions, draw(st.integers(0, 200)))


def _local(libraries: int, arity: int) -> st.SearchStrategy[str]:
    """Expressions that call nothing of other libraries."""
    address = "(i32.add (global.get $memory) (i32.const {}))"
    return st.one_of(
        st.integers(0, arity - 1).map("(local.get {})".format),
        st.integers(-(2**31), 2**31 - 1).map("(i32.const {})".format),
        st.integers(0, libraries).map("(global.get $w{})".format),
        st.integers(0, libraries).map("(i32.load (global.get $w{}))".format),
        st.integers(0, 60).map(lambda n: f"(i32.load offset={n} {address.format(n)})"),
        st.sampled_from(
            [
                *("(global.get $sp)", "(global.get $heap)", "(global.get $place)", "(call $count)"),
                "(i32.load16_u (global.get $place))",
                "(block (result i32) (call $reset) (call $count))",
                "(memory.size)",
            ]
        ),
    )


def _larger(
    inner: st.SearchStrategy[str], functions: list[Function], library: int
) -> st.SearchStrategy[str]:
    """Expressions of expressions, with calls of these functions: by name, or through the table."""
    own = [n for n, each in enumerate(functions) if each.library == library]
    calls = []
    for n, function in enumerate(functions):
        arguments = st.tuples(*[inner] * function.arity).map(" ".join)
        places = [f"(global.get $s{n})"]
        if n in own:
            places.append(f"(i32.add (global.get $table) (i32.const {own.index(n)}))")
        calls.append(arguments.map(f"(call $f{n} {{}})".format))
        for place in places:
            form = f"(call_indirect (type $t{function.arity}) {{}} {place})"
            calls.append(arguments.map(form.format))
    return st.one_of(
        *calls,
        st.builds("(i32.{} {} {})".format, st.sampled_from(BINARY), inner, inner),
        *(st.builds(form.format, inner, inner) for form in FORMS),
    )


FORMS = (
    "(call $ten {0})",
    "(select {0} (i32.const 7) {1})",
    "(if (result i32) {0} (then {1}) (else (i32.const -1)))",
    "(block (result i32) (i32.store (global.get $place) {0}) {1})",
    "(block (result i32) (memory.fill (global.get $memory) {0} (i32.const 9)) {1})",
    "(block (result i32) (memory.copy (global.get $place) (global.get $memory) (i32.const 8)) {1})",
    "(block (result i32) (global.set $sp (i32.sub (global.get $sp) (i32.const 16))) {1})",
    "(block $a (result i32) (block $b (result i32)"
    " (br_table $a $b $a {0} (i32.and {1} (i32.const 3)))) (i32.add (i32.const 5)))",
    "(i32.wrap_i64 (i64.mul (i64.extend_i32_u {0}) (i64.const -3)))",
    "(i32.trunc_sat_f64_s (f64.mul (f64.convert_i32_s {0}) (f64.const 0x1.10410p+4)))",
    "(i32x4.extract_lane 2 (i32x4.add (i32x4.splat {0}) (v128.const i32x4 16 11 35 13)))",
    "(block (result i32) {0} (block (type $two) (global.get $heap)) (i32.add))",
)
"""Instructions of every kind that a linker must get over, with bytes that look like others."""
