"""One component as the list of its definitions that create or move functions and instances.

Source: ``Binary.md``, Component Definitions to Import and Export Definitions. Types are left out:
they carry no authority. Core modules are skipped, not parsed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from wae.binary.canon import LOWER, read_canon
from wae.binary.reader import BinaryError, Cursor, NotSupported
from wae.binary.sections import Id, Section, sections
from wae.binary.syntax import (
    COMPONENT,
    FUNC,
    INSTANCE,
    VALUE,
    Alias,
    read_alias,
    read_extern,
    read_name,
    read_sort,
)
from wae.inspect.names import Names, read_names
from wae.inspect.printable import printable

FOLLOWED = (FUNC, INSTANCE, COMPONENT)  # the sorts that carry authority, or code


@dataclass(frozen=True)
class Import:
    name: str
    sort: int


@dataclass(frozen=True)
class Export:
    name: str
    sort: int
    index: int


@dataclass(frozen=True)
class Instantiate:
    """An instance of component number ``component``; arguments are (sort, index) by name."""

    component: int
    arguments: dict[str, tuple[int, int]]


@dataclass(frozen=True)
class Bundle:
    """An instance made of things at hand: (sort, index) by name."""

    members: dict[str, tuple[int, int]]


@dataclass(frozen=True)
class Nested:
    """A component within this one: ``data[start:end]``."""

    start: int
    end: int


@dataclass(frozen=True)
class Lift:
    """A function whose body is core code of this component."""


@dataclass(frozen=True)
class Call:
    """Function number ``index`` is handed to the component's core code, or called at its start."""

    index: int


Step: TypeAlias = Import | Export | Instantiate | Bundle | Nested | Lift | Call | Alias


@dataclass
class Program:
    """``has_code``: core code of its own may run. ``modules``: the sizes of its core modules."""

    steps: list[Step] = field(default_factory=list)
    names: Names = field(default_factory=Names)
    modules: list[int] = field(default_factory=list)
    has_code: bool = False

    @property
    def instantiates(self) -> bool:
        return any(isinstance(step, Instantiate) for step in self.steps)

    @property
    def takes_components(self) -> bool:
        """Whether it uses components that do not lie within it."""
        return any(
            isinstance(step, Import | Alias) and step.sort == COMPONENT for step in self.steps
        )


def read_program(data: memoryview, start: int, end: int) -> Program:
    """The program of the component in ``data[start:end]``. Raises :class:`BinaryError`."""
    program = Program()
    for section in sections(data, start, end):
        match section.id:
            case Id.CORE_MODULE:
                program.modules.append(section.end - section.start)
            case Id.COMPONENT:
                program.steps.append(Nested(section.start, section.end))
            case Id.CORE_INSTANCE:
                program.has_code = True
            case Id.CUSTOM:
                read_names(Cursor(data, section.start, section.end), program.names)
            case Id.START:
                program.has_code = True
                program.steps.append(Call(Cursor(data, section.start, section.end).u32()))
            case Id.VALUE:
                raise NotSupported("value definitions")
            case _:
                program.has_code |= section.id == Id.CANON
                _read_section(data, section, program.steps)
    _check_names([step.name for step in program.steps if isinstance(step, Import)])
    return program


def _check_names(imports: list[str]) -> None:
    twice = next((name for name, times in Counter(imports).items() if times > 1), None)
    if twice is not None:
        raise BinaryError(f'not a valid component: it imports "{printable(twice)}" twice')


def _read_section(data: memoryview, section: Section, steps: list[Step]) -> None:
    readers: dict[Id, Callable[[Cursor], Step | None]] = {
        Id.INSTANCE: _instance,
        Id.ALIAS: _alias,
        Id.CANON: _canon,
        Id.IMPORT: _import,
        Id.EXPORT: _export,
    }
    if section.id not in readers:
        return
    cursor = Cursor(data, section.start, section.end)
    steps += [step for step in cursor.vector(lambda: readers[section.id](cursor)) if step]
    if not cursor.done:
        raise cursor.fail("bytes left over in a section")


def _import(cursor: Cursor) -> Import:
    name, extern = read_name(cursor), read_extern(cursor)
    if extern.sort == VALUE:
        raise NotSupported(f'an import of a value ("{printable(name)}")')
    return Import(name, extern.sort)


def _export(cursor: Cursor) -> Export:
    name, sort, index = read_name(cursor), read_sort(cursor), cursor.u32()
    cursor.optional(lambda: read_extern(cursor))
    return Export(name, sort, index)


def _alias(cursor: Cursor) -> Alias | None:
    alias = read_alias(cursor)
    if alias.sort not in FOLLOWED:
        return None
    if alias.name is None and alias.sort != COMPONENT:
        raise cursor.fail("an outer alias of a function or an instance")
    return alias


def _instance(cursor: Cursor) -> Step:
    kind = cursor.byte()
    if kind == 0x00:
        return Instantiate(cursor.u32(), _given(cursor, cursor.name))
    if kind == 0x01:
        return Bundle(_given(cursor, lambda: read_name(cursor)))
    raise cursor.fail(f"unknown instance {kind:#04x}")


def _given(cursor: Cursor, read: Callable[[], str]) -> dict[str, tuple[int, int]]:
    """Things by name. A name given twice is refused: which of the two counts is anyone's guess."""
    entries = cursor.vector(lambda: (read(), (read_sort(cursor), cursor.u32())))
    given = dict(entries)
    if len(given) < len(entries):
        raise cursor.fail("a name is given twice")
    return given


def _canon(cursor: Cursor) -> Lift | Call | None:
    call = None
    if cursor.data[cursor.position : cursor.position + 1] == bytes([LOWER]):
        call = Call(Cursor(cursor.data, cursor.position + 2, cursor.end).u32())
    return Lift() if read_canon(cursor) is not None else call
