"""What a Python file imports and which codecs it names, wherever in it that stands."""

from __future__ import annotations

import ast
import encodings
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from encodings.aliases import aliases
from functools import lru_cache

from wae.build.syntax import parse_module

NOT_PYTHON = (SyntaxError, ValueError, RecursionError, MemoryError)
"""What the parser raises for texts that are no Python, or are nested without end."""

_CODECS = {module.name for module in pkgutil.iter_modules(encodings.__path__)} - {"aliases"}
# Longer than any name of a codec.
_LONGEST = 32
# The fields of statements in which other statements stand.
_BLOCKS = ("body", "orelse", "handlers", "finalbody", "cases")
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_LOADERS = {"import_module", "__import__"}
# What an `if` asks that is about where the code runs.
_PLATFORM = {"TYPE_CHECKING", "platform", "version_info", "implementation"}
_TOLERANT = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}


@dataclass(frozen=True)
class Import:
    """`import module`, or `from module import names`; the module's name is absolute, unless its
    dots lead out of all packages.

    `lazy`: it stands in a function. `optional`: the code can do without, or is for another
    platform.
    """

    module: str
    names: tuple[str, ...]
    line: int
    lazy: bool
    optional: bool


# Several components have files in common, and somebody who watches saves one of many.
@lru_cache(maxsize=4096)
def imports(content: bytes, package: tuple[str, ...]) -> tuple[Import, ...]:
    """What a file in ``package`` imports: by statements, and by names given to `import_module`.

    Nothing where it is no Python, which :func:`wae.build.classes.class_problems` tells.
    """
    tree = _parsed(content)
    if tree is None:
        return ()
    only_statements = not any(loader.encode() in content for loader in _LOADERS)
    each = _imports(tree, package, only_statements=only_statements, lazy=False, optional=False)
    return tuple(each)


@lru_cache(maxsize=4096)
def codecs(content: bytes) -> frozenset[str]:
    """The modules of the codecs that texts in the file name: `encodings.utf_16_le`."""
    names = set()
    for node in ast.walk(_parsed(content) or ast.Module([], [])):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
            if text.isascii() and 0 < len(text) <= _LONGEST:
                name = encodings.normalize_encoding(text).lower()
                names.add(aliases.get(name, name))
    return frozenset(f"encodings.{name}" for name in names & _CODECS)


def _parsed(content: bytes) -> ast.Module | None:
    try:
        return parse_module(content)
    except NOT_PYTHON:
        return None


def _imports(
    node: ast.AST, package: tuple[str, ...], *, only_statements: bool, lazy: bool, optional: bool
) -> Iterator[Import]:
    match node:
        case ast.Import(names=names):
            for alias in names:
                yield Import(alias.name, (), node.lineno, lazy, optional)
        case ast.ImportFrom(module=module, names=names, level=level):
            leads_out = level > len(package)
            above = package[: len(package) + 1 - level] if level and not leads_out else ()
            dots = "." * level if leads_out else ""
            name = dots + ".".join([*above, *([module] if module else [])])
            taken = tuple(alias.name for alias in names if alias.name != "*")
            yield Import(name, taken, node.lineno, lazy, optional)
        case ast.Call(args=[ast.Constant(value=str(name)), *_]) if _called(node) in _LOADERS:
            if not name.startswith("."):
                yield Import(name, (), node.lineno, lazy, optional)
    lazy = lazy or isinstance(node, _FUNCTIONS)
    guarded = _guarded_fields(node)
    for field in _BLOCKS if only_statements else node._fields:
        value = getattr(node, field, None)
        for child in value if isinstance(value, list) else (value,):
            if isinstance(child, ast.AST):
                yield from _imports(
                    child,
                    package,
                    only_statements=only_statements,
                    lazy=lazy,
                    optional=optional or field in guarded,
                )


def _called(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _guarded_fields(node: ast.AST) -> tuple[str, ...]:
    """The fields of a statement whose modules need not be there."""
    match node:
        case ast.Try(handlers=handlers):
            kinds = [handler.type for handler in handlers]
            is_guarded = any(kind is None or _TOLERANT & _names(kind) for kind in kinds)
        case ast.With(items=items):
            is_guarded = any("suppress" in _names(item.context_expr) for item in items)
        case ast.If(test=test):
            is_guarded = bool(_PLATFORM & _names(test))
            return ("body", "orelse") if is_guarded else ()
        case _:
            return ()
    return ("body",) if is_guarded else ()


def _names(node: ast.AST) -> set[str]:
    """All names and attributes in an expression."""
    return {
        child.id if isinstance(child, ast.Name) else child.attr
        for child in ast.walk(node)
        if isinstance(child, ast.Name | ast.Attribute)
    }
