"""Calls of a loaded app's functions from any thread or event loop of one process."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from wae.contract.model import Function
from wae.errors import Closed
from wae.faces.loaded_app import LoadedApp
from wae.faces.sandbox import Limits, Resource, Sandbox
from wae.runtime.clock import Clock
from wae.runtime.threads import DeepThread, Errand

if TYPE_CHECKING:
    from concurrent.futures import Future


class Caller:
    """Runs one call at a time, on a thread of its own, all in one instance until that traps.

    ``present`` makes what callers see of a resource.
    """

    def __init__(
        self, loaded: LoadedApp, limits: Limits, present: Callable[[Resource], Any]
    ) -> None:
        self._loaded = loaded
        self._limits = limits
        self._present = present
        self._clock = Clock(loaded.engine) if limits.seconds is not None else None
        self._thread = DeepThread("wae-app")
        self._lock = threading.Lock()
        self._process = os.getpid()
        self._sandbox: Sandbox | None = None
        self.closed = False

    def call(self, function: Function, values: list[Any]) -> Any:
        """What the function returns. Raises ResultError, Crash, Closed."""
        return self._wait(self._call, function, values)

    async def call_async(self, function: Function, values: list[Any]) -> Any:
        """The same, while the event loop goes on. Who stops waiting does not stop the call."""
        return await self._await(self._call, function, values)

    def drop(self, resource: Resource) -> None:
        """Drops a resource, unless everything is gone anyway."""
        if not self.closed and self._process == os.getpid():
            self._wait(resource.close)

    async def drop_async(self, resource: Resource) -> None:
        """The same, while the event loop goes on."""
        if not self.closed and self._process == os.getpid():
            await self._await(resource.close)

    def close(self) -> None:
        """Frees everything, after the calls that run. Nothing in a process forked from this one,
        which has no threads to ask."""
        if self._process != os.getpid():
            return
        with self._lock:
            if self.closed:
                return
            self.closed = True
        freeing = Errand(self._free)
        self._thread.put(freeing)
        freeing.result()
        self._thread.close()
        if self._clock:
            self._clock.stop()

    def _wait(self, work: Callable[..., Any], *given: Any) -> Any:
        errand = Errand(work, *given)
        self._put(errand)
        return errand.result()

    async def _await(self, work: Callable[..., Any], *given: Any) -> Any:
        from asyncio import wrap_future  # whoever has no event loop does without its 20 ms
        from concurrent.futures import Future

        future: Future[Any] = Future()
        self._put(partial(_fulfil, future, work, given))
        return await wrap_future(future)

    def _put(self, work: Callable[[], object]) -> None:
        if self._process != os.getpid():
            raise Closed(
                f"{self._loaded.name} was loaded before this process was forked",
                hint="Load it again with wae.load, after the fork",
            )
        with self._lock:
            if self.closed:
                raise Closed("the app is closed", hint="Load it again with wae.load")
            self._thread.put(work)

    def _call(self, function: Function, values: list[Any]) -> Any:
        if self._sandbox is None or self._sandbox.dead:
            loaded = self._loaded
            self._sandbox = Sandbox(
                loaded.engine, loaded.component, loaded.given, self._limits, self._present
            )
        return self._sandbox.call(function, values)

    def _free(self) -> None:
        if self._sandbox:
            self._sandbox.close()


def _fulfil(future: Future[Any], work: Callable[..., Any], given: tuple[Any, ...]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        result = work(*given)
    except BaseException as error:
        future.set_exception(error)
    else:
        future.set_result(result)
