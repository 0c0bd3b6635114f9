"""Imports in a component's own Python of what will not be there."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

from wae.build.guest_stdlib import GUEST_STDLIB, NOT_IN_GUEST
from wae.build.imports import Import
from wae.build.own_imports import Imports
from wae.build.source import Source
from wae.build.syntax import parse_module
from wae.build.tools import BuildError
from wae.build.tree import Tree

_BINDINGS = "wit_world"
_HIDING = "app/__init__.py"


def import_problems(source: Source, imported: Imports, bindings: Tree) -> Iterator[BuildError]:
    """What the files import that is neither theirs, nor Python's, nor made of the world.

    Packages that it depends on may bring any module, so where there are some, only the ``bindings``
    are looked at. What can do without a module is left alone.
    """
    ours = {file.partition("/")[0].removesuffix(".py") for file in (*source.files, *bindings)}
    known = ours | {"componentize_py_runtime", *GUEST_STDLIB}
    if _HIDING in source.files:
        yield BuildError(
            f"{source.place(_HIDING).parent} hides app.py: both are the module app",
            hint="Rename the folder",
        )
    for file, statements in imported.items():
        for each in statements:
            place = f"{source.place(file)}:{each.line}"
            top = each.module.partition(".")[0]
            if each.module.startswith("."):
                yield _relative_problem(place, each)
                continue
            if each.optional or not top:
                continue
            if top == _BINDINGS:
                yield from _binding_problems(place, each, bindings)
            elif top in NOT_IN_GUEST and top not in ours:
                yield BuildError(
                    f"{place}: Python has no {top} in a component",
                    hint="Do without it, or import it in a try … except ImportError",
                )
            elif top not in known and not source.dependencies:
                yield BuildError(
                    f"{place}: {each.module} is not in the component",
                    hint="Add its package to [project] dependencies in pyproject.toml, and lock it",
                )


def _relative_problem(place: str, wanted: Import) -> BuildError:
    module, names = wanted.module.lstrip("."), ", ".join(wanted.names) or "…"
    return BuildError(
        f"{place}: a relative import leads out of the component's packages",
        hint=f"Write from {module} import {names}" if module else f"Write import {names}",
    )


def _binding_problems(place: str, wanted: Import, bindings: Tree) -> Iterator[BuildError]:
    base = wanted.module.replace(".", "/")
    missing = [] if _is_module(base, bindings) else [wanted.module]
    package = bindings.get(f"{base}/__init__.py")
    if package is not None:
        defined = _defined(package)
        missing += [
            f"{wanted.module}.{name}"
            for name in wanted.names
            if name not in defined and not _is_module(f"{base}/{name}", bindings)
        ]
    for name in missing:
        yield BuildError(
            f"{place}: {name} is not in the component's world",
            hint="Import or export its interface in wit/world.wit",
        )


def _is_module(base: str, bindings: Tree) -> bool:
    return f"{base}.py" in bindings or f"{base}/__init__.py" in bindings


@lru_cache(maxsize=256)
def _defined(module: bytes) -> frozenset[str]:
    """All names that a module may bind."""
    names: set[str] = set()
    for node in ast.walk(parse_module(module)):
        match node:
            case ast.ClassDef(name) | ast.FunctionDef(name) | ast.AsyncFunctionDef(name):
                names.add(name)
            case ast.Name(name, ast.Store()):
                names.add(name)
            case ast.alias(name, other):
                names.add(other or name)
    return frozenset(names)
