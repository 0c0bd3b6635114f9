"""Finds the functions of a program that can be called at all, and what each index means."""

from __future__ import annotations

from typing import NamedTuple

from wae.binary.reader import Cursor
from wae.link.errors import LinkError
from wae.link.instructions import Piece, callee, split
from wae.link.module import FUNC
from wae.link.program import Outside, Program, Symbol


class DefinedFunction(NamedTuple):
    """A function with a body: its library's number, and its number in that library."""

    library: int
    number: int


class Reached:
    """The functions that exports and the table lead to, in pieces, and the imports they call.

    Raises :class:`LinkError` for an index that leads nowhere.
    """

    def __init__(self, program: Program) -> None:
        self._libraries = program.libraries
        self._numbers = {one.name: n for n, one in enumerate(program.libraries)}
        self.code: dict[DefinedFunction, list[Piece]] = {}
        self.outside: dict[Outside, bytes] = {}
        """The imports that are called, and their types."""
        todo = [self.symbol(one) for one in (*program.exports, *program.slots)]
        for number, library in enumerate(program.libraries):
            for segment in library.module.segments:
                todo += [self.target(number, function) for function in segment.functions]
        self._follow(todo)
        self.code = dict(sorted(self.code.items()))
        self.outside = dict(sorted(self.outside.items()))

    def symbol(self, symbol: Symbol) -> DefinedFunction | Outside:
        """The function that a library exports."""
        number = self._numbers[symbol.library]
        library = self._libraries[number]
        function = library.module.exports[symbol.name][1]
        if function < len(library.functions):
            raise LinkError(f"{library.name} exports {symbol.name}, which it imports")
        return self.target(number, function)

    def target(self, number: int, function: int) -> DefinedFunction | Outside:
        """The function that library ``number`` means by the index ``function``."""
        library = self._libraries[number]
        own = function - len(library.functions)
        if own >= 0:
            if own >= len(library.module.bodies):
                raise LinkError(f"{library.name} has no function {function}")
            return DefinedFunction(number, own)
        link = library.functions[function]
        if isinstance(link, Symbol):
            return self.symbol(link)
        kind = Cursor(library.module.imported(FUNC)[function].type).u32()
        self.outside[link] = library.module.types[kind]
        return link

    def type(self, place: DefinedFunction) -> bytes:
        """The encoded type of a function with a body."""
        module = self._libraries[place.library].module
        return module.types[module.functions[place.number]]

    def _follow(self, todo: list[DefinedFunction | Outside]) -> None:
        while todo:
            place = todo.pop()
            if isinstance(place, Outside) or place in self.code:
                continue
            body = self._libraries[place.library].module.bodies[place.number]
            self.code[place] = pieces = split(body)
            called = {callee(piece.instruction) for piece in pieces}
            todo += [self.target(place.library, index) for index in called if index is not None]
