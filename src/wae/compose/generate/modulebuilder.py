"""Writes a core module that uses another's memory."""

from __future__ import annotations

from typing import TypeAlias

from wae.binary.writer import MODULE_PREAMBLE, name, section, u32, vector
from wae.compose.generate import assembly as a
from wae.compose.generate.abi import I32
from wae.compose.generate.coremodule import MEMORY, vector_of

HOST = "host"
_MEMORY_IMPORT = name(HOST) + name(MEMORY) + b"\x02\x00\x01"


Kinds: TypeAlias = int | tuple[int, ...]  # so many i32s, or these value types


class ModuleBuilder:
    """Imports come before functions. Both give the instruction that calls them."""

    def __init__(self) -> None:
        self.signatures: list[bytes] = []
        self.imported: list[bytes] = []
        self.defined: list[int] = []
        self.bodies: list[bytes] = []
        self.exported: list[bytes] = []

    def imports(self, title: str, params: Kinds, results: Kinds) -> bytes:
        kind = self._kind(params, results)
        self.imported.append(name(HOST) + name(title) + b"\x00" + u32(kind))
        return a.call(len(self.imported) - 1)

    def function(self, params: Kinds, results: Kinds, body: bytes) -> bytes:
        """``body`` is what :func:`wae.compose.generate.assembly.function` makes."""
        self.defined.append(self._kind(params, results))
        self.bodies.append(body)
        return a.call(self._last())

    def exports(self, title: str) -> None:
        """Exports the function that was written last."""
        self.exported.append(name(title) + b"\x00" + u32(self._last()))

    def finish(self) -> bytes:
        return b"".join(
            (
                MODULE_PREAMBLE,
                section(1, vector(self.signatures)),
                section(2, vector([_MEMORY_IMPORT, *self.imported])),
                section(3, vector(map(u32, self.defined))),
                section(7, vector(self.exported)),
                section(10, vector(u32(len(body)) + body for body in self.bodies)),
            )
        )

    def _last(self) -> int:
        return len(self.imported) + len(self.bodies) - 1

    def _kind(self, params: Kinds, results: Kinds) -> int:
        signature = b"\x60" + _types(params) + _types(results)
        if signature not in self.signatures:
            self.signatures.append(signature)
        return self.signatures.index(signature)


def _types(kinds: Kinds) -> bytes:
    return vector_of((I32,) * kinds if isinstance(kinds, int) else kinds)
