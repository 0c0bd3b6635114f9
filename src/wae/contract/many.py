"""Functions that do for a list what another function does for one."""

from __future__ import annotations

from collections.abc import Iterable

from wae.contract.model import Function
from wae.contract.shapes import Result, Sequence


def does_many(many: Function, one: Function) -> bool:
    """Whether `many` does for a list of first parameters what `one` does: the two are of one
    interface, from `list<T>, …` to `list<result<…>>` and from `T, …` to that result."""
    if not one.parameters or not many.parameters or not isinstance(one.result, Result):
        return False
    shapes = [each.shape for each in one.parameters]
    return (
        many.interface == one.interface
        and [each.shape for each in many.parameters] == [Sequence(shapes[0]), *shapes[1:]]
        and many.result == Sequence(one.result)
    )


def list_forms(functions: Iterable[Function]) -> list[Function]:
    """Those that do for a list what another one of them does."""
    known = [*functions]
    return [many for many in known if any(does_many(many, one) for one in known)]
