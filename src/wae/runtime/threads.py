"""Threads on which apps run: with the stack that the engine needs, whatever `ulimit -s` says."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from wae.runtime.engine import HOST_STACK, WASM_STACK

_creating = threading.Lock()


def deep_threads(count: int, name: str) -> ThreadPoolExecutor:
    """A pool of ``count`` such threads, all of them started."""
    pool = ThreadPoolExecutor(count, thread_name_prefix=name)
    everybody = threading.Barrier(count + 1)
    with _creating:  # the size is one for the whole process
        before = threading.stack_size(WASM_STACK + HOST_STACK)
        try:
            for _ in range(count):
                pool.submit(everybody.wait)
        finally:
            threading.stack_size(before)
    everybody.wait()
    return pool
