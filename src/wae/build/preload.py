"""Which modules must be imported while a component is built.

A component has no files at run time, so a module that is not in its memory snapshot does not exist
for it. Libraries import lazily, in functions, and codecs are modules that are found by a name in a
text; so every module of every declared dependency, every module that any of the component's code
names in an import, and every codec that it names anywhere, is imported at build time. What the
component's own code imports and cannot be is an error of the build.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from wae.build.guest_stdlib import GUEST_STDLIB
from wae.build.imports import codecs, imports
from wae.build.tree import Tree

# What the interpreter itself and its standard library import on demand.
ALWAYS = (
    "encodings.ascii",
    "encodings.idna",
    "encodings.latin_1",
    "encodings.punycode",
    "encodings.raw_unicode_escape",
    "encodings.unicode_escape",
    "encodings.utf_16",
    "encodings.utf_16_be",
    "encodings.utf_16_le",
    "encodings.utf_8_sig",
    "_strptime",
    "locale",
    "traceback",
)
# Modules whose import does something to the process or the screen.
NEVER = ("antigravity", "this", "__main__", "turtledemo", "idlelib", "lib2to3", "test")
# What componentize-py makes of the world.
_BINDINGS = (
    *("wit_world", "componentize_py_types", "componentize_py_runtime"),
    *("componentize_py_async_support", "poll_loop"),
)


def modules_to_preload(sources: Tree, packages: Tree) -> list[str]:
    """Names of modules, sorted. Not all of them need exist: the entry module tries each.

    ``sources`` are the component's own files, ``packages`` those of its dependencies.
    """
    names = set(ALWAYS)
    own, library = _modules(sources), _modules(packages)
    importable = {path.parts[0].removesuffix(".py") for path in own} | GUEST_STDLIB
    names |= {_module_name(path) for path in library}
    for path, content in (*own.items(), *library.items()):
        modules = {
            name
            for each in imports(content, path.parent.parts)
            for name in (each.module, *(f"{each.module}.{taken}" for taken in each.names))
        }
        names |= {name for name in modules if name.partition(".")[0] in importable}
        names |= codecs(content)
    return sorted(name for name in names if _is_wanted(name))


def required_modules(sources: Tree) -> dict[str, str]:
    """The modules that functions of the component's own code import and cannot do without, each
    with the first place that does: `app.py:12`."""
    modules: dict[str, str] = {}
    for path, content in sorted(_modules(sources).items()):
        for each in imports(content, path.parent.parts):
            ours = each.module.partition(".")[0] not in _BINDINGS
            if each.lazy and not each.optional and ours and _is_wanted(each.module):
                modules.setdefault(each.module, f"{path}:{each.line}")
    return modules


def _modules(files: Tree) -> dict[PurePosixPath, bytes]:
    return {PurePosixPath(file): text for file, text in files.items() if file.endswith(".py")}


def _module_name(path: PurePosixPath) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _is_wanted(name: str) -> bool:
    parts = name.split(".")
    return all(part.isidentifier() for part in parts) and not any(
        part in NEVER or part == "tests" for part in parts
    )
