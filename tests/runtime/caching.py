"""An engine that counts what it compiles, and a cache folder that it has filled."""

from pathlib import Path

from wae.runtime.engine import Component, Engine
from wae.runtime.private import Directory, open_directory


class CountingEngine(Engine):
    """The real engine, counting how often it compiles."""

    compiled = 0

    def compile(self, wasm: bytes) -> Component:
        self.compiled += 1
        return super().compile(wasm)


def entry(where: Path) -> Path:
    return next(where.glob("*.cwasm"))


def opened(where: Path) -> Directory:
    return open_directory(str(where))
