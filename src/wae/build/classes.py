"""Checks, before anything is built, that the classes in ``app.py`` implement the world.

componentize-py builds a component whose class lacks a method, which then traps when called.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from wae.build.annotations import contradict
from wae.build.bindings import Asked, Signature, written
from wae.build.imports import NOT_PYTHON
from wae.build.source import ENTRY, Source
from wae.build.syntax import parse_module
from wae.build.tools import BuildError
from wae.contract.python_names import attribute, binding_names, class_name

_STREAM = re.compile(r"\b(?:Byte)?StreamReader\b")  # in componentize-py's words


@dataclass(frozen=True)
class Method:
    """``parameters`` are those that it takes by position, with the types that they are given, None
    where that cannot be seen; the last ``optional`` of them have defaults, and with ``rest`` it
    takes any more. It cannot be called without the names in ``named``. ``returns`` is empty where
    nothing is said, ``is_async`` None where that cannot be seen; ``yields`` makes it a
    generator."""

    line: int
    parameters: dict[str, str] | None = None
    returns: str = ""
    is_async: bool | None = None
    optional: int = 0
    rest: bool = False
    named: tuple[str, ...] = ()
    yields: bool = False


@dataclass(frozen=True)
class Class:
    """``complete`` is False where a base class is not ours to read, ``starts`` True where one is
    componentize-py's, which starts what is async."""

    file: Path
    line: int
    methods: dict[str, Method]
    complete: bool
    starts: bool = False


def class_problems(
    source: Source, exports: Iterable[str], asked: Iterable[Asked]
) -> Iterator[BuildError]:
    """What the classes lack that are ``asked`` for, each with its place in ``app.py``.

    ``exports`` are the interfaces that the world exports, by their full names.
    """
    try:
        module = _Module.read(ENTRY, source)
    except BuildError as error:
        yield error
        return
    interfaces = {form: name for name in exports for form in binding_names(name)}
    by_class = {class_name(form): name for form, name in interfaces.items()}
    by_module = {attribute(form): name for form, name in interfaces.items()}
    for one in asked:
        if not one.home:
            yield from _problems(source, module, one, by_class.get(one.name, "its exports"))
            continue
        interface = by_module.get(one.home, "its exports")
        file = f"{one.home}.py"
        if file in source.files:
            try:
                home = _Module.read(file, source)
            except BuildError as error:
                yield error
                continue
            yield from _problems(source, home, one, interface)
        elif f"{one.home}/__init__.py" not in source.files:
            yield BuildError(
                f"{module.path}:1: there is no {file}, in which the resources of {interface} are "
                "looked for",
                hint=f"Write class {one.name}({one.home}.{one.name}) in {file}",
            )


def _problems(
    source: Source, module: _Module, asked: Asked, interface: str
) -> Iterator[BuildError]:
    wanted = asked.name
    try:
        definition = module.find_class(wanted)
    except BuildError as error:  # of a file that it imports
        yield error
        return
    if definition is None:
        if not module.may_bind(wanted):
            yield BuildError(
                f"{module.path}:1: there is no class {wanted}, which the world needs to export "
                f"{interface}",
                hint=f"Write class {wanted}({asked.home or 'exports'}.{wanted})",
            )
        return
    is_async = any(signature.is_async for signature in asked.methods.values())
    if is_async and definition.complete and not definition.starts:
        yield BuildError(
            f"{definition.file}:{definition.line}: class {wanted} has async functions, which only "
            f"exports.{wanted} can start",
            hint=f"Write class {wanted}(exports.{wanted}), with `from wit_world import exports`",
        )
    for name, signature in asked.methods.items():
        method = definition.methods.get(name)
        line = method.line if method else definition.line
        if _STREAM.search(signature.returns) and not signature.is_async:
            yield BuildError(
                f"{definition.file}:{line}: {wanted}.{name} returns a stream, and {interface} has "
                "a func: once it returns, none of its code runs to write the stream",
                hint="Make it an async func in the WIT",
            )
            continue
        problem = None
        if method is not None:
            problem = _misfit(wanted, name, signature, method, interface)
        elif definition.complete:
            problem = f"class {wanted} has no method {name}, which {interface} exports"
        if problem is not None:
            yield BuildError(
                f"{definition.file}:{line}: {problem}",
                hint=f"Write {signature_text(name, signature)}",
            )


