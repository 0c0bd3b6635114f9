"""The module `wae_component`: what tests of a component are given, for type checkers."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from wae.build.bindings import written
from wae.build.syntax import parse_module
from wae.build.tree import Tree
from wae.build.world import KnownWorld
from wae.contract.python_names import attribute, binding_names, class_name

PACKAGE = "wae_component"
_IMPORTS = PurePosixPath("wit_world/imports")
_NOTE = '"""Made by wae for the tests of this component."""\n'


def fakes_package(world: KnownWorld) -> Tree:
    """Its files. ``Component`` has what the component exports, ``Imports`` what it imports: each
    as an attribute that is called as its module in the bindings."""
    imports = imported_modules(world.bindings)
    files = {f"{name}.py": _fake(name, tree) for name, tree in imports.items()}
    protocols = {name: _protocol(name, tree) for name, tree in imports.items()}
    files["__init__.py"] = _package(world, protocols)
    files["py.typed"] = ""
    return {f"{PACKAGE}/{file}": text.encode() for file, text in files.items()}


def imported_modules(bindings: Tree) -> dict[str, ast.Module]:
    """The modules of imports that have functions or resources, by their names."""
    modules = {}
    for file, content in sorted(bindings.items()):
        path = PurePosixPath(file)
        if path.parent == _IMPORTS and path.stem != "__init__":
            tree = parse_module(content)
            if functions_in(tree) or resources_in(tree):
                modules[path.stem] = tree
    return modules


def exported_attributes(world: KnownWorld) -> dict[str, tuple[str, str]]:
    """The interfaces that a component of this world exports with functions, and the class for each,
    by their names in Python."""
    asked = {one.name for one in world.asked}
    attributes = {}
    for interface in world.exports:
        for form in binding_names(interface):
            if class_name(form) in asked:
                attributes[attribute(form)] = (interface, class_name(form))
                break
    return attributes


def _package(world: KnownWorld, imports: Mapping[str, str]) -> str:
    lines = [_NOTE, "from typing import Protocol\n"]
    lines += ["from wit_world import exports\n"] if world.asked else []
    lines += [f"from {PACKAGE}.{name} import {kind}\n" for name, kind in imports.items()]
    lines += ["\n\nclass Component(Protocol):\n", '    """What the component exports."""\n']
    for name, (interface, kind) in exported_attributes(world).items():
        lines += [f"\n    @property\n    def {name}(self) -> exports.{kind}:\n"]
        lines += [f'        """`{interface}`"""\n        ...\n']
    lines += ["\n\nclass Imports(Protocol):\n"]
    lines += ['    """What the component imports: assign an object, or its functions."""\n']
    for name, kind in imports.items():
        lines += [f"\n    @property\n    def {name}(self) -> {kind}: ...\n"]
        lines += [f"\n    @{name}.setter\n    def {name}(self, value: object) -> None: ...\n"]
    return "".join(lines)


def _protocol(module: str, tree: ast.Module) -> str:
    """The class for an import, which has another name than those of the module itself."""
    name = class_name(module.rstrip("_").replace("_", "-"))
    while name in _defined(tree):
        name += "_"
    return name


def _defined(tree: ast.Module) -> list[str]:
    """The classes and types of an import's module."""
    names = []
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            names.append(node.name)
        elif isinstance(node, ast.Assign):
            names += [target.id for target in node.targets if isinstance(target, ast.Name)]
    return names


def _fake(name: str, tree: ast.Module) -> str:
    lines = [_NOTE, "from collections.abc import Callable\nfrom typing import Protocol\n"]
    lines += [f"{ast.unparse(_absolute(node))}\n" for node in tree.body if _is_import(node)]
    own = _defined(tree)
    if own:
        lines += [f"from wit_world.imports.{name} import {', '.join(own)}\n"]
    bases = "Protocol"
    resources = resources_in(tree)
    if resources:
        # In a class of their own: an attribute hides a class of its name from what stands beside.
        lines += [f"_{resource} = type[{resource}]\n" for resource in resources]
        lines += ["\n\nclass Resources_(Protocol):\n"]
        lines += [f"    {resource}: _{resource}\n" for resource in resources]
        bases = "Resources_, Protocol"
    lines += [f"\n\nclass {_protocol(name, tree)}({bases}):\n"]
    lines += [] if functions_in(tree) else ["    pass\n"]
    for function in _functions(tree):
        parameters = ", ".join(written(one.annotation) or "object" for one in function.args.args)
        returns = written(function.returns) or "None"
        lines += [f"    {function.name}: Callable[[{parameters}], {returns}]\n"]
    return "".join(lines)


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node


def functions_in(tree: ast.Module) -> list[str]:
    """The names of the functions of an import's module."""
    return [function.name for function in _functions(tree)]


def resources_in(tree: ast.Module) -> list[str]:
    """The classes of an import's resources: those that can be left, in a `with` statement."""
    return [
        node.name
        for node in tree.body
        if isinstance(node, ast.ClassDef)
        and any(isinstance(each, ast.FunctionDef) and each.name == "__exit__" for each in node.body)
    ]


def _is_import(node: ast.stmt) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom)


def _absolute(node: ast.stmt) -> ast.stmt:
    """The import as it is written outside `wit_world.imports`."""
    if isinstance(node, ast.ImportFrom) and node.level:
        above = ["wit_world", "imports"][: 3 - node.level]
        return ast.ImportFrom(
            ".".join([*above, *([node.module] if node.module else [])]), node.names, 0
        )
    return node
