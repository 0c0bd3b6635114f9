"""Types that consist of others, as text. Source: ``WIT.md``, Types."""

from __future__ import annotations

from collections.abc import Callable

from wae.binary.types import Borrow, Future, List, Option, Result, Stream, Tuple, Type


def compound(kind: Type, part: Callable[[Type], str]) -> str | None:
    """``kind`` as WIT writes it, with ``part`` for what it consists of; None where it is no list,
    tuple, option, result, borrow, stream or future.
    """
    match kind:
        case List(element, length):
            return f"list<{part(element)}{'' if length is None else f', {length}'}>"
        case Tuple(items):
            return f"tuple<{', '.join(map(part, items))}>"
        case Option(some):
            return f"option<{part(some)}>"
        case Result(ok, err):
            first = "_" if ok is None else part(ok)
            if err is None:
                return "result" if ok is None else f"result<{first}>"
            return f"result<{first}, {part(err)}>"
        case Borrow(resource):
            return f"borrow<{part(resource)}>"
        case Stream(element) | Future(element):
            name = "stream" if isinstance(kind, Stream) else "future"
            return name if element is None else f"{name}<{part(element)}>"
        case _:
            return None
