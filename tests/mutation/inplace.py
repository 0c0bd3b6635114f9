"""Gives the functions of an imported module the code of a mutant, as far as that is enough.

Whoever has imported a function has the mutant then, too. It is not enough where the change is
outside of functions, or in one that was called before, whose results may have been kept.
"""

from __future__ import annotations

import ast
import gc
import os
import sys
from collections.abc import Iterator, Sequence
from types import CodeType, FrameType, FunctionType
from typing import TypeAlias

from tests.mutation.mutants import Mutant, changed

Functions: TypeAlias = dict[tuple[str, int], list[FunctionType]]


class Calls:
    """What is called between `watch` and `ends`."""

    def __init__(self) -> None:
        self._codes: dict[int, CodeType] = {}

    def watch(self) -> None:
        """Begins."""
        sys.setprofile(self._see)

    def ends(self) -> None:
        """Ends."""
        sys.setprofile(None)

    def _see(self, frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            self._codes[id(frame.f_code)] = frame.f_code

    def has(self, codes: Sequence[CodeType], known: Functions) -> bool:
        """Whether a function was called that is to get one of these codes."""
        functions = (function for code in codes for function in known[_key(code)])
        return any(id(function.__code__) in self._codes for function in functions)


def functions(path: str) -> Functions:
    """The functions there are whose code was read from a file, by their name and line."""
    actual: Functions = {}
    for item in gc.get_objects():
        if isinstance(item, FunctionType) and os.path.realpath(item.__code__.co_filename) == path:
            actual.setdefault(_key(item.__code__), []).append(item)
    return actual


def replacements(source: str, mutant: Mutant, known: Functions) -> list[CodeType] | None:
    """The code of known functions that the mutant changes; None where it changes other code."""
    before = compile(ast.parse(source), "", "exec", dont_inherit=True)
    after = compile(changed(source, mutant), "", "exec", dont_inherit=True)
    try:
        return list(_changed([before], [after], known))
    except ValueError:
        return None


def replace(codes: Sequence[CodeType], known: Functions) -> None:
    """Gives functions other code."""
    for code in codes:
        for function in known[_key(code)]:
            function.__code__ = code


def _key(code: CodeType) -> tuple[str, int]:
    return code.co_qualname, code.co_firstlineno


def _changed(
    before: Sequence[CodeType], after: Sequence[CodeType], known: Functions
) -> Iterator[CodeType]:
    """Raises ValueError where other code differs than that of known functions."""
    if len(before) != len(after):
        raise ValueError("other functions")
    for old, new in zip(before, after, strict=True):
        if old == new:
            continue
        if _key(new) in known:
            if {function.__code__ for function in known[_key(new)]} != {old}:
                raise ValueError("one of several functions in a line")
            if new.co_freevars != old.co_freevars:
                raise ValueError("other variables around it")
            yield new
            continue
        if _own(old) != _own(new):
            raise ValueError("other code")
        yield from _changed(_inner(old), _inner(new), known)


def _own(code: CodeType) -> tuple[object, ...]:
    constants = [repr(item) for item in code.co_consts if not isinstance(item, CodeType)]
    return _key(code), code.co_code, code.co_names, constants


def _inner(code: CodeType) -> list[CodeType]:
    return [item for item in code.co_consts if isinstance(item, CodeType)]
