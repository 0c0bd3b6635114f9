"""Links what componentize-py made, and keeps it; the module of code is made once for all.

It takes seconds to merge, and is the same in every component of a componentize-py version.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from wae.build import cache as kept
from wae.build.tools import last_lines, problem_of

if TYPE_CHECKING:
    from wae.link.program import Program

_LINKER = "1"  # raise it when wae.link makes something else of the same input
_FOLDER = "linked"
_merging = threading.Lock()


def load_linked(name: str, key: str, cache: Path) -> bytes | None:
    """The component that :func:`link` kept under this name and key."""
    return kept.load(cache / _FOLDER, name, f"{_LINKER}-{key}", ".wasm")


def link(name: str, key: str, component: bytes, cache: Path) -> bytes:
    """The component ``name``, linked; as it is, if it is none of CPython's.

    Raises :class:`BinaryError` for one that is laid out in a way which the linker does not know.
    """
    linked = linked_bytes(component, cache)
    kept.keep(cache / _FOLDER, name, f"{_LINKER}-{key}", ".wasm", linked)
    return linked


def linked_bytes(component: bytes, cache: Path) -> bytes:
    """The same without keeping it; only the module of code is kept."""
    from wae.link.component import read_linking  # checks need none of it
    from wae.link.errors import LinkError

    linking = read_linking(component)
    if linking is None:
        return component
    linked = linking.component(_code(linking.program, cache))
    problem = problem_of(linked)
    if problem:
        raise LinkError(f"what the linker makes is not valid: {last_lines(problem, 2)}")
    return linked


def _code(program: Program, cache: Path) -> bytes:
    key = f"{_LINKER}-{program.digest[: kept.KEY_DIGITS]}"
    with _merging:  # the first of several components makes it, the others wait
        code = kept.load(cache / _FOLDER, "code", key, ".core")
        if code is None:
            from wae.link.merge import merge

            code = merge(program)
            kept.keep(cache / _FOLDER, "code", key, ".core", code)
    return code
