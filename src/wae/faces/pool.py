"""Sandboxes for many callers: of the part of an app that a call needs, made ahead of time."""

from __future__ import annotations

import hashlib
import os
import queue
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from wae.compose.slice import exports_by_need, slice_app
from wae.contract.model import Contract, Function, read_contract
from wae.faces.opened import find_app
from wae.faces.sandbox import Limits, Sandbox
from wae.runtime import cache, folder
from wae.runtime.clock import Clock
from wae.runtime.engine import Component, Engine
from wae.runtime.threads import deep_threads

WARM = 2
"""Sandboxes of each part that wait for a call, unless told otherwise."""


@dataclass(frozen=True)
class PoolOptions:
    """``warm``: sandboxes made ahead, for each part; ``threads``: calls at the same time.

    ``reuse`` names interfaces (without version) whose sandboxes serve call after call; others
    get a fresh one for each.
    """

    limits: Limits = Limits(seconds=30)
    warm: int = WARM
    threads: int = 4
    reuse: frozenset[str] = frozenset()


class Pool:
    """Calls of one app's functions from any thread, each in a sandbox.

    Only the components that an interface needs are instantiated for it (`compose.slice`). Raises
    AppError for what is no app.
    """

    def __init__(self, name: str, options: PoolOptions) -> None:
        where = folder.path(os.environ)
        app = find_app(name, where)
        wasm = app.read()
        self.name = app.name
        self.sha256 = app.sha256
        self.contract: Contract = read_contract(wasm).without_commands()
        self._options = options
        self._engine = Engine(deadlines=True)
        self._clock = Clock(self._engine)
        self._makers = deep_threads(1, "wae-warm")
        self.threads = deep_threads(options.threads, "wae-call")
        self._stocks = self._made_stocks(wasm, where)

    def _made_stocks(self, wasm: bytes, where: str) -> dict[str, _Stock]:
        """A stock for each interface; those that need the same components share one."""
        stocks: dict[str, _Stock] = {}
        for group in exports_by_need(wasm, list(self.contract.interfaces)):
            part = slice_app(wasm, group)
            digest = hashlib.sha256(part).hexdigest()
            component = cache.component(_Part(self.name, digest, part), self._engine, where)
            for reused in (False, True):
                stock = _Stock(self._maker(component), reused)
                stocks |= {i: stock for i in group if self._is_reused(i) == reused}
        return stocks

    def _is_reused(self, interface: str) -> bool:
        return interface.partition("@")[0] in self._options.reuse

    def _maker(self, component: Component) -> Callable[[], Sandbox]:
        return lambda: Sandbox(self._engine, component, self.name, self._options.limits)

    def close(self) -> None:
        """Ends the threads and frees all sandboxes that wait."""
        self.threads.shutdown()
        self._makers.shutdown()
        for stock in set(self._stocks.values()):
            stock.close()
        self._clock.stop()

    def call(self, function: Function, values: Sequence[Any]) -> Any:
        """One call, on one of the pool's ``threads``. Raises what :meth:`Sandbox.call` raises."""
        with self.sandbox(function) as sandbox:
            return sandbox.call(function, values)

    @contextmanager
    def sandbox(self, function: Function) -> Iterator[Sandbox]:
        """A sandbox for calls of the functions of one interface, on one of the ``threads``."""
        stock = self._stocks[function.interface]
        sandbox = stock.take()
        try:
            yield sandbox
        finally:
            self._makers.submit(stock.give_back, sandbox, self._options.warm)

    def warm_up(self) -> None:
        """Makes the first sandboxes."""
        for stock in set(self._stocks.values()):
            self._makers.submit(stock.fill, self._options.warm)


class _Part:
    """A slice of an app, as the cache of compiled code wants it."""

    def __init__(self, name: str, sha256: str, wasm: bytes) -> None:
        self.name = name
        self.sha256 = sha256
        self._wasm = wasm

    def read(self) -> bytes:
        return self._wasm


class _Stock:
    """Sandboxes of one part that wait for a call."""

    def __init__(self, make: Callable[[], Sandbox], reused: bool) -> None:
        self._make = make
        self._reused = reused
        self._waiting: queue.SimpleQueue[Sandbox] = queue.SimpleQueue()

    def take(self) -> Sandbox:
        try:
            return self._waiting.get_nowait()
        except queue.Empty:
            return self._make()

    def give_back(self, sandbox: Sandbox, count: int) -> None:
        """Takes what a call has left: for the next one, or to throw it away for a fresh one."""
        if self._reused and not sandbox.dead:
            self._waiting.put(sandbox)
        else:
            sandbox.close()
            self.fill(count)

    def fill(self, count: int) -> None:
        while self._waiting.qsize() < count:
            self._waiting.put(self._make())

    def close(self) -> None:
        while not self._waiting.empty():
            self._waiting.get().close()
