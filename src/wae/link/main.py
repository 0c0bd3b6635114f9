"""What wit-component's own two modules say: ``main``, and ``init``, which has filled the table.

``main`` has a trampoline for each function of a library that is instantiated later: its parameters,
``i32.const K``, ``call_indirect``. What stands at K in the table, ``init`` says. Its globals are
addresses (``GOT.mem``, ``memory_base``) and places in the table (``GOT.func``, ``table_base``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from wae.binary.reader import Cursor
from wae.link.errors import LinkError
from wae.link.module import FUNC, GLOBAL, Global, Import, Module, SectionId

STACK_POINTER = "__stack_pointer"
_INTEGER = rb"[\x80-\xff]{0,4}[\x00-\x7f]"
_TRAMPOLINE = re.compile(
    rb"\x00(?:\x20%s)*\x41(?P<slot>%s)\x11%s\x80{0,4}\x00\x0b" % ((_INTEGER,) * 3)
)


@dataclass(frozen=True)
class Main:
    """``slots`` are functions (library and name) that stand in the table from ``base`` on."""

    module: Module
    base: int
    slots: tuple[tuple[str, str], ...]
    table_size: int

    def function(self, name: str) -> tuple[str, str] | Import:
        """Which function of which library an export stands for; or an import that is passed on."""
        kind, index = self.module.exports.get(name, (None, 0))
        if kind != FUNC:
            raise LinkError(f"main has no function {name}")
        imported = self.module.imported(FUNC)
        if index < len(imported):
            return imported[index]
        body = _TRAMPOLINE.fullmatch(self.module.bodies[index - len(imported)])
        if body is None:
            raise LinkError(f"main's function {name} is no trampoline")
        number = Cursor(body["slot"]).s33() - self.base
        if not 0 <= number < len(self.slots):
            raise LinkError(f"main's function {name} leads nowhere")
        return self.slots[number]

    def variable(self, name: str) -> Global:
        """The global that it exports under ``name``."""
        kind, index = self.module.exports.get(name, (None, 0))
        if kind != GLOBAL:
            raise LinkError(f"main has no global {name}")
        return self.module.globals[index]


def read_main(main: Module, init: Module) -> Main:
    """Checks what is expected of the two, and reads the table from ``init``."""
    if len(main.tables) != 1 or len(main.memories) != 1 or main.imported(GLOBAL):
        raise LinkError("main has not a table, a memory and globals of its own")
    for module, name in ((main, "main"), (init, "init")):
        if SectionId.START in module.sections:
            raise LinkError(f"{name} has a start function: no snapshot was taken")
    filled = [segment for segment in init.segments if segment.functions]
    imported = init.imported(FUNC)
    if any(one.base is not None for one in main.globals):
        raise LinkError("main has a global that is no number")
    if len(filled) != 1 or filled[0].base is not None:
        raise LinkError("init does not fill one stretch of the table")
    if any(function >= len(imported) for function in filled[0].functions):
        raise LinkError("init fills the table with functions of its own")
    slots = tuple((imported[f].module, imported[f].name) for f in filled[0].functions)
    return Main(main, filled[0].offset, slots, Cursor(main.tables[0], 2).u32())
