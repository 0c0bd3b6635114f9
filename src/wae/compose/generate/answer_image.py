"""The memory of a denial: answers that need no code, each at a place of its own."""

from __future__ import annotations

from typing import Any

from wae.binary.types import Type
from wae.compose.generate.abi import Image, Layout
from wae.compose.generate.answers import Handle

BASE = 16  # no answer lies at address 0


class AnswerImage(Image):
    """Memory with answers. ``handles`` says where code must put the handles that are in them."""

    def __init__(self, layout: Layout) -> None:
        super().__init__(layout, BASE)
        self.handles: list[tuple[int, Handle]] = []
        self.known: dict[tuple[bytes, int], int] = {}

    def _store(self, kind: Type, value: Any, address: int) -> None:
        if isinstance(value, Handle):
            self.handles.append((address, value))
        else:
            super()._store(kind, value, address)

    def place(self, kind: Type, value: Any) -> int:
        """The same value lies in memory once, unless code puts handles into it."""
        before, handles = len(self.bytes), len(self.handles)
        address = super().place(kind, value)
        start = address - self.base
        content = bytes(self.bytes[start : start + self.layout.size(kind)])
        if len(self.handles) > handles:
            return address
        known = self.known.setdefault((content, self.layout.alignment(kind)), address)
        if known != address:
            del self.bytes[before:]
        return known

    def text(self, content: bytes) -> int:
        """The address of new memory with ``content``."""
        address = self.room(len(content), 1)
        self._write(address, content)
        return address

    def room(self, size: int, alignment: int) -> int:
        """The address of new memory to write to."""
        return self._reserve(size, alignment)
