"""Sandboxes for many callers: of an app, or of the part that a call needs, made ahead of time."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from wae.binary.value import replaced
from wae.contract.model import Contract, Function
from wae.errors import UsageError, WaeError
from wae.faces.loaded_app import callable_contract
from wae.faces.sandbox import Limits, Sandbox
from wae.faces.slices import slices_of
from wae.grants.model import Grants
from wae.installed.app import find_app, grant
from wae.runtime import cache, cache_directory
from wae.runtime.clock import Clock
from wae.runtime.engine import Component, Engine
from wae.runtime.optimizing import compiler

if TYPE_CHECKING:
    from wae.runtime.app import App

WARM = 2
"""Sandboxes of each part that wait for a call, unless told otherwise."""

CALLS = 10_000
"""Calls that one reused sandbox serves: what a guest never frees is freed with it."""


@dataclass(frozen=True)
class PoolOptions:
    """``grants`` is what the app is given. ``warm``: sandboxes made ahead, for each part.

    ``reuse`` names interfaces whose sandboxes serve call after call; others get a fresh one for
    each. `wae:password/generator@0.1.0` may be written without its version and its package.

    ``whole``: sandboxes have the whole app, whose compiled code every command shares, and a call
    that takes too long is not interrupted. Else each has one part, compiled so that it can be.
    """

    grants: Grants
    limits: Limits = Limits(seconds=30)
    warm: int = WARM
    reuse: frozenset[str] = frozenset()
    whole: bool = False


def _unheard(number: int, count: int) -> None:
    """Nobody wants to know what is compiled."""


class Pool:
    """Sandboxes of one app, for as long as the process lives, on any thread with enough stack.

    (`runtime.threads` makes such threads.) Raises AppError for what is no app, UsageError for
    interfaces to reuse that it lacks.
    """

    def __init__(self, name: str, options: PoolOptions) -> None:
        self._where = cache_directory.path(os.environ)
        app = find_app(name, self._where)
        self._granted = grant(app, options.grants, os.environ, self._where)
        self.name = app.name
        self.sha256 = app.sha256
        self.contract = callable_contract(app, self._where)
        self._options = options
        self._reused = reused_interfaces(self.contract, options.reuse)
        self._given = self._granted.surroundings(os.environ)
        self._limits = options.limits
        if options.whole:
            self._limits = replaced(options.limits, seconds=None)
        deadlines = not options.whole
        self._engine = Engine(deadlines=deadlines, baseline=compiler(deadlines=deadlines))
        if not options.whole:
            Clock(self._engine)  # which ticks as long as the process lives
        self._making = threading.Lock()
        self._stocks: dict[str, _Stock] = {}

    def warm_up(self, progress: Callable[[int, int], None] = _unheard) -> None:
        """Compiles every part and makes the first sandboxes. Raises AppError, or Crash.

        ``progress`` gets the number of the part that has to be compiled next, and of how many.
        """
        self._make_stocks(progress)
        for stock in self._all():
            stock.fill(self._options.warm)

    @contextmanager
    def sandbox(self, function: Function) -> Iterator[Sandbox]:
        """A sandbox for calls of the functions of one interface."""
        sandbox = self.take(function)
        try:
            yield sandbox
        finally:
            self.give_back(function, sandbox)

    def take(self, function: Function) -> Sandbox:
        """A sandbox that is the caller's until it gives it back."""
        if not self._stocks:
            self._make_stocks(_unheard)
        return self._stocks[function.interface].take()

    def give_back(self, function: Function, sandbox: Sandbox) -> None:
        """Ends the use of a sandbox that ``take`` gave for ``function``, dead or alive.

        One that cannot serve again is freed, and another one made for the next call.
        """
        stock = self._stocks[function.interface]
        if not stock.keeps(sandbox):
            sandbox.close()
            with suppress(WaeError):  # where none can be made, the next call says why
                stock.fill(self._options.warm)

    def _all(self) -> set[_Stock]:
        return set(self._stocks.values())

    def _make_stocks(self, progress: Callable[[int, int], None]) -> None:
        """A stock for each interface; those that need the same components share one."""
        with self._making:
            if self._stocks:
                return
            stocks: dict[str, _Stock] = {}
            for part in self._parts():
                interfaces, app = part.interfaces, part.app
                if not self._is_compiled(app):
                    progress(part.number, part.parts)
                component = cache.component(app, self._engine, self._where)
                for reused in (False, True):
                    stock = _Stock(self._maker(component), reused)
                    stocks |= {i: stock for i in interfaces if (i in self._reused) == reused}
            self._stocks = stocks

    def _parts(self) -> Iterator[_Part]:
        if self._options.whole:
            yield _Part(self.contract.interfaces, self._granted.app, 1, 1)
            return
        for slice_ in slices_of(self._granted, self.contract, self._where):
            yield _Part(slice_.interfaces, slice_, slice_.number, slice_.count)

    def _is_compiled(self, app: App) -> bool:
        engine = self._engine
        return cache.is_compiled(
            app.sha256,
            engine.identity,
            self._where,
            deadlines=engine.deadlines,
            baseline=engine.baseline,
        )

    def _maker(self, component: Component) -> Callable[[], Sandbox]:
        return lambda: Sandbox(self._engine, component, self._given, self._limits)


def reused_interfaces(contract: Contract, names: Iterable[str]) -> set[str]:
    """The full names of the interfaces called ``names``. Raises UsageError."""
    return {_interface(contract, name) for name in names}


def _interface(contract: Contract, name: str) -> str:
    matching = [i for i in contract.names.interfaces_called(name) if i in contract.interfaces]
    if len(matching) != 1:
        problem = (
            f"{name} may be any of {', '.join(matching)}" if matching else f"no interface {name}"
        )
        known = ", ".join(filter(None, contract.interfaces))
        raise UsageError(f"cannot reuse sandboxes: {problem}", hint=f"The app has {known}")
    return matching[0]


class _Part(NamedTuple):
    """What is instantiated for which interfaces; the ``number``th of ``parts``."""

    interfaces: Iterable[str]
    app: App
    number: int
    parts: int


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
