"""What componentize-py asks of a component's Python: read from the bindings that it makes itself,
so that nobody has to guess how it names things."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wae.build.syntax import parse_module
from wae.build.tools import BuildError, last_lines, run, tool
from wae.build.tree import Tree

_FOLDER = "wit_world/exports/"
_PANIC = "pyo3_runtime.PanicException: "
_EXPORTS = f"{_FOLDER}__init__.py"


@dataclass(frozen=True)
class Signature:
    """What a method takes after ``self``, or one ``of_class`` after ``cls``, by name, and what it
    returns; types as they are written in the bindings, empty where none is."""

    parameters: dict[str, str]
    returns: str = ""
    is_async: bool = False
    of_class: bool = False


@dataclass(frozen=True)
class Asked:
    """A class for the functions of an interface, or for a resource of the interface whose module is
    ``home``."""

    name: str
    methods: dict[str, Signature]
    home: str = ""


def make_bindings(name: str, wit: Path, world: str, target: Path) -> None:
    """Makes the bindings of the component ``name`` in ``target``.

    Raises :class:`BuildError` where componentize-py cannot make any, or gives one name twice.
    """
    done = run([tool("componentize-py"), "-d", wit, "-w", world, "bindings", target])
    if done.returncode:
        reason = last_lines(done.stderr).removeprefix(_PANIC)
        raise BuildError(
            f'component "{name}": componentize-py cannot make bindings of its WIT: {reason}',
            hint="Use other types in what it imports and exports",
            debug=done.stderr,
        )
    for module in (target / _FOLDER).glob("*.py"):
        try:
            parse_module(module.read_bytes())
        except SyntaxError:
            raise BuildError(
                f'component "{name}": componentize-py cannot have resources without functions in '
                f"what {module.stem} exports",
                hint="Give each a function in the WIT",
            ) from None
    file = target / _EXPORTS
    if not file.is_file():
        return
    classes = [*_classes(parse_module(file.read_bytes()))]
    for kind, names in (("interface", [one.name for one in classes]), *_members(classes)):
        twice = next((n for n in names if names.count(n) > 1), None)
        if twice is not None:
            raise BuildError(
                f'component "{name}": componentize-py calls more than one {kind} {twice}',
                hint="Rename one of them in its WIT",
            )


def asked_in(bindings: Tree) -> list[Asked]:
    """The classes that a component with these bindings must have."""
    content = bindings.get(_EXPORTS)
    classes = _classes(parse_module(content)) if content else ()
    return [Asked(one.name, {m.name: _signature(m) for m in _methods(one)}) for one in classes]


def resources_in(bindings: Tree) -> list[Asked]:
    """The classes of exported resources, which must stand in modules of the component's own that
    are called as their interfaces."""
    asked = []
    for file, content in bindings.items():
        home = file.removeprefix(_FOLDER).removesuffix(".py")
        if file.startswith(_FOLDER) and file.endswith(".py") and file != _EXPORTS:
            for one in _classes(parse_module(content)):
                methods = {m.name: _signature(m) for m in _methods(one)}
                asked.append(Asked(one.name, methods, home))
    return asked


def _classes(module: ast.Module) -> Iterator[ast.ClassDef]:
    for node in module.body:
        if isinstance(node, ast.ClassDef) and [*_methods(node)]:
            yield node


def _methods(node: ast.ClassDef) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for item in node.body:
        if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef) and item.decorator_list:
            yield item


def _members(classes: list[ast.ClassDef]) -> Iterator[tuple[str, list[str]]]:
    for node in classes:
        yield f"function of {node.name}", [method.name for method in _methods(node)]


def _signature(method: ast.FunctionDef | ast.AsyncFunctionDef) -> Signature:
    return Signature(
        {argument.arg: written(argument.annotation) for argument in method.args.args[1:]},
        written(method.returns),
        isinstance(method, ast.AsyncFunctionDef),
        any(ast.unparse(each) == "classmethod" for each in method.decorator_list),
    )


def written(annotation: ast.expr | None) -> str:
    """A type as it is written; empty for none."""
    return ast.unparse(annotation) if annotation else ""
