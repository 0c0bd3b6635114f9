"""Which modules must be imported while a component is built.

A component has no files at run time, so a module that is not in its memory snapshot does not exist
for it. Libraries import lazily, in functions; so every module of every declared dependency, and
every module that any of the component's code names in an import, is imported at build time.
"""

from __future__ import annotations

import ast
import sys
from pathlib import PurePosixPath

from wae.build.tree import Tree

# What the interpreter itself imports on demand.
ALWAYS = (
    "encodings.idna",
    "encodings.latin_1",
    "encodings.punycode",
    "encodings.unicode_escape",
    "encodings.utf_16",
    "_strptime",
    "locale",
    "traceback",
)
# The standard library of this Python, and what the guest's newer one adds.
GUEST_STDLIB = sys.stdlib_module_names | {"annotationlib", "compression"}
# Modules whose import does something to the process or the screen.
NEVER = ("antigravity", "this", "__main__", "turtledemo", "idlelib", "lib2to3", "test")

NOT_PYTHON = (SyntaxError, ValueError, RecursionError, MemoryError)
"""What the parser raises for texts that are no Python, or are nested without end."""


def modules_to_preload(sources: Tree, packages: Tree) -> list[str]:
    """Names of modules, sorted. Not all of them need exist: the entry module tries each.

    ``sources`` are the component's own files, ``packages`` those of its dependencies.
    """
    names = set(ALWAYS)
    own, library = _modules(sources), _modules(packages)
    importable = {path.parts[0].removesuffix(".py") for path in own} | GUEST_STDLIB
    names |= {_module_name(path) for path in library}
    for path, content in (*own.items(), *library.items()):
        found = _imported(content, path.parent.parts)
        names |= {name for name in found if name.partition(".")[0] in importable}
    return sorted(name for name in names if _is_wanted(name))


def _modules(files: Tree) -> dict[PurePosixPath, bytes]:
    return {PurePosixPath(file): text for file, text in files.items() if file.endswith(".py")}


def _module_name(path: PurePosixPath) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imported(content: bytes, package: tuple[str, ...]) -> set[str]:
    """What a file in ``package`` imports, relative imports made absolute."""
    try:
        tree = ast.parse(content)
    except NOT_PYTHON:
        return set()
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) + 1 - node.level] if node.level else ()
            module = ".".join([*above, *([node.module] if node.module else [])])
            found.add(module)
            found |= {f"{module}.{alias.name}" for alias in node.names if alias.name != "*"}
    return found


def _is_wanted(name: str) -> bool:
    parts = name.split(".")
    return all(part.isidentifier() for part in parts) and not any(
        part in NEVER or part == "tests" for part in parts
    )
