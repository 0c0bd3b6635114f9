"""Takes a composite apart: its components as they were before `share` made them lean on it.

A core module that is kept once, at the root, is put back where ``(alias outer)`` stands for it, so
that each component can be composed again, elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wae.binary.decode import decode_component
from wae.binary.reader import BinaryError, Cursor
from wae.binary.sections import Id, sections
from wae.binary.syntax import CORE_MODULE, read_alias
from wae.binary.writer import COMPONENT_PREAMBLE, section


def components_of(composite: bytes) -> Iterator[bytes]:
    """The components at the root of a composite, in order, each whole.

    Raises :class:`BinaryError` for bytes that are no component.
    """
    data = memoryview(composite)
    modules: list[memoryview] = []
    for piece in sections(data):
        if piece.id == Id.CORE_MODULE:
            modules.append(data[piece.start : piece.end])
        elif piece.id == Id.COMPONENT:
            yield _whole(data, piece.start, piece.end, modules, depth=1)


def component_exporting(composite: bytes, interface: str) -> bytes:
    """The component at the root that exports ``interface``, which goes without a version.

    By what it exports, not by a name that anybody may give. Raises :class:`BinaryError` if there
    is none, or more than one.
    """
    components = [
        component
        for component in components_of(composite)
        if any(e.partition("@")[0] == interface for e in decode_component(component).exports)
    ]
    if len(components) != 1:
        raise BinaryError(f"{len(components) or 'no'} components in it export {interface}")
    return components[0]


def _whole(
    data: memoryview, start: int, end: int, modules: Sequence[memoryview], depth: int
) -> bytes:
    out = [COMPONENT_PREAMBLE]
    for piece in sections(data, start, end):
        payload = data[piece.start : piece.end]
        if piece.id == Id.COMPONENT:
            inner = _whole(data, piece.start, piece.end, modules, depth + 1)
            out.append(section(piece.id, inner))
            continue
        index = _shared(data, piece.start, piece.end, depth) if piece.id == Id.ALIAS else None
        if index is None:
            out.append(section(piece.id, bytes(payload)))
        elif index < len(modules):
            out.append(section(Id.CORE_MODULE, bytes(modules[index])))
        else:
            raise BinaryError(f"there is no core module {index} at the root")
    return b"".join(out)


def _shared(data: memoryview, start: int, end: int, depth: int) -> int | None:
    """The root's core module for which a section of one alias stands, as `share` writes it."""
    cursor = Cursor(data, start, end)
    if cursor.u32() != 1:
        return None
    alias = read_alias(cursor)
    is_of_root = alias.name is None and alias.depth == depth
    return alias.index if is_of_root and alias.sort == CORE_MODULE else None
