"""Streams and futures of componentize-py, in memory: its own need a host."""

import asyncio
import sys
from types import ModuleType

support = ModuleType("componentize_py_async_support")
streams, futures = (ModuleType(f"{support.__name__}.{name}") for name in ("streams", "futures"))
support.spawned = []
support.spawn = lambda coroutine: support.spawned.append(asyncio.ensure_future(coroutine))


class Generic:
    def __class_getitem__(cls, _):
        return cls


for kind in ("ByteStreamReader", "ByteStreamWriter", "StreamReader", "StreamWriter"):
    setattr(streams, kind, Generic)
for kind in ("FutureReader", "FutureWriter"):
    setattr(futures, kind, Generic)
support.streams, support.futures = streams, futures
for module in (support, streams, futures):
    sys.modules[module.__name__] = module
