"""What is merged: libraries, and what each of their imports stands for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from wae.link.module import Module, SectionId


class Symbol(NamedTuple):
    """A function that a library exports."""

    library: str
    name: str


class Outside(NamedTuple):
    """A function of the component or the host; ``name`` is that of the import which it becomes."""

    name: str


class Constant(NamedTuple):
    """A global that is the same in every component: an address, or a place in the table."""

    value: int


class Slot(NamedTuple):
    """A global that is the number of a table slot, counted from where :attr:`Program.slots` lie."""

    number: int


class State(NamedTuple):
    """A global that the component's own memory module has, under ``name``."""

    name: str
    type: bytes


class StackPointer(NamedTuple):
    """The one global that code writes and everybody shares."""


Variable: TypeAlias = Constant | Slot | State | StackPointer


@dataclass(frozen=True)
class Library:
    """``functions`` says what each imported function is, ``variables`` the same of each global,
    imported or its own.
    """

    name: str
    module: Module
    functions: tuple[Symbol | Outside, ...]
    variables: tuple[Variable, ...]


@dataclass(frozen=True)
class Program:
    """The module of code: what it is made of, what it exports, and how its table is filled.

    ``slots`` are functions that stand in the table one after the other, from a place on that
    differs from component to component: the global ``slots`` of the memory module.
    """

    libraries: tuple[Library, ...]
    exports: tuple[Symbol, ...]
    slots: tuple[Symbol, ...]
    stack_pointer: int
    table_size: int

    @property
    def state(self) -> list[State]:
        """The globals that it imports, each once, in order."""
        each = [v for one in self.libraries for v in one.variables if isinstance(v, State)]
        return list(dict.fromkeys(each))

    @property
    def digest(self) -> str:
        """SHA-256 of all that the merged module is made from, in hexadecimal.

        The libraries' own globals count as what they stand for: state differs between components.
        """
        made_from = [repr((self.exports, self.slots, self.stack_pointer, self.table_size))]
        for one in self.libraries:
            sections = {
                number: hashlib.sha256(section).hexdigest()
                for number, section in one.module.sections.items()
                if number != SectionId.GLOBAL
            }
            names = hashlib.sha256(repr(one.module.names).encode()).hexdigest()
            made_from.append(repr((one.name, one.functions, one.variables, sections, names)))
        return hashlib.sha256("\n".join(made_from).encode()).hexdigest()
