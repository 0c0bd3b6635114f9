"""Checks, before anything is built, that the classes in ``app.py`` implement the world.

componentize-py builds a component whose class lacks a method, which then traps when called.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from wae.build.bindings import Asked
from wae.build.imports import NOT_PYTHON
from wae.build.source import ENTRY, Source
from wae.build.tools import BuildError
from wae.contract.names import binding_names, class_name


@dataclass(frozen=True)
class Class:
    """``methods`` map to their positional parameters; None takes any number."""

    file: Path
    line: int
    methods: dict[str, tuple[str, ...] | None]
    complete: bool  # False where a base class is not ours to read


def check_classes(source: Source, exports: Iterable[str], asked: Iterable[Asked]) -> list[str]:
    """The names of the classes that are ``asked`` for. Raises :class:`BuildError` for what lacks.

    ``exports`` are the interfaces that the world exports, by their full names.
    """
    module = _Module.read(ENTRY, source)
    interfaces = {class_name(form): name for name in exports for form in binding_names(name)}
    names = []
    for one in asked:
        _check(source, module, one, interfaces.get(one.name, "its exports"))
        names.append(one.name)
    return names


def _check(source: Source, module: _Module, asked: Asked, interface: str) -> None:
    wanted = asked.name
    found = module.find_class(wanted)
    if found is None:
        if module.may_bind(wanted):
            return
        raise BuildError(
            f'component "{source.name}": {module.path} has no class {wanted}, '
            f"which the world needs to export {interface}",
            hint=f"Write class {wanted}(exports.{wanted})",
        )
    for method, parameters in asked.methods.items():
        names = ("self", *parameters)
        hint = f"Write def {method}({', '.join(names)})"
        place = f'component "{source.name}": {found.file}:{found.line}'
        if method not in found.methods:
            if found.complete:
                raise BuildError(
                    f"{place}: class {wanted} has no method {method}, which {interface} exports",
                    hint=hint,
                )
            continue
        given = found.methods[method]
        if given is not None and len(given) != len(names):
            raise BuildError(
                f"{place}: {wanted}.{method} takes ({', '.join(given)}), "
                f"{interface} gives ({', '.join(names)})",
                hint=hint,
            )


class _Module:
    """The classes of one file, and those that it imports from the component's other files."""

    def __init__(
        self, file: str, tree: ast.Module, source: Source, importers: tuple[str, ...]
    ) -> None:
        self.file = file
        self.path = source.place(file)
        self.tree = tree
        self.source = source
        self.importers = importers  # the files that led here

    @classmethod
    def read(cls, file: str, source: Source, importers: tuple[str, ...] = ()) -> _Module:
        try:
            return cls(file, ast.parse(source.files[file]), source, importers)
        except NOT_PYTHON as error:
            path = source.place(file)
            line = getattr(error, "lineno", None) or 1
            reason = getattr(error, "msg", error) or "it is nested too deeply"
            raise BuildError(
                f'component "{source.name}": {path}:{line}: this is not Python: {reason}'
            ) from None

    def find_class(self, name: str, before: ast.stmt | None = None) -> Class | None:
        """The class that ``name`` stands for at the end of the file, or before a statement."""
        end = len(self.tree.body) if before is None else self.tree.body.index(before)
        for node in reversed(self.tree.body[:end]):
            if isinstance(node, ast.ClassDef) and node.name == name:
                return self._describe(node)
            if isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    if (alias.asname or alias.name) == name:
                        return self._imported(node.module, node.level, alias.name)
        return None

    def may_bind(self, name: str) -> bool:
        """Whether the file gives ``name`` a meaning in a way that cannot be followed here."""
        for node in ast.walk(self.tree):
            match node:
                case ast.Name(found, ast.Store()) if found == name:
                    return True
                case ast.ClassDef(found) if found == name:
                    return True
                case ast.alias(found, other) if name in (found, other) or found == "*":
                    return True
        return False

    def _imported(self, module: str, level: int, name: str) -> Class | None:
        """The class in a module of the component; ``level`` is the number of leading dots."""
        above = PurePosixPath(self.file).parents
        if level > len(above):
            return None
        there = (above[level - 1] if level else PurePosixPath()).joinpath(*module.split("."))
        importers = (*self.importers, self.file)
        for file in (f"{there}/__init__.py", f"{there}.py"):
            if file in self.source.files:
                if file in importers:
                    return None
                return _Module.read(file, self.source, importers).find_class(name)
        return None

    def _describe(self, node: ast.ClassDef) -> Class:
        methods: dict[str, tuple[str, ...] | None] = {}
        complete = True
        for base in reversed(node.bases):
            match base:
                case ast.Attribute(ast.Name("exports")):
                    continue  # componentize-py's protocol: it implements nothing
                case ast.Name(name):
                    inherited = self.find_class(name, node)
                case _:
                    inherited = None
            methods |= inherited.methods if inherited else {}
            complete &= inherited is not None and inherited.complete
        for item in node.body:
            if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef):
                methods[item.name] = _parameters(item)
            elif isinstance(item, ast.Assign):
                methods |= {t.id: None for t in item.targets if isinstance(t, ast.Name)}
        return Class(self.path, node.lineno, methods, complete)


def _parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> tuple[str, ...] | None:
    arguments = function.args
    if arguments.vararg or arguments.kwonlyargs or arguments.defaults or function.decorator_list:
        return None
    return tuple(a.arg for a in (*arguments.posonlyargs, *arguments.args))
