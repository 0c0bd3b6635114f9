"""What componentize-py gives components for async functions, in memory: its own support needs
Python 3.12 and a host."""

import asyncio
import sys
from types import ModuleType

spawned = []
"""The tasks that outlive the call; in a component, they run on while its response is read."""


class Resource:
    """What has to be released, and counts it."""

    released = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.released += 1

    def __class_getitem__(cls, _):
        return cls


class ByteStreamReader(Resource):
    """Gives the parts, then ends; with `at_once` it says so with the last of them."""

    def __init__(self, parts=(), *, at_once=False):
        self.parts, self.at_once = list(parts), at_once
        self.writer_dropped = False

    async def read(self, most):
        await asyncio.sleep(0)
        part = self.parts.pop(0) if self.parts else None
        self.writer_dropped = part is None or (self.at_once and not self.parts)
        assert part is None or len(part) <= most
        return part or b""


class ByteStreamWriter(Resource):
    """Takes what is written, until the reader has had `patience` parts."""

    def __init__(self, patience):
        self.writes, self.patience = [], patience

    async def write_all(self, content):
        assert not self.released
        await asyncio.sleep(0)
        if len(self.writes) >= self.patience:
            return 0
        self.writes.append(content)
        return len(content)


class FutureReader(Resource):
    """Has its value, or what is read of it is the default."""

    def __init__(self, value):
        self.value = value

    async def read(self):
        await asyncio.sleep(0)
        return self.value


class FutureWriter(Resource):
    """Left alone it writes the default."""


def _spawn(coroutine):
    spawned.append(asyncio.ensure_future(coroutine))


def install():
    """Puts it where bindings and components import it from, before any of them is imported."""
    support = ModuleType("componentize_py_async_support")
    streams, futures = (ModuleType(f"{support.__name__}.{name}") for name in ("streams", "futures"))
    support.spawn, support.streams, support.futures = _spawn, streams, futures
    for kind in (ByteStreamReader, ByteStreamWriter):
        setattr(streams, kind.__name__, kind)
        setattr(streams, kind.__name__.removeprefix("Byte"), kind)
    for kind in (FutureReader, FutureWriter):
        setattr(futures, kind.__name__, kind)
    for module in (support, streams, futures):
        sys.modules[module.__name__] = module
