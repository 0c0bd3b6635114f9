"""The module of a component's own: its memory, its data, and the globals that differ.

It takes the place of ``main``. An engine maps its data into memory, since it defines that memory.
"""

from __future__ import annotations

from collections.abc import Iterable

from wae.binary.writer import MODULE_PREAMBLE, name, section, u32, vector
from wae.link.instructions import END, constant
from wae.link.merge import MEMORY_NAME, SLOTS_NAME
from wae.link.module import GLOBAL, I32, MEMORY, Global, Module, SectionId

_CONSTANT = bytes([I32, 0])


def state_module(main: Module, slots: int, variables: Iterable[tuple[str, Global]]) -> bytes:
    """``main``'s memory and data, and these globals; ``slots`` is the place of the first slot."""
    everything = [(SLOTS_NAME, Global(_CONSTANT, slots)), *variables]
    exports = [name(MEMORY_NAME) + bytes([MEMORY]) + u32(0)]
    exports += [
        name(title) + bytes([GLOBAL]) + u32(index) for index, (title, _) in enumerate(everything)
    ]
    parts = [
        MODULE_PREAMBLE,
        section(SectionId.MEMORY, vector(main.memories)),
        section(SectionId.GLOBAL, vector(v.type + constant(v.value) + END for _, v in everything)),
        section(SectionId.EXPORT, vector(exports)),
    ]
    parts += [
        section(part, bytes(main.sections[part]))
        for part in (SectionId.DATA_COUNT, SectionId.DATA)
        if part in main.sections
    ]
    return b"".join(parts)
