"""Whether a type that an author wrote contradicts that of the bindings, as far as that is plain.

Only types of Python itself are compared: whatever has another name may be an alias, a subclass or a
protocol, which is a type checker's business.
"""

from __future__ import annotations

import ast
from collections.abc import Set
from functools import lru_cache

from wae.build.syntax import parse_expression

_BUILTINS = {"bool", "bytes", "dict", "float", "int", "list", "set", "str", "tuple"}
_ALIASES = {"Dict": "dict", "List": "list", "Set": "set", "Tuple": "tuple"}


def contradict(written: str, wanted: str) -> bool:
    """Whether both are types of Python itself, and no value fits both. Empty texts say nothing."""
    ours, theirs = _kinds(written), _kinds(wanted)
    if ours is None or theirs is None:
        return False
    return not ours & theirs and not ("float" in ours | theirs and "int" in ours | theirs)


@lru_cache(maxsize=4096)
def _kinds(text: str) -> frozenset[str] | None:
    """The classes that values of a type may have; None where that is not known."""
    try:
        names = _of(parse_expression(text))
    except (SyntaxError, ValueError):
        return None
    return None if names is None else frozenset(names)


def _of(node: ast.expr) -> Set[str] | None:
    match node:
        case ast.Constant(value=None):
            return {"None"}
        case ast.Constant(value=str(text)):
            return _kinds(text)
        case ast.Name(id=name):
            builtin = _ALIASES.get(name, name)
            return {builtin} if builtin in _BUILTINS else None
        case ast.Subscript(value=ast.Name(id="Optional"), slice=inner):
            return _joined(_of(inner), {"None"})
        case ast.Subscript(value=ast.Name(id=_) as outer):
            return _of(outer)
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _joined(_of(left), _of(right))
    return None


def _joined(one: Set[str] | None, other: Set[str] | None) -> Set[str] | None:
    return None if one is None or other is None else one | other
