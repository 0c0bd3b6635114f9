"""What a Python file imports and which codecs it names, wherever in it that stands."""

from __future__ import annotations

import ast
import encodings
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from encodings.aliases import aliases

from wae.build.syntax import parse_module

NOT_PYTHON = (SyntaxError, ValueError, RecursionError, MemoryError)
"""What the parser raises for texts that are no Python, or are nested without end."""

_CODECS = {module.name for module in pkgutil.iter_modules(encodings.__path__)} - {"aliases"}
# Longer than any name of a codec.
_LONGEST = 32
_LOADERS = {"import_module", "__import__"}
# What an `if` asks that is about where the code runs.
_PLATFORM = {"TYPE_CHECKING", "platform", "version_info", "implementation"}
_TOLERANT = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}


@dataclass(frozen=True)
class Import:
    """`import module`, or `from module import names`; the module's name is absolute.

    `lazy`: it stands in a function. `optional`: the code can do without, or is for another
    platform.
    """

    module: str
    names: tuple[str, ...]
    line: int
    lazy: bool
    optional: bool


def parsed(content: bytes) -> ast.Module | None:
    """The syntax tree; None for what is no Python."""
    try:
        return parse_module(content)
    except NOT_PYTHON:
        return None


def imports(tree: ast.AST, package: tuple[str, ...]) -> list[Import]:
    """What a file in ``package`` imports: by statements, and by names given to `import_module`."""
    return [*_imports(tree, package, lazy=False, optional=False)]


def codecs(tree: ast.AST) -> set[str]:
    """The modules of the codecs that texts in the file name: `encodings.utf_16_le`."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
            if text.isascii() and 0 < len(text) <= _LONGEST:
                name = encodings.normalize_encoding(text).lower()
                found.add(aliases.get(name, name))
    return {f"encodings.{name}" for name in found & _CODECS}


def _imports(
    node: ast.AST, package: tuple[str, ...], *, lazy: bool, optional: bool
) -> Iterator[Import]:
    match node:
        case ast.Import(names=names):
            for alias in names:
                yield Import(alias.name, (), node.lineno, lazy, optional)
        case ast.ImportFrom(module=module, names=names, level=level):
            above = package[: len(package) + 1 - level] if level else ()
            name = ".".join([*above, *([module] if module else [])])
            taken = tuple(alias.name for alias in names if alias.name != "*")
            yield Import(name, taken, node.lineno, lazy, optional)
        case ast.Call(args=[ast.Constant(value=str(name)), *_]) if _called(node) in _LOADERS:
            if not name.startswith("."):
                yield Import(name, (), node.lineno, lazy, optional)
    lazy = lazy or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
    for field, value in ast.iter_fields(node):
        guarded = optional or _is_guarded(node, field)
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _imports(child, package, lazy=lazy, optional=guarded)


def _called(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _is_guarded(node: ast.AST, field: str) -> bool:
    """Whether what stands in a field of the statement need not be there."""
    if isinstance(node, ast.Try) and field == "body":
        return any(
            handler.type is None or _TOLERANT & _names(handler.type) for handler in node.handlers
        )
    if isinstance(node, ast.With):
        return any("suppress" in _names(item.context_expr) for item in node.items)
    return isinstance(node, ast.If) and bool(_PLATFORM & _names(node.test))


def _names(node: ast.AST) -> set[str]:
    """All names and attributes in an expression."""
    return {
        found.id if isinstance(found, ast.Name) else found.attr
        for found in ast.walk(node)
        if isinstance(found, ast.Name | ast.Attribute)
    }