def _misfit(
    wanted: str, name: str, signature: Signature, method: Method, interface: str
) -> str | None:
    """What is wrong with a method, if anything is."""
    title = f"{wanted}.{name}"
    if method.is_async is not None and method.is_async != signature.is_async:
        is_, asked = ("an async def", "a func") if method.is_async else ("a def", "an async func")
        return f"{title} is {is_}, but {interface} has {asked}"
    if method.yields and not signature.is_async:
        return f"{title} is a generator, as it has a yield, but {interface} has a func"
    if method.parameters is None:
        return None
    names, given = ("self", *signature.parameters), tuple(method.parameters)
    if method.named:
        by_name = ", ".join(method.named)
        return f"{title} takes {by_name} by name only, {interface} gives ({', '.join(names)})"
    is_enough = len(given) - method.optional <= len(names)
    if not is_enough or (len(names) > len(given) and not method.rest):
        return f"{title} takes ({', '.join(given)}), {interface} gives ({', '.join(names)})"
    types = zip(given[1:], signature.parameters.values(), strict=False)
    for parameter, kind in types:
        written = method.parameters[parameter]
        if contradict(written, kind):
            return f"{title} takes {parameter} as {written}, {interface} gives {kind}"
    if contradict(method.returns, signature.returns):
        return f"{title} returns {method.returns}, {interface} wants {signature.returns}"
    return None


def signature_text(name: str, signature: Signature) -> str:
    """The line that defines the method, in Python."""
    parameters = [
        f"{parameter}: {kind}" if kind else parameter
        for parameter, kind in signature.parameters.items()
    ]
    returns = f" -> {signature.returns}" if signature.returns else ""
    color = "async " if signature.is_async else ""
    first = "cls" if signature.of_class else "self"
    decorator = "@classmethod " if signature.of_class else ""
    return f"{decorator}{color}def {name}({', '.join([first, *parameters])}){returns}"


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
            return cls(file, parse_module(source.files[file]), source, importers)
        except NOT_PYTHON as error:
            path = source.place(file)
            line = getattr(error, "lineno", None) or 1
            reason = getattr(error, "msg", error) or "it is nested too deeply"
            raise BuildError(f"{path}:{line}: this is not Python: {reason}") from None

    @cached_property
    def protocols(self) -> set[str]:
        """What the file calls the modules with componentize-py's protocols."""
        return {"exports"} | {
            alias.asname or alias.name
            for node in self.tree.body
            if isinstance(node, ast.ImportFrom) and node.module == "wit_world.exports"
            for alias in node.names
        }

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
                case ast.Name(title, ast.Store()) if title == name:
                    return True
                case ast.ClassDef(title) if title == name:
                    return True
                case ast.alias(title, other) if name in (title, other) or title == "*":
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
        methods: dict[str, Method] = {}
        complete, starts = True, False
        for base in reversed(node.bases):
            match base:
                case ast.Attribute(ast.Name(package)) if package in self.protocols:
                    starts = True
                    continue  # componentize-py's protocol: it implements nothing
                case ast.Name(name):
                    inherited = self.find_class(name, node)
                case _:
                    inherited = None
            methods |= inherited.methods if inherited else {}
            complete &= inherited is not None and inherited.complete
            starts |= inherited is not None and inherited.starts
        for item in node.body:
            if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef):
                methods[item.name] = _method(item)
            elif isinstance(item, ast.Assign):
                names = [t.id for t in item.targets if isinstance(t, ast.Name)]
                methods |= {name: Method(item.lineno) for name in names}
        return Class(self.path, node.lineno, methods, complete, starts)


def _method(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Method:
    arguments = function.args
    if function.decorator_list:
        return Method(function.lineno)
    taken = (*arguments.posonlyargs, *arguments.args)
    by_name = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    return Method(
        function.lineno,
        {argument.arg: written(argument.annotation) for argument in taken},
        written(function.returns),
        isinstance(function, ast.AsyncFunctionDef),
        len(arguments.defaults),
        arguments.vararg is not None,
        tuple(argument.arg for argument, default in by_name if default is None),
        _yields(function),
    )


def _yields(function: ast.AST) -> bool:
    """Whether it has a yield of its own, and none of a function inside."""
    return any(
        isinstance(node, ast.Yield | ast.YieldFrom)
        or (not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _yields(node))
        for node in ast.iter_child_nodes(function)
        if not isinstance(node, ast.Lambda | ast.ClassDef)
    )
