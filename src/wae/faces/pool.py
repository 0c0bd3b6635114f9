"""Sandboxes for many callers: of the part of an app that a call needs, made ahead of time."""

from __future__ import annotations

import hashlib
import os
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from wae.binary.reader import BinaryError
from wae.compose.slice import exports_by_need, slice_app
from wae.contract.model import Contract, Function, read_contract
from wae.errors import AppError, UsageError
from wae.faces.opened import find_app
from wae.faces.sandbox import Limits, Sandbox
from wae.runtime import cache, folder
from wae.runtime.clock import Clock
from wae.runtime.engine import Component, Engine
from wae.runtime.threads import deep_threads

WARM = 2
"""Sandboxes of each part that wait for a call, unless told otherwise."""

CALLS = 10_000
"""Calls that one reused sandbox serves: what a guest never frees is freed with it."""

_LEFT = 8
"""Used sandboxes that may wait for the maker's thread; more are freed by those who used them."""


@dataclass(frozen=True)
class PoolOptions:
    """``warm``: sandboxes made ahead, for each part; ``threads``: calls at the same time.

    ``reuse`` names interfaces whose sandboxes serve call after call; others get a fresh one for
    each. `wae:password/generator@0.1.0` may be written without its version and its package.
    """

    limits: Limits = Limits(seconds=30)
    warm: int = WARM
    threads: int = 4
    reuse: frozenset[str] = frozenset()


class Pool:
    """Calls of one app's functions from any thread, each in a sandbox.

    Only the components that an interface needs are instantiated for it (`compose.slice`). Raises
    AppError for what is no app, UsageError for interfaces to reuse that it lacks.
    """

    def __init__(self, name: str, options: PoolOptions) -> None:
        self._where = folder.path(os.environ)
        self._app = find_app(name, self._where)
        self.name = self._app.name
        self.sha256 = self._app.sha256
        self.contract = _contract(self.name, self._app.read())
        self._options = options
        self._reused = {_interface(self.contract, name) for name in options.reuse}
        self._engine = Engine(deadlines=True)
        self._clock = Clock(self._engine)
        self._makers = deep_threads(1, "wae-warm")
        self._left = threading.Semaphore(_LEFT)
        self.threads = deep_threads(options.threads, "wae-call")
        self._making = threading.Lock()
        self._stocks: dict[str, _Stock] = {}
        self.ready = False

    def warm_up(self) -> Future[None]:
        """Compiles every part and makes the first sandboxes; then the pool is ``ready``.

        The future raises what that raises: AppError, or Crash.
        """
        return self._makers.submit(self._warm_up)

    def close(self, *, wait: bool = True) -> None:
        """Ends the threads and frees all sandboxes. ``wait`` for calls; else leave them behind."""
        self.ready = False
        self.threads.shutdown(wait, cancel_futures=True)
        self._makers.shutdown(wait, cancel_futures=True)
        if wait:
            for stock in self._all():
                stock.empty()
            self._clock.stop()

    def call(self, function: Function, values: Sequence[Any]) -> Any:
        """One call, on one of the pool's ``threads``. Raises what :meth:`Sandbox.call` raises."""
        with self.sandbox(function) as sandbox:
            return sandbox.call(function, values)

    @contextmanager
    def sandbox(self, function: Function) -> Iterator[Sandbox]:
        """A sandbox for calls of the functions of one interface, on one of the ``threads``."""
        sandbox = self.take(function)
        try:
            yield sandbox
        finally:
            self.give_back(function, sandbox)

    def take(self, function: Function) -> Sandbox:
        """A sandbox that is the caller's until it gives it back. On one of the ``threads``."""
        if not self._stocks:
            self._make_stocks()
        return self._stocks[function.interface].take()

    def give_back(self, function: Function, sandbox: Sandbox) -> None:
        """Ends the use of a sandbox that ``take`` gave for ``function``, dead or alive."""
        stock = self._stocks[function.interface]
        if stock.keeps(sandbox):
            return
        if not self._left.acquire(blocking=False):
            sandbox.close()
            return
        self._makers.submit(self._replace, stock, sandbox)

    def _replace(self, stock: _Stock, sandbox: Sandbox) -> None:
        self._left.release()
        sandbox.close()
        stock.fill(self._options.warm)

    def _warm_up(self) -> None:
        self._make_stocks()
        for stock in self._all():
            stock.fill(self._options.warm)
        self.ready = True

    def _all(self) -> set[_Stock]:
        return set(self._stocks.values())

    def _make_stocks(self) -> None:
        """A stock for each interface; those that need the same components share one."""
        with self._making:
            if self._stocks:
                return
            wasm, stocks = self._app.read(), dict[str, _Stock]()
            for group in exports_by_need(wasm, list(self.contract.interfaces)):
                part = slice_app(wasm, group)
                digest = hashlib.sha256(part).hexdigest()
                piece = _Part(self.name, digest, part)
                component = cache.component(piece, self._engine, self._where)
                for reused in (False, True):
                    stock = _Stock(self._maker(component), reused)
                    stocks |= {i: stock for i in group if (i in self._reused) == reused}
            self._stocks = stocks

    def _maker(self, component: Component) -> Callable[[], Sandbox]:
        return lambda: Sandbox(self._engine, component, self.name, self._options.limits)


def _contract(name: str, wasm: bytes) -> Contract:
    try:
        return read_contract(wasm).without_commands()
    except BinaryError as error:
        raise AppError(f"cannot read the contract of {name}: {error.message}") from error


def _interface(contract: Contract, name: str) -> str:
    """The full name of the interface called ``name``. Raises UsageError."""
    found = []
    for full in contract.interfaces:
        bare = full.partition("@")[0]
        if name in (full, bare, bare.partition(":")[2], bare.rpartition("/")[2]):
            found.append(full)
    if len(found) != 1:
        problem = f"{name} may be any of {', '.join(found)}" if found else f"no interface {name}"
        known = ", ".join(filter(None, contract.interfaces))
        raise UsageError(f"cannot reuse sandboxes: {problem}", hint=f"The app has {known}")
    return found[0]


class _Part:
    """A slice of an app, as the cache of compiled code wants it."""

    def __init__(self, name: str, sha256: str, wasm: bytes) -> None:
        self.name = name
        self.sha256 = sha256
        self._wasm = wasm

    def read(self) -> bytes:
        return self._wasm


class _Stock:
    """Sandboxes of one part that wait for a call. The one used last serves next."""

    def __init__(self, make: Callable[[], Sandbox], reused: bool) -> None:
        self._make = make
        self._reused = reused
        self._waiting: deque[Sandbox] = deque()
        self._calls: dict[Sandbox, int] = {}

    def take(self) -> Sandbox:
        try:
            return self._waiting.pop()
        except IndexError:
            return self._make()

    def keeps(self, sandbox: Sandbox) -> bool:
        """Takes back a sandbox that can serve again; False if this one cannot."""
        if not self._reused:
            return False
        calls = self._calls.pop(sandbox, 0) + 1
        if sandbox.dead or calls >= CALLS:
            return False
        self._calls[sandbox] = calls
        self._waiting.append(sandbox)
        return True

    def fill(self, count: int) -> None:
        while len(self._waiting) < count:
            self._waiting.append(self._make())

    def empty(self) -> None:
        while self._waiting:
            self._waiting.pop().close()
