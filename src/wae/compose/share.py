"""Keeps identical core modules once, at the root of the composite.

Inside a component each is replaced, in place, by ``(alias outer)``, so that no index moves
(``Binary.md``, Alias Definitions; sort 0x00 0x11 is the core module, target 0x02 outer).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from wae.binary.reader import NotSupported
from wae.binary.sections import Id, sections
from wae.binary.syntax import MAX_DEPTH
from wae.binary.writer import COMPONENT_PREAMBLE, u32, vector

SMALLEST = 16 << 10
"""Bytes; sharing less saves nothing. Denials, filters and policies within a nested composite are
smaller: they stay as they are, so that an inspector recognizes them."""


def shared_modules(components: Iterable[bytes]) -> dict[bytes, bytes]:
    """The core modules that occur more than once at any depth, by SHA-256, in order."""
    counts: Counter[bytes] = Counter()
    modules: dict[bytes, bytes] = {}
    for component in components:
        for module in _modules(memoryview(component), 0, len(component), depth=0):
            if len(module) < SMALLEST:
                continue
            digest = hashlib.sha256(module).digest()
            counts[digest] += 1
            if counts[digest] == 2:
                modules[digest] = bytes(module)
    return modules


def use_shared(component: bytes, index: dict[bytes, int]) -> bytes:
    """``component`` with every module in ``index`` (SHA-256 to root index) aliased from there."""
    if not index:
        return component
    chunks = list(_rewrite(memoryview(component), 0, len(component), index, depth=1))
    # What has none of them stays what it is, without a copy: components can be large.
    return component if sum(map(len, chunks)) == len(component) else b"".join(chunks)


def _modules(data: memoryview, start: int, end: int, depth: int) -> Iterator[memoryview]:
    if depth > MAX_DEPTH:
        raise NotSupported(f"components nested deeper than {MAX_DEPTH}")
    for piece in sections(data, start, end):
        if piece.id == Id.CORE_MODULE:
            yield data[piece.start : piece.end]
        elif piece.id == Id.COMPONENT:
            yield from _modules(data, piece.start, piece.end, depth + 1)


def _rewrite(
    data: memoryview, start: int, end: int, index: dict[bytes, int], depth: int
) -> Iterator[bytes | memoryview]:
    yield COMPONENT_PREAMBLE
    for piece in sections(data, start, end):
        payload = data[piece.start : piece.end]
        chunks: list[bytes | memoryview] = [payload]
        number = piece.id
        if number == Id.COMPONENT:
            chunks = list(_rewrite(data, piece.start, piece.end, index, depth + 1))
        elif number == Id.CORE_MODULE:
            known = index.get(hashlib.sha256(payload).digest())
            if known is not None:
                number = Id.ALIAS
                chunks = [vector([b"\x00\x11\x02" + u32(depth) + u32(known)])]
        yield bytes([number]) + u32(sum(map(len, chunks)))
        yield from chunks
