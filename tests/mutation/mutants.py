"""The small changes that are made to a module's code, one at a time.

They are those that turn a guard into less of one: an operand of a condition is dropped, a
comparison is off by one or turned round, a branch is always or never taken, a statement or an
argument or a member of a list is missing, a text is not normalised. Words that people read (in
what is raised, in formatted strings, in docstrings) and annotations are left alone.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_NORMALISING = {
    "casefold", "lower", "upper", "strip", "lstrip", "rstrip", "removeprefix", "removesuffix",
}  # fmt: skip
_SWAPPED = {"all": "any", "any": "all", "min": "max", "max": "min"}
_UNREAD = (ast.Raise, ast.JoinedStr)
_LONGEST_QUOTE = 160


@dataclass(frozen=True)
class Mutant:
    """A change in `function` (dotted, "" for the module) of what stands `times` before there.

    `line` and `at` (which node, which of its changes) are where it is now; the other fields name it
    whatever else changes in the module.
    """

    function: str
    before: str
    after: str
    times: int = 0
    line: int = field(default=0, compare=False)
    at: tuple[int, int] = field(default=(0, 0), compare=False)


@dataclass
class _Place:
    """A node, where it hangs, and what is known on the way to it."""

    node: ast.AST
    parent: ast.AST | None = None
    name: str = ""
    index: int | None = None
    function: str = ""
    nested: bool = False
    unread: bool = False

    def put(self, new: ast.AST) -> None:
        if self.index is None:
            setattr(self.parent, self.name, new)
        else:
            getattr(self.parent, self.name)[self.index] = new


def mutants(source: str) -> list[Mutant]:
    """Every mutant of a module's source, in the order of its text."""
    actual = []
    seen: Counter[tuple[str, str, str]] = Counter()
    for number, place in enumerate(_places(ast.parse(source))):
        for choice, new in enumerate(_changes(place)):
            key = place.function, _text(place.node), _text(new)
            line = getattr(place.node, "lineno", 0)
            actual.append(Mutant(*key, seen[key], line, (number, choice)))
            seen[key] += 1
    return actual


def changed(source: str, mutant: Mutant) -> ast.Module:
    """The module of that source with the change."""
    tree = ast.parse(source)
    number, choice = mutant.at
    place = list(_places(tree))[number]
    place.put(ast.copy_location(list(_changes(place))[choice], place.node))
    return ast.fix_missing_locations(tree)


def _text(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"


def _places(tree: ast.AST) -> Iterator[_Place]:
    """Every node that may be changed, parents before children."""
    todo = [_Place(tree)]
    while todo:
        place = todo.pop()
        if place.parent is not None:
            yield place
        todo += reversed(list(_children(place)))


def _children(place: _Place) -> Iterator[_Place]:
    node, function = place.node, place.function
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        function = f"{function}.{node.name}".lstrip(".")
    nested = place.nested or isinstance(node, ast.If | ast.For | ast.While | ast.Try | ast.With)
    unread = place.unread or isinstance(node, _UNREAD)
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "bases", "type_params"):
            continue
        many = isinstance(value, list)
        for index, child in enumerate(value if many else [value]):
            if isinstance(child, ast.AST) and not _is_left_alone(child):
                at = index if many else None
                yield _Place(child, node, name, at, function, nested, unread)


def _is_left_alone(node: ast.AST) -> bool:
    if isinstance(node, ast.Import | ast.ImportFrom):
        return True
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return True
    if isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation) == "TypeAlias":
        return True
    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "TYPE_CHECKING":
        return True
    # A docstring, or the text under a constant.
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _changes(place: _Place) -> Iterator[Any]:
    """What may stand in the place of the node."""
    yield from _of_condition(place)
    yield from _of_value(place)
    yield from _of_statement(place)


def _of_condition(place: _Place) -> Iterator[ast.AST]:
    match place.node:
        case ast.Compare(left, ops, comparators):
            for n, op in enumerate(ops):
                other = _COMPARED[type(op)]()
                yield ast.Compare(left, [*ops[:n], other, *ops[n + 1 :]], comparators)
        case ast.BoolOp(op, values):
            other = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield ast.BoolOp(other, values)
            for n in range(len(values)):
                rest = [*values[:n], *values[n + 1 :]]
                yield rest[0] if len(rest) == 1 else ast.BoolOp(op, rest)
        case ast.UnaryOp(ast.Not() | ast.USub(), operand):
            yield operand
        case ast.comprehension(target, iterated, ifs, is_async):
            for n in range(len(ifs)):
                yield ast.comprehension(target, iterated, [*ifs[:n], *ifs[n + 1 :]], is_async)
    if place.name == "test" and not isinstance(place.node, ast.Constant):
        yield ast.Constant(False)
        if not isinstance(place.parent, ast.While):
            yield ast.Constant(True)


def _of_value(place: _Place) -> Iterator[ast.AST]:
    match place.node:
        case ast.Constant(bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(int(value)):
            yield ast.Constant(value + 1)
        case ast.Constant(str(value) | bytes(value)) if value and not place.unread:
            yield ast.Constant(type(value)())
        case ast.BinOp(left, op, right) if not place.unread and type(op) in _COMPUTED:
            yield ast.BinOp(left, _COMPUTED[type(op)](), right)
            if isinstance(op, ast.BitOr | ast.Sub):
                yield left
        case ast.Call(ast.Attribute(value, name), _, _) if name in _NORMALISING:
            yield value
        case ast.Call(ast.Name(name), args, keywords) if name in _SWAPPED:
            yield ast.Call(ast.Name(_SWAPPED[name], ast.Load()), args, keywords)
    match place.node:
        case ast.Call(function, args, keywords) if not place.unread:
            for n in range(len(keywords)):
                yield ast.Call(function, args, [*keywords[:n], *keywords[n + 1 :]])
        case ast.Tuple(elts, ast.Load()) | ast.List(elts, ast.Load()) | ast.Set(elts):
            if len(elts) > 1 and not place.unread:
                for n in range(len(elts)):
                    rest = [*elts[:n], *elts[n + 1 :]]
                    yield _same(place.node, rest)
        case ast.Dict(keys, values) if len(keys) > 1:
            for n in range(len(keys)):
                yield ast.Dict([*keys[:n], *keys[n + 1 :]], [*values[:n], *values[n + 1 :]])


def _same(node: ast.AST, elements: list[ast.expr]) -> ast.AST:
    return ast.Set(elements) if isinstance(node, ast.Set) else type(node)(elements, ast.Load())


def _of_statement(place: _Place) -> Iterator[ast.AST]:
    match place.node:
        # None where False was is the same to whoever asks.
        case ast.Return(value) if value and ast.unparse(value) not in ("None", "False"):
            yield ast.Return(ast.Constant(None))
        case ast.Expr(ast.Call() | ast.Await()) | ast.Raise() | ast.AugAssign() | ast.Delete():
            yield ast.Pass()
        case ast.Break() | ast.Continue() | ast.Assert():
            yield ast.Pass()
        case ast.Assign() if place.nested:
            # Elsewhere, what was assigned would only be missing.
            yield ast.Pass()
