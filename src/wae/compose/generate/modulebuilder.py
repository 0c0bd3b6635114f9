"""Writes a core module whose functions take and return i32s, and use another's memory."""

from __future__ import annotations

from wae.binary.writer import MODULE_PREAMBLE, name, section, u32, vector
from wae.compose.generate import assembly as a
from wae.compose.generate.abi import I32
from wae.compose.generate.coremodule import MEMORY, vector_of

HOST = "host"
_MEMORY_IMPORT = name(HOST) + name(MEMORY) + b"\x02\x00\x01"


class ModuleBuilder:
    """Imports come before functions. Both give the instruction that calls them."""

    def __init__(self) -> None:
        self.signatures: list[tuple[int, int]] = []
        self.imported: list[bytes] = []
        self.defined: list[int] = []
        self.bodies: list[bytes] = []
        self.exported: list[bytes] = []

    def imports(self, title: str, params: int, results: int) -> bytes:
        kind = self._kind(params, results)
        self.imported.append(name(HOST) + name(title) + b"\x00" + u32(kind))
        return a.call(len(self.imported) - 1)

    def function(self, params: int, results: int, body: bytes) -> bytes:
        """``body`` is what :func:`wae.compose.generate.assembly.function` makes."""
        self.defined.append(self._kind(params, results))
        self.bodies.append(body)
        return a.call(self._last())

    def exports(self, title: str) -> None:
        """Exports the function that was written last."""
        self.exported.append(name(title) + b"\x00" + u32(self._last()))

    def finish(self) -> bytes:
        signatures = [
            b"\x60" + vector_of((I32,) * params) + vector_of((I32,) * results)
            for params, results in self.signatures
        ]
        return b"".join(
            (
                MODULE_PREAMBLE,
                section(1, vector(signatures)),
                section(2, vector([_MEMORY_IMPORT, *self.imported])),
                section(3, vector(map(u32, self.defined))),
                section(7, vector(self.exported)),
                section(10, vector(u32(len(body)) + body for body in self.bodies)),
            )
        )

    def _last(self) -> int:
        return len(self.imported) + len(self.bodies) - 1

    def _kind(self, params: int, results: int) -> int:
        if (params, results) not in self.signatures:
            self.signatures.append((params, results))
        return self.signatures.index((params, results))
